"""One rehearsal from first word to critique, shown in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach import settings as user_settings
from voicecoach.engines import Choices
from voicecoach.rehearsal.events import Command, Event, State, StateChanged
from voicecoach.rehearsal.recorded_person import RecordedPerson
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.warming import warm
from voicecoach.terminal.after import After
from voicecoach.terminal.faces import Show, TerminalFace, json_face
from voicecoach.terminal.keys import LineKeys
from voicecoach.terminal.rooms import Devices, open_devices
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.staying import stay_with
from voicecoach.terminal.typed import Typed
from voicecoach.terminal.words import word
from voicecoach.types import Sound, Stakes


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

    def begin(self, plan: Plan) -> Path | None:
        """A new rehearsal. Gives its folder, if one was kept."""
        with Sitting.begin(plan, user_settings.load()) as sitting:
            self._play(sitting)
            return sitting.journal.folder

    def resume(self, kept: Kept, choices: Choices) -> None:
        """Take up one that was broken off."""
        with Sitting.resume(kept, choices, user_settings.load()) as sitting:
            self._play(sitting)

    def _play(self, sitting: Sitting) -> None:
        settings = user_settings.load()
        name = sitting.talk.mind.persona.name
        self._introduce(sitting, name)
        devices = open_devices(self.mode, settings, self.recordings, self.speaker_file, fast=self.fast)
        try:
            warm(sitting.talk, sitting.crew)
            state, typed = self._rehearse(sitting, devices, json_face if self.as_json else TerminalFace(name))
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
                stay_with(sitting, typed if self.questions else None)
            elif sitting.journal.folder:
                tell(word("session.kept", id=sitting.journal.folder.name))
        finally:
            devices.close()

    def _rehearse(self, sitting: Sitting, devices: Devices, show: Show) -> tuple[State, Typed | None]:
        def ask(command: Command) -> None:
            if sitting.loop:
                sitting.loop.ask(command)

        person = None
        if devices.recordings:
            person = RecordedPerson(devices.recordings, ask, with_key=self.mode == "tap")
        watch = _Watch(show, person)
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
        if sitting.talk.brief.stakes is Stakes.HIGH:
            tell(word("session.much_hangs"))
        if not self.recordings:
            tell(word("keys.help").strip())


class _Watch:
    """Passes events on, and remembers the state."""

    def __init__(self, show: Show, person: RecordedPerson | None) -> None:
        self._show, self._person = show, person
        self.state = State.READY

    def __call__(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.state = event.state
        self._show(event)
        if self._person:
            self._person.see(event)
