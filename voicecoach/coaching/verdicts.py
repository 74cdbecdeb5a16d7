"""What counts for and against in a scenario: giving room costs a raise, and is right with a friend."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.words import lexicon


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How a scenario judges what it finds."""

    concession: str = "against"
    """"against": any ground given counts. "retracted": only taking the point back. "fine": nothing does."""
    justifying: bool = True
    """Do rows of reasons count against?"""
    words_after_number: bool = True
    """Is silence after the number better?"""


def verdicts(scenario: str) -> Verdicts:
    """Those of a scenario; one's own scenarios get the general ones."""
    rubrics = lexicon("rubrics")
    return Verdicts(**rubrics.get(scenario, rubrics["other"])["verdicts"])
