"""The coach's words, from the data files: questions, sentences with slots. Nothing is worded in code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from voicecoach.paths import package_data


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """One TOML file of `voicecoach/lexicon/`, without its ending."""
    with (package_data("lexicon") / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def phrase(*path: str, turn: int = 0, **slots: object) -> str:
    """A sentence of `coach.toml` with its slots filled.

    Where there are several for one thing, the turn chooses, so that two points rarely sound alike and the
    same rehearsal always sounds the same.
    """
    found: Any = lexicon("coach")
    for step in path:
        found = found[step]
    if isinstance(found, list):
        found = found[turn // 2 % len(found)]
    return _closed(filled(str(found), **slots))


def _closed(text: str) -> str:
    """One full stop at the end, also where a quote brings its own."""
    for mark in ".?!…":
        text = text.replace(f"{mark}”.", f"{mark}”")
    return re.sub(r"([.?!…])\.$", r"\1", text)


def filled(text: str, /, **slots: object) -> str:
    """Slots like {theirs} filled; braces in what is filled in stay as they are."""
    for name, value in slots.items():
        text = text.replace("{" + name + "}", str(value))
    return text


def ask_of(question: str) -> str:
    """A question of the coach's in the user's own words; empty for one that only the scenario knows."""
    return str(lexicon("coach")["asks"].get(question, ""))
