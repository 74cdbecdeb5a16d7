"""What the engine tells a face, and what a face asks of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.types import Turn


class State(StrEnum):
    """The one state that the screen shows."""

    READY = "ready"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    PAUSED = "paused"
    STOPPED = "stopped"
    """Stopped because this should not be rehearsed here; the coach's voice has said why."""
    LEFT = "left"
    """The user left; the rehearsal can be resumed."""
    ENDED = "ended"


class Command(StrEnum):
    """What the user can ask for at any moment, by key, by voice or from a script."""

    TALK_DOWN = "talk_down"
    TALK_UP = "talk_up"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"
    RESTART = "restart"
    PAUSE = "pause"
    GO_ON = "go_on"
    STOP = "stop"
    """End the role-play, and go to the critique."""
    HOLD = "hold"
    """Stop listening: this is not rehearsed here."""
    LEAVE = "leave"
    """Leave at once; the rehearsal can be resumed."""


class Direction(StrEnum):
    """How the partner is to play for the rest."""

    HARDER = "harder"
    ANGRIER = "angrier"
    SOFTER = "softer"
    UNLIKE = "unlike"
    """The last line was not like them: it is taken back, and they say it another way."""


@dataclass(frozen=True, slots=True)
class Rewind:
    """Go back to before a turn of the user's, with the partner's state of then."""

    turn: int


Ask = Command | Rewind


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The state to show."""

    state: State


@dataclass(frozen=True, slots=True)
class YouSaid:
    """A turn of the user's is in the transcript, and on disk."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class PartnerSaying:
    """Text that is about to be heard, for captions."""

    text: str


@dataclass(frozen=True, slots=True)
class PartnerSaid:
    """A turn of the partner's is over: its text is what was heard."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class NotCaught:
    """There was no speech, or no words, in what the microphone gave."""

    level_dbfs: float


@dataclass(frozen=True, slots=True)
class Level:
    """The microphone's level while listening."""

    dbfs: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """Turns from this number on were taken back."""

    first: int


@dataclass(frozen=True, slots=True)
class Notice:
    """The one road to the user for messages: what happened, said once."""

    key: str
    """Which message of `lexicon/notices.toml`."""
    text: str


@dataclass(frozen=True, slots=True)
class CoachSaying:
    """The coach speaks, out of the role: a question in doubt, or why the rehearsal stops."""

    text: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """This is not rehearsed here; the coach's voice says why. Nothing is resumed by itself."""

    label: str
    """"refer" or "emergency"."""
    text: str
    """What the coach says, with who can help."""
    why: str = ""
    """"partner" where it was the partner's line that stopped it, and not the user's."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The partner has brought the talk to its close; the user may go on."""


Event = (
    StateChanged
    | YouSaid
    | PartnerSaying
    | PartnerSaid
    | NotCaught
    | Level
    | Dropped
    | Notice
    | CoachSaying
    | Closing
    | Stopped
)
