"""One rehearsal from first word to critique, shown in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach import settings as user_settings
from voicecoach.engines import Choices
from voicecoach.rehearsal.events import Command, Event, State, StateChanged, Stopped
from voicecoach.rehearsal.recorded_person import RecordedPerson
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.warming import warm
from voicecoach.terminal.after import After
from voicecoach.terminal.faces import Show, TerminalFace, json_face, spoken
from voicecoach.terminal.keys import LineKeys, key_help
from voicecoach.terminal.rooms import Devices, open_devices
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.staying import stay_with
from voicecoach.terminal.typed import Typed
from voicecoach.terminal.words import word
from voicecoach.types import Sound, Stakes, Turn

LAST_LINES = 4
"""So many turns are shown where a rehearsal is taken up again."""


@dataclass(frozen=True, slots=True)
class Played:
    """What is left of a session."""

    folder: Path | None
    """Where it is kept, if it is."""
    wants_another: bool = False
    """It was stopped, and the user wants to rehearse something else."""


@dataclass(frozen=True)
class Session:
    """How a sitting is played and shown."""

    mode: str
    """"tap" or "open"."""
    recordings: Sequence[Sound] = ()
    """In place of the microphone, one for each utterance."""
    speaker_file: Path | None = None
    fast: bool = False
    questions: bool = True
    """May the user be asked things?"""
    as_json: bool = False
    keep_audio: str | None = None
    """In place of the setting: "all", "quotes" or "none"."""

    def begin(self, plan: Plan) -> Played:
        """A new rehearsal."""
        with Sitting.begin(plan, user_settings.load()) as sitting:
            return self._play(sitting)

    def resume(self, kept: Kept, choices: Choices) -> Played:
        """Take up one that was broken off."""
        with Sitting.resume(kept, choices, user_settings.load()) as sitting:
            return self._play(sitting)

    def _play(self, sitting: Sitting) -> Played:
        settings = user_settings.load()
        name = sitting.talk.mind.persona.name
        self._introduce(sitting, name)
        devices = open_devices(self.mode, settings, self.recordings, self.speaker_file, fast=self.fast)
        try:
            warm(sitting.talk, sitting.crew)
            watch = _Watch(json_face if self.as_json else TerminalFace(name))
            typed = self._talk_with(sitting, devices, watch)
            state = sitting.rehearse(devices.room(watch.after_frame), watch)
            while state is State.ENDED:
                asked = typed if self.questions else None
                after = After(sitting, devices, settings, asked, self.as_json, self.keep_audio)
                again = after.run()
                if again is None:
                    break
                sitting.say_again(again)
                self._listen(sitting, typed, watch)
                state = sitting.rehearse(devices.room(watch.after_frame), watch)
            if state is State.ENDED:
                return Played(sitting.journal.folder)
            if state is State.STOPPED:
                devices.close()  # nobody listens any more
                ask = typed.ask if typed and self.questions else None
                return Played(sitting.journal.folder, stay_with(sitting, watch.stopped_for, ask))
            if sitting.journal.folder:
                tell(word("session.kept", id=sitting.journal.folder.name))
        finally:
            devices.close()
        return Played(sitting.journal.folder)

    def _talk_with(self, sitting: Sitting, devices: Devices, watch: _Watch) -> Typed | None:
        """Recordings, or the keyboard, for the user's side; gives where lines are typed, if anywhere."""
        if devices.recordings:
            with_key = self.mode == "tap"
            watch.person = RecordedPerson(devices.recordings, _asker(sitting), with_key=with_key)
            return None
        if not attended():
            return None
        typed = Typed()
        self._listen(sitting, typed, watch)
        typed.start()
        return typed

    def _listen(self, sitting: Sitting, typed: Typed | None, watch: _Watch) -> None:
        if typed:
            typed.listen(LineKeys(_asker(sitting), lambda: watch.state, tell, self.mode).typed)

    def _introduce(self, sitting: Sitting, name: str) -> None:
        if self.as_json:
            return
        tell(word("session.about", name=name, engines=sitting.engines()))
        if sitting.journal.folder is None:
            tell(word("session.private"))
        self._look_back(sitting.talk.history, name)
        if sitting.talk.brief.stakes is Stakes.HIGH:
            tell(word("session.much_hangs"))
        if not self.recordings:
            tell(key_help(self.mode))

    @staticmethod
    def _look_back(turns: Sequence[Turn], name: str) -> None:
        """Where one is taken up again: what was said last."""
        if turns:
            tell(word("session.last"))
        for turn in turns[-LAST_LINES:]:
            tell(spoken(turn, name))


def _asker(sitting: Sitting) -> Callable[[Command], None]:
    """Asks the loop that is running at the time."""

    def ask(command: Command) -> None:
        if sitting.loop:
            sitting.loop.ask(command)

    return ask


class _Watch:
    """Passes events on, and remembers the state."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.person: RecordedPerson | None = None
        self.state = State.READY
        self.stopped_for = "refer"
        """Why the coach stopped it, if so: "refer" or "emergency"."""

    @property
    def after_frame(self) -> Callable[[], None] | None:
        """What recordings want to do after each frame."""
        return self.person.after_frame if self.person else None

    def __call__(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.state = event.state
        elif isinstance(event, Stopped):
            self.stopped_for = event.label
        self._show(event)
        if self.person:
            self.person.see(event)
