"""What the listener tells: values with places in samples of the microphone's stream."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.types import Samples, Utterance


class Mode(StrEnum):
    """How the user talks."""

    HOLD = "hold"
    """Key down to key up."""
    TAP = "tap"
    """The key starts; the key or silence ends."""
    OPEN = "open"
    """The voice starts; silence ends."""


class ListenerState(StrEnum):
    """Where the listener is."""

    IDLE = "idle"
    TALKING = "talking"
    TAIL = "tail"
    ENDED = "ended"
    """Over by silence; whoever goes on at once reopens the turn."""


class EndReason(StrEnum):
    """Why an utterance ended."""

    RELEASED = "released"
    TAPPED = "tapped"
    SILENCE = "silence"
    KEY_LOST = "key_lost"
    """Held, and nothing heard for so long that the key must have been let go unseen."""
    TOO_LONG = "too_long"
    INTERRUPTED = "interrupted"
    """The caller ended it: a pause, a lost device."""


class Nothing(StrEnum):
    """Why nothing was heard."""

    SILENCE = "silence"
    NOISE = "noise"
    """There was sound, but no voice."""
    DEAD = "dead"
    """Every sample was zero: the microphone is muted or forbidden."""


class Caution(StrEnum):
    """What the user should know while going on."""

    LONG_TURN = "long_turn"
    DEAD_MICROPHONE = "dead_microphone"
    MICROPHONE_BACK = "microphone_back"


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """A voice, confirmed."""

    at: Samples


@dataclass(frozen=True, slots=True)
class SoftEnd:
    """A short silence: the turn may be over, and transcription may begin."""

    utterance: Utterance
    """All of the turn so far."""
    revision: int
    tail: Utterance
    """What no `Stretch` has covered: the part still to be transcribed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """They go on: what was made of this revision is stale."""

    revision: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """They go on after a pause in a long turn: the tail of this revision stands, and is done with.

    Comes in place of `Resumed`: what was transcribed of the revision's `SoftEnd` is kept.
    """

    utterance: Utterance
    """The tail of that `SoftEnd`."""
    index: int
    """Place among the turn's stretches, from 0."""
    revision: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over. If `revision` is that of the last `SoftEnd`, no voice came after it."""

    utterance: Utterance
    """All of the turn."""
    revision: int
    reason: EndReason
    tail: Utterance
    """What no `Stretch` has covered."""
    stretches: int = 0
    """How many stretches came before the tail."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """They went on right after `Ended`: that end did not count, and the turn goes on."""

    revision: int
    """The revision of the `Ended` that did not count."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The utterance was dropped by the user."""


@dataclass(frozen=True, slots=True)
class NothingHeard:
    """The utterance is over and held no voice. It is not to be transcribed."""

    level_dbfs: float
    reason: Nothing


@dataclass(frozen=True, slots=True)
class LevelChanged:
    """The microphone's level, 25 times a second."""

    dbfs: float


@dataclass(frozen=True, slots=True)
class Warned:
    """Something that does not end the utterance."""

    kind: Caution


ListenEvent = (
    SpeechStarted
    | SoftEnd
    | Resumed
    | Stretch
    | Ended
    | Reopened
    | Cancelled
    | NothingHeard
    | LevelChanged
    | Warned
)
