"""What in a turn of the user's a line can take up: a kind of question, a way of giving ground, a greeting.

The mind passes these on as `Directive.about`; lines kept for one ("asked_back:when") come before the others.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Any

from voicecoach.coaching.numbers import amounts
from voicecoach.paths import package_data

GREETING = "greeting"

BIG = 50
"""A bare number from here on is a sum: "88 would be fine"."""


@cache
def _lexicon() -> dict[str, Any]:
    with (package_data("lexicon") / "taking_up.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _patterns(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)"))
        for kind, phrases in _lexicon()[table].items()
    )


def question_kind(text: str) -> str:
    """The kind of question the text asks ("when", "why"), looked for in its last sentence first; or ""."""
    plain = _plain(text)
    asked = [part for part in re.split(r"(?<=[.!?])\s+", plain) if part.endswith("?")]
    return _first_kind("questions", asked[-1] if asked else plain)


def giving_way(gave: str, text: str) -> str:
    """How ground was given: less, once, later, dropped, task; "" for a plain yes."""
    if any(
        amount.kind in {"money", "percent"} or (amount.kind == "count" and amount.value >= BIG)
        for amount in amounts(text)
    ):
        return "less"
    return _first_kind("giving", _plain(gave)) or _first_kind("giving", _plain(text))


def is_greeting(text: str, names: frozenset[str]) -> bool:
    """Is there nothing in it but a greeting and who is greeted?"""
    said = re.findall(r"[a-z']+", _plain(text))
    return 0 < len(said) <= 12 and all(word in _greeting_words() or word in names for word in said)


@cache
def _greeting_words() -> frozenset[str]:
    return frozenset(str(_lexicon()["greeting"]["words"]).split())


def _first_kind(table: str, plain: str) -> str:
    return next((kind for kind, pattern in _patterns(table) if pattern.search(plain)), "")


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
