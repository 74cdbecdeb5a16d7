"""A rehearsal played in virtual time: the real loop, listener, mind and journal between fake engines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from tests.fakes import FakePartner, FakeTranscriber, FakeVoice, loud_is_voice, voice_like
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.audio.recorded import RecordedCard
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.events import Command, Event, State, StateChanged
from voicecoach.rehearsal.journal import Journal, MemoryJournal
from voicecoach.rehearsal.loop import Loop
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.recorded_person import RecordedPerson
from voicecoach.rehearsal.room import Room
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import HEARING_RATE, Brief, Heard, Pcm, Sound


def starters() -> dict[str, object]:
    """Engines that stand in: they hear and say something recognisable."""
    return {
        "starter_transcriber": FakeTranscriber(["The starter heard a raise"] * 20),
        "starter_partner": FakePartner(["A line from the script."] * 30),
        "starter_voice": FakeVoice(),
        "starter_coach_voice": FakeVoice(),
    }


class SlowTranscriber(FakeTranscriber):
    """Takes its time, by the clock on the wall."""

    def __init__(self, texts: Sequence[str], takes_s: float) -> None:
        super().__init__(texts)
        self._wall_s = takes_s

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        time.sleep(self._wall_s)
        return super().transcribe(sound, hints)


class Play:
    """What a test sets up before `run`, and looks at afterwards."""

    def __init__(
        self,
        says: Sequence[str],
        answers: Sequence[str],
        *,
        mode: Mode = Mode.TAP,
        journal: Journal | None = None,
        talk: Talk | None = None,
        brief: Brief | None = None,
        seconds: float = 1.0,
        sounds: Sequence[Pcm] | None = None,
        real_time: bool = False,
        takes_s: float = 0.0,
    ) -> None:
        brief = brief or example_brief("raise")
        self.journal = journal or MemoryJournal()
        self.talk = talk or Talk.begin(scenarios.load("raise"), brief, self.journal, seed=1)
        self.transcriber = FakeTranscriber(says)
        self.partner = FakePartner(answers)
        self.voice, self.coach_voice = FakeVoice(), FakeVoice()
        self.crew = Crew(
            self.transcriber,
            self.partner,
            self.voice,
            self.coach_voice,
            **starters(),  # type: ignore[arg-type]
        )
        self.transcriber = SlowTranscriber(says, takes_s) if takes_s else self.transcriber
        self.crew.transcriber = self.transcriber
        recordings = [Sound(s, HEARING_RATE) for s in sounds or [voice_like(seconds)] * len(says)]
        self.card = RecordedCard(recordings, real_time=real_time)
        self.events: list[Event] = []
        self.on_event: Callable[[Event], None] = lambda _: None
        self.on_frame: Callable[[], None] = lambda: None
        listener = Listener(
            mode,
            judge=loud_is_voice,
            confirm=lambda sound: loud_is_voice(sound.samples),
            reopen_s=1.0 if real_time else 0.0,
        )
        self.person = RecordedPerson(self.card.user, self.ask, with_key=mode is Mode.TAP)
        room = Room(
            self.card.microphone,
            self.card.speaker,
            listener,
            virtual_time=not real_time,
            after_frame=self._after_frame,
        )
        self.loop = Loop(self.talk, self.crew, room, show=self._show)
        self.crew.stepped_down = lambda stage, name, error: self.events.append(
            notice("stepped_down", stage, name=name, why=error.what, next_step=error.next_step)
        )

    def ask(self, command: Command) -> None:
        """Ask something of the loop."""
        self.loop.ask(command)

    def run(self) -> State:
        """Play until the recordings are all said, or somebody stops."""
        self.card.microphone.start()
        self.card.speaker.start()
        return self.loop.run()

    def texts(self) -> list[str]:
        """The transcript: who and what."""
        return [f"{turn.who}: {turn.text}" for turn in self.talk.turns]

    def states(self) -> list[State]:
        """Every state that was shown, in order."""
        return [e.state for e in self.events if isinstance(e, StateChanged)]

    def kinds(self) -> list[str]:
        """The kinds of events that were shown."""
        return [type(e).__name__ for e in self.events]

    def _show(self, event: Event) -> None:
        self.events.append(event)
        self.person.see(event)
        self.on_event(event)

    def _after_frame(self) -> None:
        self.person.after_frame()
        self.on_frame()
