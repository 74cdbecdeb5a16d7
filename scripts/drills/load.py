"""Long rehearsals in virtual time: memory, threads, files and child processes stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from scripts.drills.memory import Held, in_use_mib
from scripts.drills.played import TESTS, speech
from tests.fakes import FakeSpeaker, VirtualClock, frames_of, voice_like
from tests.rehearsal.playing import Play
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.audio.recordings import load_recording
from voicecoach.hearing.gate import speech_in
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal.events import Command, Event, Notice, State, StateChanged, YouSaid
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.loop import Loop
from voicecoach.rehearsal.room import Room
from voicecoach.speaking.casting import espeak_voice, voice_for
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Pcm

NOISES = ("fan", "typing", "silence", "hum", "coughs", "door")
FRAMES_A_MINUTE = 60 * HEARING_RATE // FRAME_SAMPLES


@dataclass
class Tally:
    """Memory in use (MiB) early and late, what was said, and what was left open."""

    early_mib: float = 0.0
    late_mib: float = 0.0
    turns: int = 0
    """Of the user's."""
    left: tuple[int, int, int] = (0, 0, 0)
    """Threads, files, child processes."""
    notices: list[str] = field(default_factory=list)
    """Keys of what was told."""

    @property
    def growth(self) -> float:
        """Late against early."""
        return self.late_mib / self.early_mib


def exchanges(root: Path, early: int = 30, late: int = 300) -> Tally:
    """Memory after `late` exchanges against after `early`: a scripted partner, and espeak-ng speaks.

    The recogniser is a stand-in: what is said is always new, with a number now and then.
    """
    before, tally = Held.now(), Tally()
    journal = FolderJournal(root / "long")
    says = [
        f"I want a raise of {n} thousand, as I said before." if n % 5 else "I hear you." for n in range(late)
    ]
    play = Play(says, [], journal=journal, seconds=0.5)
    play.crew.partner = ScriptedPartner(play.talk.scenario, play.talk.brief, seed=1)
    play.crew.voice = espeak_voice(voice_for("partner", "", who=play.talk.brief.other), 1.0)

    def see(event: Event) -> None:
        _forget(play)
        tally.turns += isinstance(event, YouSaid)
        if tally.turns == early and not tally.early_mib:
            tally.early_mib = in_use_mib()

    play.on_event = see
    play.run()
    tally.late_mib = in_use_mib()
    play.crew.close()
    journal.close()
    tally.left = Held.now().left_since(before)
    return tally


def _forget(play: Play) -> None:
    """Empty what the stand-ins write down for tests: real cards and engines keep none of it."""
    said, played = play.card._said, play.card._played
    for noted in (said, played, play.events, play.transcriber.heard, play.partner.asked, play.voice.spoke):
        noted.clear()


def open_microphone(root: Path, minutes: int = 180) -> Tally:
    """A microphone left open in a room with a fan, typing, coughs and a door; then one turn is spoken.

    The real listener with its real judges. Memory at the end against that after a tenth of the time.
    """
    tally, clock = Tally(), VirtualClock()
    play = Play(
        ["I want a raise."], ["Not this year."] * 9, mode=Mode.OPEN, journal=FolderJournal(root / "open")
    )
    room = OpenRoom(clock, minutes, tally)
    listener = Listener(Mode.OPEN, confirm=lambda sound: speech_in(sound).spoken)

    def see(event: Event) -> None:
        _forget(play)
        tally.turns += isinstance(event, YouSaid)
        tally.notices += [event.key] if isinstance(event, Notice) else []
        if tally.turns and event == StateChanged(State.READY):
            play.ask(Command.STOP)

    devices = Room(room, FakeSpeaker(clock), listener, virtual_time=True)
    play.loop = Loop(play.talk, play.crew, devices, show=see)
    play.loop.run()
    play.journal.close()
    return tally


class OpenRoom:
    """Noises for so many minutes, then speech, then a quiet room."""

    name = "room"
    lost = False
    bluetooth_headset = False

    def __init__(self, clock: VirtualClock, minutes: int, tally: Tally) -> None:
        self._clock, self._tally = clock, tally
        self._early, self._late = minutes * FRAMES_A_MINUTE // 10, minutes * FRAMES_A_MINUTE
        self._read = 0
        noises = [load_recording(TESTS / "data" / "noise" / f"{name}.flac").samples for name in NOISES]
        self._noise: Iterator[Pcm] = cycle(list(frames_of(*noises)))
        quiet = load_recording(TESTS / "data" / "noise" / "silence.flac").samples
        self._after: Iterator[Pcm] = iter([*frames_of(speech("ask"), quiet, quiet)])

    def start(self) -> None:
        """It is open."""

    def read(self, timeout_s: float) -> Pcm | None:
        """The next frame; memory is looked at on the way."""
        self._clock.advance(FRAME_SAMPLES / HEARING_RATE)
        self._read += 1
        if self._read == self._early:
            self._tally.early_mib = in_use_mib()
        if self._read == self._late:
            self._tally.late_mib = in_use_mib()
        return next(self._noise if self._read < self._late else self._after, None)

    def close(self) -> None:
        """It is closed."""


def monologue(root: Path, minutes: int = 20) -> Tally:
    """One turn of so many minutes: it is kept as far as a turn goes, and its end is told."""
    tally = Tally()
    journal = FolderJournal(root / "monologue")
    play = Play(["And so on."], ["I see."] * 3, journal=journal, sounds=[voice_like(minutes * 60)])
    play.run()
    journal.close()
    tally.turns = sum(turn.who == "you" for turn in play.talk.turns)
    tally.notices = [event.key for event in play.events if isinstance(event, Notice)]
    return tally
