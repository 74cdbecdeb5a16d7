"""What a critique is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from voicecoach.types import Finding, Session


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the user's, by pointer: they stand to the letter in the transcript."""

    turn: int
    at: tuple[int, int]
    """Characters of the turn's text, end exclusive."""
    text: str
    audio: str | None = None
    """The turn's audio file, or None where no audio is kept."""
    start_s: float | None = None
    """Seconds from the start of that file; None where the words cannot be found in it."""
    end_s: float | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the coach says, in answer to one question."""

    question: str
    """"carried", one of the four (`types.Question`), or the key of the scenario's own question."""
    asks: str
    """The question in the user's own words: "Where did I sound apologetic when I shouldn't have?\""""
    says: str
    """The coach's words about the quote. Nothing to show is said in words, with no quote."""
    quote: Quote | None = None
    stronger: str | None = None
    """A stronger line of at most 18 words."""
    finding: str | None = None
    """Key of the finding that it rests on, so that a struck finding takes the point with it."""


@dataclass(frozen=True, slots=True)
class MustSay:
    """What became of one must-say line."""

    line: str
    status: str
    """"said", "hinted" or "never"."""
    turn: int | None = None
    """Where it was said or hinted."""
    dropped_after: int | None = None
    """The partner's turn after which it was dropped, where it was never said."""


@dataclass(frozen=True, slots=True)
class GroundGiven:
    """One line of the ground ledger."""

    quote: Quote
    moved_first: str
    """"you" or "partner": who had moved first."""
    got: str
    """What was got for it; empty for nothing."""
    sure: bool = True
    """False where it only may be ground given; such a line is not counted."""


@dataclass(frozen=True, slots=True)
class Acoustic:
    """One acoustic fact, only where it matters."""

    turn: int
    where: str
    """"ask", "number", "limit" or "after a no"."""
    fact: str
    """In plain words: "the last four words dropped 9 dB"."""
    quote: Quote | None = None


@dataclass(frozen=True, slots=True)
class RubricLine:
    """One thing that the scenario's critique looks for, and whether it was there. Never a score."""

    key: str
    question: str
    """Which of the four questions it belongs to (`types.Question`)."""
    line: str
    """What was or was not there, in plain words."""
    met: bool
    quote: Quote | None = None
    """The sentence that shows it; None where it is missing from the whole talk."""
    bare: str = ""
    """The same said by itself, where no sentence stands beside it; empty where it needs one."""


@dataclass(frozen=True, slots=True)
class Critique:
    """Findings, what they amount to, and what the coach says of them."""

    points: tuple[Point, ...]
    """In the order they are spoken: what carried, the four questions, the scenario's own."""
    findings: tuple[Finding, ...]
    """The one list of what is shown (`shown.py`): marks, counts, ledger and points rest on it."""
    session: Session
    musts: tuple[MustSay, ...] = ()
    ground: tuple[GroundGiven, ...] = ()
    acoustics: tuple[Acoustic, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """Sure findings by label, as the voice counts them; every count is "at least"."""
    perhaps: Mapping[str, int] = field(default_factory=dict)
    """Findings by label that are marked as less sure, and not counted."""
    change_question: str = ""
    """"What would you change?", asked before a stronger line is shown."""
    fairest: str = ""
    """The fairest reading from the other side."""
    if_then: str = ""
    """One line to take along."""
    if_when: str = ""
    """Its first half, "If they push back", for where the line itself has just been said."""
    ending: str = ""
    """"You can stop here." """
    headline: Mapping[str, float] = field(default_factory=dict)
    """"seconds" and "words" spoken before the ask, "words_after" the number; where reasons grew after

    pushback, "reasons_before" and "reasons_after" it."""
    engine: str = ""
    """What worded the coach: "templates", or "ollama:MODEL"."""
    rubric: tuple[RubricLine, ...] = ()
    stronger: str = ""
    """The one stronger line, heard after the question what the user would change. At most 18 words."""
    struck: tuple[Finding, ...] = ()
    """Findings that the user did not accept. Nothing above rests on them."""
    notes: tuple[str, ...] = ()
    """What limits this critique, in plain words: the recogniser, missing audio."""
