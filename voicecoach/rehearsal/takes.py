"""Moments that were said again: every take of one sentence, with the partner as before."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.rehearsal.story import Story
from voicecoach.types import Turn, Who

MOST_AGAIN = 2
"""A moment may be said again so often: after that, the next one teaches more."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One turn of the user's that was said more than once."""

    turn: int
    before: str
    """What the partner had just said; empty where nothing."""
    takes: tuple[Turn, ...]
    """The earliest first; the last one is the one that stands."""


def moments(story: Story) -> tuple[Moment, ...]:
    """In the order of the talk."""
    said = [t for t in story.turns if t.who is Who.YOU]
    return tuple(
        Moment(turn.number, _before(story, turn.number), (*earlier, turn))
        for turn in said
        if (earlier := tuple(t for t in story.again if t.number == turn.number))
    )


def may_say_again(story: Story, number: int) -> bool:
    """Is there a take left for this turn of the user's?"""
    yours = 0 <= number < len(story.turns) and story.turns[number].who is Who.YOU
    return yours and sum(t.number == number for t in story.again) < MOST_AGAIN


def _before(story: Story, number: int) -> str:
    return story.turns[number - 1].text if number and story.turns[number - 1].who is Who.PARTNER else ""
