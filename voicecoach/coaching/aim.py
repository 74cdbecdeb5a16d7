"""What the user came for, as words and amounts; and which words carry meaning."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from voicecoach.coaching.clauses import words
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.paths import package_data
from voicecoach.types import Brief

_ENDINGS = re.compile(r"(?:'s|s'|ing|ed|es|s|e|er|ly)$")


@cache
def _common() -> frozenset[str]:
    with (package_data("lexicon") / "clauses.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["common"])


@cache
def stem(word: str) -> str:
    """The word without its ending, crude but the same for "asking" and "asks"."""
    word = word.replace("’", "'")
    shorter = _ENDINGS.sub("", word) if len(word) > 4 else word.removesuffix("'s")
    return shorter[:-1] if len(shorter) > 3 and shorter[-1] == shorter[-2] else shorter


@lru_cache(maxsize=512)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(w.text) for w in words(text) if w.text not in _common())


@dataclass(frozen=True, slots=True)
class Aim:
    """What the user came for, as words and amounts."""

    stems: frozenset[str]
    amounts: tuple[Amount, ...]
    owed: frozenset[str]
    """Stems of what the user does owe an apology for; empty where nothing is owed."""

    @classmethod
    def of(cls, brief: Brief) -> Aim:
        """Reads the brief."""
        asked = ". ".join((brief.want, *brief.must_say))
        return cls(content_stems(asked), amounts(asked), content_stems(brief.owed))

    def names(self, amount: Amount) -> bool:
        """Is it one of the amounts that the user came for?"""
        return any(same_value(amount, own) for own in self.amounts)
