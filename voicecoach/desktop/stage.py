"""One rehearsal as the window plays it: a sitting, its devices and its review, all used backstage.

What the engine tells comes out as `happened`, in the window's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from voicecoach import settings as user_settings
from voicecoach.coaching import spoken
from voicecoach.coaching.parts import Critique, Quote
from voicecoach.desktop.backstage import Backstage, Failed
from voicecoach.desktop.hook import Hook
from voicecoach.desktop.look_back import look_back
from voicecoach.desktop.talk_key import KeyMode, TalkKey
from voicecoach.engines import Choices, assemble
from voicecoach.errors import VoicecoachError
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.events import Command, Event, Notice, Rewind, State, Stopped
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.warming import warm
from voicecoach.report.files import REPORT
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices
from voicecoach.types import Who

OpenDevices = Callable[[str, Settings], Devices]


def real_devices(mode: str, settings: Settings) -> Devices:
    """The microphone and loudspeaker of the settings. Raises DeviceError."""
    return open_devices(mode, settings, (), None, fast=False)


class Stage:
    """Plays one rehearsal, then plays it back. `close` lets go of everything."""

    def __init__(
        self, backstage: Backstage, open_with: OpenDevices = real_devices, *, private: bool = False
    ) -> None:
        self.happened = Hook[[Event]]()
        """An event of the engine."""
        self.ready = Hook[[str]]()
        """Devices are open and engines are warm: the other person's name."""
        self.engines = Hook[[dict[str, str]]]()
        """Which engine is in use, by stage; told again where one steps down."""
        self.over = Hook[[State]]()
        """The state in which the talk was left."""
        self.coach_says = Hook[[str]]()
        """What the coach is saying."""
        self.trouble = Hook[[str]]()
        """What went wrong, where the page stays as it is."""
        self._backstage, self._open_with = backstage, open_with
        self._stack = ExitStack()
        self._sitting: Sitting | None = None
        self._devices: Devices | None = None
        self._hush = threading.Event()
        self._left = False
        self.review: Review | None = None
        self.kept: Kept | None = None
        """The rehearsal on disk that is looked back on."""
        self.talk_key: TalkKey | None = None
        self.private = private
        """Nothing of it is kept."""
        self.stopped = ""
        """"refer", "emergency" or "partner" where the coach stopped it."""

    def begin(self, plan: Plan) -> None:
        """A new rehearsal."""
        self._backstage.do(lambda: self._play(lambda now: Sitting.begin(plan, now)), self.over.emit)

    def resume(self, kept: Kept, rewind: int | None = None) -> None:
        """Take one up again, from before one of the user's turns where one is given."""
        self._backstage.do(
            lambda: self._play(lambda now: Sitting.resume(kept, Choices(), now), rewind), self.over.emit
        )

    def again(self, turn: int) -> None:
        """Say one moment again: same partner, same state as then. What came after is set aside."""
        self.hush()
        self._backstage.do(lambda: self._again(turn), self.over.emit)

    def ask(self, ask: Command | Rewind) -> None:
        """Ask something of the talk under way. Leaving holds even before it has begun."""
        self._left = self._left or ask is Command.LEAVE
        if self._sitting and self._sitting.loop:
            self._sitting.loop.ask(ask)

    def look_back(self, kept: Kept, then: Callable[[Critique], None]) -> None:
        """The critique of a rehearsal that is on disk."""
        self._backstage.do(lambda: self._open_kept(kept), then)

    def critique(self, then: Callable[[Critique], None]) -> None:
        """The critique as it is now: after the talk, a strike or a correction."""
        self._backstage.do(self._critique, then)

    def speak(self, critique: Critique, then: Callable[[None], None]) -> None:
        """Let the coach say it; `hush` stops at once."""
        self._hush = threading.Event()
        hush = self._hush
        self._backstage.do(lambda: self._speak(critique, hush), then, self._not_heard(then))

    def play(self, quote: Quote) -> None:
        """The user's own recording of a quote."""
        self.hush()
        self._hush = hush = threading.Event()
        self._backstage.do(lambda: self._say((spoken.Play(quote),), hush), None, self._not_heard(None))

    def _not_heard(self, then: Callable[[None], None] | None) -> Failed:
        """The critique can be read where it cannot be heard."""

        def tell(error: VoicecoachError) -> None:
            if then:
                then(None)
            self.trouble.emit(str(error))

        return tell

    def hush(self) -> None:
        """Silence, within milliseconds."""
        self._hush.set()

    def change(self, change: Callable[[Review], object], then: Callable[[Critique], None] | None) -> None:
        """Strike, correct or note something; then the critique again, where it is wanted."""

        def job() -> Critique | None:
            if self.review:
                change(self.review)
            return self._critique() if then else None

        self._backstage.do(job, lambda made: then(made) if then and made else None)

    def write(self, critique: Critique, then: Callable[[Path | None], None]) -> None:
        """Report, card and transcript as they are now. The recordings stay until the page is left."""
        self._backstage.do(lambda: self._write(critique), then)

    def close(self, critique: Critique | None, then: Callable[[None], None] | None = None) -> None:
        """Let go of devices and folder; with a critique, first keep it and what the setting says."""
        self.hush()
        self.ask(Command.LEAVE)
        self._backstage.do(lambda: self._close(critique), then)

    @property
    def folder(self) -> Path | None:
        """Where it is kept; None where nothing is."""
        if self.kept:
            return self.kept.folder
        return self._sitting.journal.folder if self._sitting else None

    @property
    def said_anything(self) -> bool:
        """Has the user said a word?"""
        return bool(self._sitting and any(t.who is Who.YOU for t in self._sitting.talk.turns))

    def _play(self, open_sitting: Callable[[Settings], Sitting], rewind: int | None = None) -> State:
        """In the backstage thread, for as long as the talk takes."""
        now = user_settings.load()
        mode = KeyMode(now.text("talk.mode"))
        self._devices = devices = self._open_with(mode.listener.value, now)
        self._stack.callback(devices.close)
        try:
            self._sitting = sitting = self._stack.enter_context(open_sitting(now))
            self.talk_key = TalkKey(mode, devices.listener, self.ask)
            if rewind is not None:
                sitting.talk.drop_from(rewind, "again")
            warm(sitting.talk, sitting.crew)
            self._tell_ready(sitting)
            return self._rehearse(sitting, devices)
        except BaseException:
            self._close(None)
            raise

    def _again(self, turn: int) -> State:
        if not (self._sitting and self._devices):
            assert self.kept
            kept = self.kept
            self._close(None)
            return self._play(lambda now: Sitting.resume(kept, Choices(), now), turn)
        self.review = None
        self._sitting.say_again(turn)
        self._tell_ready(self._sitting)
        return self._rehearse(self._sitting, self._devices)

    def _tell_ready(self, sitting: Sitting) -> None:
        name = sitting.talk.mind.persona.name
        self._backstage.post(lambda: self.ready.emit(name))
        self._tell_engines(sitting)

    def _tell_engines(self, sitting: Sitting) -> None:
        names = sitting.crew.names()
        self._backstage.post(lambda: self.engines.emit(names))

    def _rehearse(self, sitting: Sitting, devices: Devices) -> State:
        if self._left:
            return State.LEFT
        return sitting.rehearse(devices.room(self._recorded_person(devices)), self._show)

    def _recorded_person(self, devices: Devices) -> Callable[[], None] | None:
        """Recordings, where they stand in for the user, are said by themselves."""
        if not devices.recordings:
            return None
        from voicecoach.rehearsal.recorded_person import RecordedPerson

        person = RecordedPerson(devices.recordings, self.ask, with_key=True)
        self._see = person.see
        return person.after_frame

    _see: Callable[[Event], None] = staticmethod(lambda event: None)

    def _show(self, event: Event) -> None:
        if self._left:
            self.ask(Command.LEAVE)
        if isinstance(event, Stopped):
            self.stopped = event.why or event.label
        self._see(event)
        self._backstage.post(lambda: self.happened.emit(event))
        if isinstance(event, Notice) and event.key.startswith("stepped_down.") and self._sitting:
            self._tell_engines(self._sitting)

    def _write(self, critique: Critique) -> Path | None:
        review = self.review
        if review is None or review.journal.folder is None:
            return None
        if not _may_write(review):
            return review.journal.folder / REPORT
        return replace(review, keep_audio="all").keep(critique)

    def _open_kept(self, kept: Kept) -> Critique:
        self.kept = kept
        self.review = self._stack.enter_context(look_back(kept, user_settings.load()))
        return self._critique()

    def _critique(self) -> Critique:
        if self.review is None:
            assert self._sitting
            self.review = Review.of(self._sitting, user_settings.load())
        return self.review.critique()

    def _speak(self, critique: Critique, hush: threading.Event) -> None:
        assert self.review
        self._say(self.review.script(critique), hush)

    def _say(self, cues: tuple[spoken.Cue, ...], hush: threading.Event) -> None:
        if hush.is_set():
            return
        devices = self._speaking_devices()
        review, crew = self.review, self._crew()
        assert review
        with devices.ticking():
            spoken.speak(
                cues,
                speak=lambda text: crew.speak(text, coach=True),
                speaker=devices.speaker,
                load_audio=review.journal.load_audio,
                show=lambda text: self._backstage.post(lambda: self.coach_says.emit(text)),
                answer=None,
                stop=hush,
            )

    def _speaking_devices(self) -> Devices:
        if self._devices is None:
            self._devices = self._open_with("tap", user_settings.load())
            self._stack.callback(self._devices.close)
        return self._devices

    def _crew(self) -> Crew:
        if self._sitting:
            return self._sitting.crew
        assert self.review
        story = self.review.story
        return assemble(
            Choices(partner="scripted"), user_settings.load(), self.review.scenario, story.brief, story.seed
        )

    def _close(self, critique: Critique | None) -> None:
        try:
            if critique and self.review and _may_write(self.review):
                self.review.keep(critique)
        finally:
            self._stack.close()
            self._sitting = self._devices = self.review = self.talk_key = None


def _may_write(review: Review) -> bool:
    """A report whose recordings are gone holds the only clips: it is not written anew."""
    folder = review.journal.folder
    sounds = [folder / turn.audio for turn in review.story.turns if turn.audio] if folder else []
    return not review.story.critiqued or any(sound.is_file() for sound in sounds)
