"""Every text of the window, from `words.toml`."""

from __future__ import annotations

from pathlib import Path

from voicecoach.wording import Wording

word = Wording(Path(__file__).with_name("words.toml"))
words = word.group
