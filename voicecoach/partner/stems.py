"""Words and their rough stems, and the word lists by which a turn shows what it did (`answering.toml`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from voicecoach.paths import package_data

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|\d[\d,.]*\d|\d")


@cache
def lexicon() -> dict[str, tuple[str, ...]]:
    """The word lists by name."""
    with (package_data("lexicon") / "answering.toml").open("rb") as file:
        raw = tomllib.load(file)
    return {key: tuple(value.split() if isinstance(value, str) else value) for key, value in raw.items()}


@cache
def stems_of(key: str) -> frozenset[str]:
    """The stems of a word list."""
    return frozenset(stem(word) for word in lexicon()[key])


@cache
def pattern(key: str) -> re.Pattern[str]:
    """Any phrase of a list, the longest first; for lower-case words with single spaces."""
    phrases = sorted(lexicon()[key], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in phrases) + r")\b")


def words(text: str) -> list[str]:
    """Lower-case words, with straight apostrophes."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def stem(word: str) -> str:
    """A rough stem: enough for "asking" and "asked" to meet."""
    word = word.removesuffix("'s")
    for ending in ("ingly", "edly", "ful", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word.removesuffix("e") if len(word) > 4 else word


def content(text: str) -> frozenset[str]:
    """Stems of the words that carry something."""
    stop = frozenset(lexicon()["stop"])
    return frozenset(stem(word) for word in words(text) if word not in stop and len(word) > 1)
