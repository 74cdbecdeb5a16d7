"""Every text of the window, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table() -> dict[str, Any]:
    """All texts, by group."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word(name: str, /, **slots: object) -> str:
    """One text by its name, "room.leave", with its slots filled in."""
    group, key = name.split(".")
    text = str(table()[group][key])
    return text.format(**slots) if slots else text


def words(group: str) -> dict[str, str]:
    """All texts of a group, in their order."""
    return dict(table()[group])
