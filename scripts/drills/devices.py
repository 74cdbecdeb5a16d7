"""Drills of the sound devices: gone in mid-rehearsal, and back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import numpy as np
import soxr

from scripts.drills.played import Drilled, speech
from scripts.drills.told import How, Told, refused
from tests.rehearsal.playing import Play
from tests.virtual_sound import RATE, VirtualCard
from voicecoach.audio.device_microphone import DeviceMicrophone
from voicecoach.audio.device_speaker import DeviceSpeaker
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.audio.portaudio import refresh
from voicecoach.hearing.gate import speech_in
from voicecoach.rehearsal.events import Command, Event, Notice, PartnerSaid, State, StateChanged, YouSaid
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.loop import Loop
from voicecoach.rehearsal.room import Room
from voicecoach.rehearsal.story import read_story
from voicecoach.types import HEARING_RATE

GONE_S = 1.0
LONGEST_S = 60.0


def microphone_unplugged_and_back(root: Path) -> Told:
    """Nothing comes from it for a second, in the middle of a turn."""
    drill = Drilled(root)
    card, read = drill.play.card.microphone, drill.play.card.microphone.read
    frames, back_at = 0, 0.0

    def unplugged(timeout_s: float) -> object:
        nonlocal frames, back_at
        frames += drill.play.card.user.saying
        if frames == 25 and not back_at:
            back_at = time.monotonic() + GONE_S
        card.lost = time.monotonic() < back_at
        return time.sleep(timeout_s) if card.lost else read(timeout_s)

    card.read = unplugged  # type: ignore[method-assign, assignment]
    drill.play.run()
    drill.all_kept(4)
    return _told(drill.play.events)


def sound_server_restarted(root: Path) -> Told:
    """Killed while the partner speaks, started again: talked through microphone and loudspeaker as before."""
    with _card() as card:
        play = Play(
            ["I want a raise."] * 2, ["Not this year, I am afraid."] * 4, journal=FolderJournal(root / "r")
        )
        microphone, speaker = DeviceMicrophone(), DeviceSpeaker()
        microphone.start()
        speaker.start()
        try:
            said = _OverTheAir(card, play)
            listener = Listener(Mode.OPEN, confirm=lambda sound: speech_in(sound).spoken)
            play.loop = Loop(play.talk, play.crew, Room(microphone, speaker, listener), show=said.see)
            play.loop.run()
        finally:
            microphone.close()
            speaker.close()
            play.journal.close()
    kept = {t.number: t.text for t in read_story(root / "r").turns}
    assert kept == said.shown, "a turn was lost"
    assert said.turns == 2, f"{said.turns} turns were heard"
    return _told(said.events)


def no_sound_server(_: Path) -> Told:
    """There is none from the start."""
    with _card() as card:
        card.stop()
        refresh()
        return refused(DeviceMicrophone().start)


class _OverTheAir:
    """Talks into the room whenever it is their turn; kills the sound server after the first turn."""

    def __init__(self, card: VirtualCard, play: Play) -> None:
        self._card, self._play = card, play
        samples = soxr.resample(speech("ask").astype(np.float32), HEARING_RATE, RATE)
        self._speech = samples.astype(np.int16)
        self.turns, self.shown, self.events = 0, dict[int, str](), list[Event]()
        self._late = threading.Timer(LONGEST_S, lambda: play.ask(Command.STOP))
        self._late.daemon = True
        self._late.start()

    def see(self, event: Event) -> None:
        """Act in threads of its own: nobody waits for a card."""
        self.events.append(event)
        if isinstance(event, YouSaid | PartnerSaid):
            self.shown[event.turn.number] = event.turn.text
        if isinstance(event, YouSaid):
            self.turns += 1
            if self.turns == 1:
                threading.Thread(target=self._restart).start()
        if event == StateChanged(State.READY):
            act = self._talk if self.turns < 2 else lambda: self._play.ask(Command.STOP)
            threading.Thread(target=act).start()

    def _talk(self) -> None:
        time.sleep(1.0)
        self._card.say(self._speech, RATE)

    def _restart(self) -> None:
        time.sleep(0.5)
        self._card.stop()
        time.sleep(GONE_S)
        self._card.start()


@contextmanager
def _card() -> Iterator[VirtualCard]:
    card = VirtualCard()
    card.start()
    try:
        with mock.patch.dict(os.environ, {"PULSE_SERVER": card.server}):
            refresh()
            yield card
    finally:
        card.remove()


def _told(events: list[Event]) -> Told:
    """What was said of a device that is gone, once, and that it is back."""
    notices = {e.key: e.text for e in events if isinstance(e, Notice)}
    assert {"talk.microphone_lost", "talk.microphone_back"} <= set(notices), f"told {sorted(notices)}"
    what, _, next_step = notices["talk.microphone_lost"].partition(". ")
    return Told(How.WAITED, f"{what}.", next_step)


ALL: tuple[Callable[[Path], Told], ...] = (
    microphone_unplugged_and_back,
    sound_server_restarted,
    no_sound_server,
)
