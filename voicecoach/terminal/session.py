"""One rehearsal from first word to critique, shown in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
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
from voicecoach.terminal.keys import LineKeys
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
            show = _Watch(json_face if self.as_json else TerminalFace(name))
            state, typed = self._rehearse(sitting, devices, show)
            if state is State.ENDED:
                After(
                    sitting,
                    devices,
                    settings,
                    typed if self.questions else None,
                    self.as_json,
                    self.keep_audio,
                ).run()
            elif state is State.STOPPED:
                devices.close()  # nobody listens any more
                ask = typed.ask if typed and self.questions else None
                return Played(sitting.journal.folder, stay_with(sitting, show.stopped_for, ask))
            elif sitting.journal.folder:
                tell(word("session.kept", id=sitting.journal.folder.name))
        finally:
            devices.close()
        return Played(sitting.journal.folder)

    def _rehearse(self, sitting: Sitting, devices: Devices, watch: _Watch) -> tuple[State, Typed | None]:
        def ask(command: Command) -> None:
            if sitting.loop:
                sitting.loop.ask(command)

        person = None
        if devices.recordings:
            person = watch.person = RecordedPerson(devices.recordings, ask, with_key=self.mode == "tap")
        typed = None
        if not person and attended():
            typed = Typed()
            typed.listen(LineKeys(ask, lambda: watch.state, tell).typed)
            typed.start()
        return sitting.rehearse(devices.room(person.after_frame if person else None), watch), typed

    def _introduce(self, sitting: Sitting, name: str) -> None:
        if self.as_json:
            return
        tell(word("session.about", name=name, engines=sitting.engines()))
        self._look_back(sitting.talk.history, name)
        if sitting.talk.brief.stakes is Stakes.HIGH:
            tell(word("session.much_hangs"))
        if not self.recordings:
            tell(word("keys.help").strip())

    @staticmethod
    def _look_back(turns: Sequence[Turn], name: str) -> None:
        """Where one is taken up again: what was said last."""
        if turns:
            tell(word("session.last"))
        for turn in turns[-LAST_LINES:]:
            tell(spoken(turn, name))


class _Watch:
    """Passes events on, and remembers the state."""

    def __init__(self, show: Show) -> None:
        self._show = show
        self.person: RecordedPerson | None = None
        self.state = State.READY
        self.stopped_for = "refer"
        """Why the coach stopped it, if so: "refer" or "emergency"."""

    def __call__(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.state = event.state
        elif isinstance(event, Stopped):
            self.stopped_for = event.label
        self._show(event)
        if self.person:
            self.person.see(event)
