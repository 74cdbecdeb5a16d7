"""The seams of the engine: one small protocol a stage.

Each has a real implementation, a starter one that needs no download, and a fake in `tests/fakes.py`.
The data flows one way:

    microphone ─ frames ─► listener ─ utterance ─► transcriber ─ turn ─► partner ─ text ─► voice ─►
    speaker
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from voicecoach.partner.directive import Directive
from voicecoach.types import Heard, Pcm, Sound, Turn, Word


class Microphone(Protocol):
    """Where frames come from: a device, or a recording."""

    name: str

    @property
    def lost(self) -> bool:
        """Is the device gone? Frames come again when it is back."""

    @property
    def bluetooth_headset(self) -> bool:
        """Does it make everything that it plays sound like a telephone, for as long as it records?"""

    def start(self) -> None:
        """Open the stream; it stays open until `close`. Raises DeviceError."""

    def read(self, timeout_s: float) -> Pcm | None:
        """The next frame: `FRAME_SAMPLES` of int16 at `HEARING_RATE`; None where none came in time.

        Called from the loop's thread only.
        """

    def close(self) -> None:
        """Close the stream. Safe to call twice."""


class Transcriber(Protocol):
    """Turns an utterance into words."""

    name: str

    def warm(self) -> None:
        """Load what is needed, so that the first utterance does not wait. May take seconds."""

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        """Words with times, from sound at `HEARING_RATE`.

        `hints` are texts whose names and numbers may be said.
        Nothing recognised is `Heard("")`. Raises EngineError.
        """


class HearingStream(Protocol):
    """One utterance on its way into words, while it is said. For one thread at a time."""

    def feed(self, samples: Pcm) -> None:
        """Hear more of it, at `HEARING_RATE`. Raises EngineError."""

    def so_far(self) -> str:
        """The words up to here, as far as they can be told."""

    def finish(self) -> Heard:
        """It is over: the words with their times from its first sample. Raises EngineError."""


@runtime_checkable
class StreamingTranscriber(Transcriber, Protocol):
    """A transcriber that hears as it goes, so that only the tail is left at the end.

    Others need nothing of this: `hearing.streams` keeps their sound until they are asked for the words.
    """

    def begin(self, hints: Sequence[str] = ()) -> HearingStream:
        """A new utterance begins; one that was begun before and not finished is dropped."""


class Partner(Protocol):
    """Words the persona's next move."""

    name: str

    def warm(self, history: Sequence[Turn] = ()) -> None:
        """Load the model with the real prompt, so that the first reply does not wait."""

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """Pieces of one line as they are written; joined they are the line, ready to be spoken.

        `history` holds what was really heard. Raises EngineError. Closed when the user cuts in.
        """

    def cancel(self) -> None:
        """End the reply under way, from any thread, within 50 ms."""

    def close(self) -> None:
        """Let go of connections. Safe to call twice."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch of a line as sound."""

    sound: Sound
    """At the voice's own rate."""
    words: tuple[Word, ...] = ()
    """The words in it, times from the start of this stretch; empty where the voice cannot tell."""


class Voice(Protocol):
    """Turns text into sound."""

    name: str

    def warm(self) -> None:
        """Load what is needed, so that the first line does not wait."""

    def speak(self, text: str) -> Iterator[Spoken]:
        """Sound for one clause or sentence, as soon as there is some. Text with nothing to say gives none.

        Raises EngineError.
        """


class Speaker(Protocol):
    """Where sound goes: a device, or a file. Counts what was really heard of the present line."""

    name: str

    @property
    def lost(self) -> bool:
        """Is the device gone? What is queued waits until it is back."""

    def start(self) -> None:
        """Open the stream; it stays open until `close`. Raises DeviceError."""

    def begin_line(self) -> None:
        """A new line starts: `heard_s` counts from zero."""

    def play(self, sound: Sound) -> None:
        """Queue sound, at any rate, behind what is queued. Returns at once."""

    @property
    def heard_s(self) -> float:
        """Seconds of the present line that have left the loudspeaker."""

    @property
    def idle(self) -> bool:
        """Has all that was queued been heard?"""

    def stop(self) -> float:
        """Silence at once (a fade of some milliseconds); drops what is queued; gives `heard_s`."""

    def close(self) -> None:
        """Close the stream. Safe to call twice."""
