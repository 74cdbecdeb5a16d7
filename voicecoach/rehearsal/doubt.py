"""The coach's question in doubt, from when it was heard until there is a clear answer to it.

The journal keeps it, so that no break and no resume gets past it.
"""

from __future__ import annotations

from enum import Enum, auto

from voicecoach.rehearsal.journal import Journal
from voicecoach.rehearsal.scope import ScopeVerdict
from voicecoach.rehearsal.spoken_commands import says_no, says_yes


class Answer(Enum):
    """What an answer to the question is worth."""

    CLEAR = auto()
    """A clear no: the talk goes on."""
    NOT_CLEAR = auto()
    """Put the question once more."""
    YES = auto()
    """A yes, words that are themselves not for rehearsal, or no clear no for a second time."""


def answer_of(text: str, verdict: ScopeVerdict, *, again: bool) -> Answer:
    """Judge an answer; `again`: the question was put for the second time."""
    if verdict.label in ("refer", "emergency"):
        return Answer.YES
    if says_no(text) and verdict.label == "ok":
        return Answer.CLEAR
    return Answer.YES if again or says_yes(text) else Answer.NOT_CLEAR


class Doubt:
    """Which question stands, and which were put before: each is put once."""

    def __init__(self, journal: Journal, standing: str = "") -> None:
        self._journal = journal
        self.standing = standing
        """The question that is not answered yet; empty where there is none."""
        self.again = False
        """Was it put for the second time?"""
        self._put = {standing} - {""}

    def may_put(self, question: str | None) -> bool:
        """Is there a question, and was it not put before?"""
        return bool(question) and question not in self._put

    def put(self, question: str) -> None:
        """It was heard: what is said next is the answer to it."""
        self._journal.append("asked", question=question)
        self.standing, self.again = question, False
        self._put.add(question)

    def clear(self) -> None:
        """There was a clear no."""
        self._journal.append("asked", question="")
        self.standing = ""

    def take_back(self) -> None:
        """What gave rise to it was taken back: said again, it is asked about again."""
        self._put.discard(self.standing)
        self.standing = ""
