"""A text as the encoder reads it: word by word, with names, genders and kin made alike.

What is made alike here cannot make a difference later: swapping one name for another, or "she" for "he",
gives the very same input.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from voicecoach.paths import package_data

NAME = "sam"
"""What every name is read as."""

_WORD = re.compile(r"[$£€₹]?\w+(?:[.,:]\d+)*(?:['’]\w+)*%?|[^\w\s]")
_OPENS = re.compile(r"(?:^|[.?!:;…—–\"“(\n]\s*)$")
_CAPITAL = re.compile(r"[A-Z][a-z'’]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one mark, and where it stands."""

    text: str
    """As the encoder reads it, in lower case."""
    start: int
    end: int
    spoken: bool
    """False for a mark."""


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    names = (package_data("lexicon") / "names.txt").read_text(encoding="utf-8").split("\n---\n")
    return frozenset(names[0].split()), frozenset(names[1].split())


@cache
def _groups() -> dict[str, str]:
    with (package_data("lexicon") / "neutral.toml").open("rb") as file:
        groups = tomllib.load(file)["groups"]
    return {word: name for name, listed in groups.items() for word in listed}


def neutral(word: str) -> str:
    """The word, given in lower case, or the name of its group."""
    return _groups().get(word, word)


@lru_cache(maxsize=64)  # a long turn is looked at a window at a time, each time as a whole
def split(text: str, names: frozenset[str] = frozenset()) -> tuple[Word, ...]:
    """The words and marks of `text`; `names` are names, in lower case, that the brief tells."""
    return tuple(
        Word(_read_as(m, text, names), m.start(), m.end(), bool(re.match(r"[\w$£€₹]", m[0])))
        for m in _WORD.finditer(text)
    )


def _read_as(found: re.Match[str], text: str, names: frozenset[str]) -> str:
    word = found[0].replace("’", "'")
    low = word.lower()
    head, mark, tail = low.partition("'")
    known, capitals = _lists()
    if (
        head in names
        or head in known
        or (_CAPITAL.fullmatch(word) and head not in capitals and not _OPENS.search(text[: found.start()]))
    ):
        return NAME + mark + tail
    return neutral(low) if low in _groups() else neutral(head) + mark + tail


def names_in(text: str) -> frozenset[str]:
    """Names that a description of a person tells: "Dana, my manager"."""
    _, capitals = _lists()
    found = (m.group().lower() for m in re.finditer(r"\b[A-Z][\w’'-]+", text))
    return frozenset(name for name in found if name not in capitals and name not in _groups())


def texts(words: Iterable[Word]) -> list[str]:
    """What the encoder reads of them."""
    return [word.text for word in words]
