"""Where the conversation stands: what the user came for, and what has been said so far."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from voicecoach.coaching import cues
from voicecoach.coaching.clauses import words
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.paths import package_data
from voicecoach.types import Brief, Label

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


@dataclass(frozen=True, slots=True)
class Scene:
    """The state before a turn of the user's. Made only from turns that are over."""

    asked: bool = False
    """The ask has been stated plainly."""
    pushed: bool = False
    """The partner has answered since."""
    conceded: int = 0
    """Turns in which ground was given."""
    gave_last: bool = False
    """Ground was given since the ask was last stated plainly."""
    held: int = 0
    your_turns: int = 0
    partner: tuple[str, ...] = ()
    """Cues in the partner's last turn."""
    partner_amounts: tuple[Amount, ...] = ()
    partner_stems: frozenset[str] = frozenset()
    partner_asks: bool = False
    """The partner's last turn ends in a question."""
    said: frozenset[str] = frozenset()
    """Content stems of what the user has stated plainly."""

    def after_partner(self, text: str) -> Scene:
        """The scene once the partner has spoken."""
        return replace(
            self,
            pushed=self.asked,
            partner=cues.theirs(text.lower().replace("’", "'")),
            partner_amounts=amounts(text),
            partner_stems=content_stems(text),
            partner_asks=text.rstrip().endswith("?"),
        )

    def after_you(self, labels: frozenset[Label], plain: str) -> Scene:
        """The scene once the user has spoken; `plain` is what was stated plainly."""
        gave = Label.CONCESSION in labels
        stated = Label.DIRECT in labels
        return replace(
            self,
            asked=self.asked or stated,
            conceded=self.conceded + gave,
            gave_last=gave or (self.gave_last and not stated and Label.HELD not in labels),
            held=self.held + (Label.HELD in labels),
            your_turns=self.your_turns + 1,
            said=self.said | content_stems(plain),
        )
