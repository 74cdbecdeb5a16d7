"""Talks for the tests of the critique."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.types import Brief, Turn, Who

RAISE = Brief(
    scenario="raise",
    other="Dana, my manager",
    want="a raise to 95 thousand",
    must_say=("95 thousand", "the Tulsa account"),
    fear="that she says there is no budget",
)

FOLDED = (
    ("partner", "Come in. What's on your mind?"),
    ("you", "Sorry to bother you with this, I know you're busy."),
    ("partner", "Go on."),
    ("you", "I was wondering if maybe we could talk about my salary."),
    ("partner", "There is no budget this year."),
    ("you", "Okay, never mind then. We can leave it until next year."),
)

RECOVERED = (
    *FOLDED[:3],
    ("you", "I'm asking for a raise to 95 thousand."),
    ("partner", "There is no budget this year."),
    ("you", "I know the budget is tight, and I'm still asking for 95 thousand."),
)


def turns(rows: Sequence[tuple[str, str]]) -> tuple[Turn, ...]:
    """Turns from (who, text)."""
    return tuple(Turn(n, Who(who), text) for n, (who, text) in enumerate(rows))
