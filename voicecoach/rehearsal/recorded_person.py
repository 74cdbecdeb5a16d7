"""Acts for the user where recordings do: takes the talk key, speaks, lets it go, stops at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from voicecoach.rehearsal.events import Command, Event, State, StateChanged

PAUSE_FRAMES = 25
"""Half a second before speaking, as a person takes; in `open` mode the microphone is deaf for part of it."""


class Recordings(Protocol):
    """The user's side of a virtual sound card (`audio.recorded.RecordedUser`)."""

    @property
    def saying(self) -> bool:
        """Is a recording being fed into the microphone?"""

    @property
    def left(self) -> int:
        """How many recordings are still to be said."""

    def say_next(self) -> bool:
        """Start the next one; False where none is left."""


class RecordedPerson:
    """Watches the loop's states, and acts once a frame."""

    def __init__(
        self,
        recordings: Recordings,
        ask: Callable[[Command], None],
        *,
        with_key: bool,
        key_ends: Command = Command.TALK_DOWN,
    ) -> None:
        """`key_ends`: a second tap (TALK_DOWN), or letting a held key go (TALK_UP)."""
        self._recordings, self._ask, self._with_key = recordings, ask, with_key
        self._key_ends = key_ends
        self._wait = -1
        self._holding = False

    def see(self, event: Event) -> None:
        """Told every event, from any thread."""
        if isinstance(event, StateChanged):
            self._wait = PAUSE_FRAMES if event.state is State.READY else -1

    def after_frame(self) -> None:
        """One frame has passed."""
        if self._holding and not self._recordings.saying:
            self._holding = False
            self._ask(self._key_ends)
        elif self._wait == 0:
            self._wait = -1
            self._speak()
        elif self._wait > 0:
            self._wait -= 1

    def _speak(self) -> None:
        if not self._recordings.left:
            self._ask(Command.STOP)
            return
        if self._with_key:
            self._ask(Command.TALK_DOWN)
            self._holding = True
        self._recordings.say_next()
