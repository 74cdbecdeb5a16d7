"""What the terminal says and asks, from `words.toml`. The help of commands and options stands beside them."""

from __future__ import annotations

from pathlib import Path

from voicecoach.wording import Wording

word = Wording(Path(__file__).with_name("words.toml"))
