"""The words of voicecoach as types, with their units.

Everything here is a value: frozen, without devices, threads or files. Times are seconds (`_s`) or
samples; sound is mono int16.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

Samples = NewType("Samples", int)
"""A count of samples at `HEARING_RATE`, from the start of the microphone stream."""

Pcm = NDArray[np.int16]
"""Mono sound, shape (n,)."""

HEARING_RATE = 16_000
"""Hertz. Everything from the microphone is at this rate once it is inside the engine."""

FRAME_SAMPLES = 320
"""Samples in one microphone frame: 20 ms at `HEARING_RATE`."""


class Who(StrEnum):
    """Whose voice a turn is."""

    YOU = "you"
    PARTNER = "partner"
    COACH = "coach"


class Push(StrEnum):
    """How hard the partner pushes."""

    EASY = "easy"
    REALISTIC = "realistic"
    TOUGH = "tough"


class Stakes(StrEnum):
    """How much hangs on the real conversation."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Move(StrEnum):
    """What the persona does in one turn. The mind chooses it; the partner only words it."""

    OPEN = "open"
    QUESTION = "question"
    DENY = "deny"
    DEFLECT = "deflect"
    DOUBT = "doubt"
    COUNTER_OFFER = "counter_offer"
    GUILT = "guilt"
    QUIET = "quiet"
    PRESS = "press"
    """Takes ground the user gave, and builds on it."""
    PARTIAL_YES = "partial_yes"
    CLOSE = "close"


class Label(StrEnum):
    """What a finding says of a stretch of the user's words."""

    APOLOGY = "apology"
    HEDGE = "hedge"
    CONCESSION = "concession"
    JUSTIFYING = "justifying"
    HARSH = "harsh"
    DIRECT = "direct"
    HELD = "held"
    FILLER = "filler"


class Question(StrEnum):
    """The four questions that the coach answers."""

    APOLOGETIC = "apologetic"
    ROOM = "room"
    AVOIDED = "avoided"
    STRONGER = "stronger"


class Outcome(StrEnum):
    """How the user's position ended."""

    HELD = "held"
    PARTLY = "partly"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of mono sound."""

    samples: Pcm
    rate: int
    """Hertz."""

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate


@dataclass(frozen=True, slots=True)
class Word:
    """One word as a recogniser heard it."""

    text: str
    start_s: float
    """Seconds from the start of the turn's own audio."""
    end_s: float
    """Seconds from the start of the turn's own audio."""
    sure: float = 1.0
    """The recogniser's own probability, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """A stretch of the user's speech as the microphone gave it."""

    sound: Sound
    """At `HEARING_RATE`, with pre-roll and tail."""
    start: Samples
    """Where it starts in the microphone stream."""
    speech_end: Samples
    """Where the voice was last heard, before the silence that ended the turn."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a transcriber made of an utterance."""

    text: str
    words: tuple[Word, ...] = ()
    """In order. Empty only where `text` is."""
    engine: str = ""
    """The engine's name: "whisper", "sphinx"."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's uninterrupted say."""

    number: int
    """Place in the transcript, from 0."""
    who: Who
    text: str
    """What was said; for the partner, what was really heard of it."""
    words: tuple[Word, ...] = ()
    start_s: float = 0.0
    """Seconds from the start of the rehearsal."""
    end_s: float = 0.0
    """Seconds from the start of the rehearsal."""
    audio: str | None = None
    """File name below the rehearsal's folder, or None where no audio is kept."""
    engine: str = ""
    """What heard or worded it: "whisper", "sphinx", "typed", "ollama", "scripted"."""
    move: Move | None = None
    """The persona's move; None for the user."""
    cut_off: bool = False
    """The user cut in: `text` ends where the loudspeaker stopped."""
    corrected: bool = False
    """The user mended a misheard line; its word times no longer hold."""


@dataclass(frozen=True, slots=True)
class Brief:
    """The user's answers to the setup questions. See `rehearsal/brief.py` for the file."""

    scenario: str
    """Name of the scenario, or "other"."""
    other: str
    """Who the other person is: "Dana, my manager"."""
    want: str
    must_say: tuple[str, ...] = ()
    """Up to three lines that must be said, the number or the limit among them."""
    fear: str = ""
    """What the user fears they will say."""
    fear_likely: int = 50
    """How likely the user thinks that is, 0 to 100."""
    reaction: str = ""
    """How they will likely react."""
    owed: str = ""
    """What the user does owe an apology for."""
    decided: bool = True
    """Has the user already decided to have this conversation?"""
    stakes: Stakes = Stakes.MEDIUM
    push: Push = Push.REALISTIC
    confidence: int = 5
    """How confident the user feels beforehand, 1 to 10."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Answers to the scenario's own questions, by their keys."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A labelled stretch of a turn of the user's."""

    turn: int
    label: Label
    quote: str
    """To the letter as it stands in the turn."""
    at: tuple[int, int]
    """Characters of the turn's text that the quote covers, end exclusive."""
    rule: str
    """Which rule or model found it."""
    sureness: float = 1.0
    """0 to 1: how often such a finding was right on text that the rules had not seen."""
    start_s: float | None = None
    """Seconds from the start of the turn's own audio; None where there is none."""
    end_s: float | None = None
    better: str | None = None
    """A stronger way to say it, made from the user's own words."""


@dataclass(frozen=True, slots=True)
class Session:
    """What the whole talk amounted to, before any coach speaks."""

    ask_turn: int | None
    """The first turn of the user's that states the ask plainly."""
    avoided: tuple[str, ...]
    """Must-say lines that were never said."""
    outcome: Outcome
