"""What the encoder is shown for each of its tasks. Training and use build their inputs here, so that they
cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.encoder.pieces import SEES_BACK, Part
from voicecoach.encoder.words import Word, names_in, split, texts
from voicecoach.types import Brief, Turn, Who

TURN_WORDS, BRIEF_WORDS = 56, 36
"""The most words of an earlier turn, of which the last are kept, and of each part of the brief."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the talk stands before a turn of yours."""

    asked: bool = False
    """The ask has been stated plainly."""
    pushed: bool = False
    """The partner has answered since."""
    gave: bool = False
    """Ground was given since the ask was last stated plainly."""

    def after_partner(self) -> Stage:
        """The stage once the partner has spoken."""
        return Stage(self.asked, self.asked, self.gave)

    def after_you(self, *, stated: bool, held: bool, gave: bool) -> Stage:
        """The stage once you have: stated the ask plainly, held the position, given ground."""
        still = gave or (self.gave and not stated and not held)
        return Stage(self.asked or stated, self.pushed, still)

    def words(self) -> list[str]:
        """As the encoder reads it."""
        where = "pushed" if self.pushed else "asked" if self.asked else "before"
        return [where, "gave" if self.gave else "firm", ":"]


STAGE_WORDS = 3
"""How many words stand for the stage before those of a turn."""


@dataclass(frozen=True, slots=True)
class BriefView:
    """A brief as words, made once a rehearsal."""

    names: frozenset[str]
    part: Part

    @classmethod
    def of(cls, brief: Brief) -> BriefView:
        """Reads the brief."""
        names = names_in(brief.other)
        want, must, owed = (
            texts(split(text, names))[:BRIEF_WORDS]
            for text in (brief.want, " ; ".join(brief.must_say), brief.owed)
        )
        return cls(names, Part((*want, "|", *must, "|", *owed)))


def partner_part(turn: Turn, brief: BriefView) -> Part:
    """A turn of the partner's."""
    return Part(texts(split(turn.text, brief.names))[-TURN_WORDS:])


def your_part(words: Sequence[Word], stage: Stage, most: int | None = None) -> Part:
    """A turn of yours, with where the talk stood before it."""
    said = texts(words)
    return Part((*stage.words(), *(said[-most:] if most else said)), yours=True)


def turn_view(
    earlier: Sequence[tuple[Turn, Stage]], words: Sequence[Word], stage: Stage, brief: BriefView
) -> list[Part]:
    """The brief, the last few turns, and a turn of yours."""
    back = [
        partner_part(turn, brief)
        if turn.who is Who.PARTNER
        else your_part(split(turn.text, brief.names), then, TURN_WORDS)
        for turn, then in earlier[-SEES_BACK:]
    ]
    return [brief.part, *back, your_part(words, stage)]


def scope_view(words: Sequence[str], where: str) -> list[Part]:
    """The words of a text for the scope check; `where` is "setup" or "speech"."""
    return [Part(["scope", where, ":", *words], yours=True)]


def role_view(text: str, persona: str) -> list[Part]:
    """A line that a model wrote for the persona ("Dana, a manager"); of whom only the name is known."""
    return [Part(["role", ":", *texts(split(text, names_in(persona)))])]
