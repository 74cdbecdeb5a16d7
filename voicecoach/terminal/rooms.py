"""The devices of a sitting: a real microphone and loudspeaker, or recordings and a file."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.audio.patience import Patience
from voicecoach.audio.recorded import RecordedCard, RecordedUser
from voicecoach.errors import VoicecoachError
from voicecoach.hearing.gate import speech_in
from voicecoach.rehearsal.room import Room
from voicecoach.settings import Settings
from voicecoach.stages import Microphone, Speaker
from voicecoach.types import Sound

REOPEN_S = 1.0
"""After silence ended a turn, whoever goes on within this time takes it up again."""


@dataclass(frozen=True)
class Devices:
    """What a sitting hears and speaks with."""

    microphone: Microphone
    speaker: Speaker
    listener: Listener
    card: RecordedCard | None = None
    fast: bool = False
    """Time passes only as frames are read."""
    cues: bool = False
    """Short sounds at the start and end of listening?"""

    @property
    def recordings(self) -> RecordedUser | None:
        """The recorded user, where recordings stand in for the microphone."""
        return self.card.user if self.card else None

    def room(self, after_frame: Callable[[], None] | None) -> Room:
        """These devices as the loop wants them."""
        return Room(
            self.microphone,
            self.speaker,
            self.listener,
            virtual_time=self.fast,
            cues=self.cues,
            after_frame=after_frame or (lambda: None),
        )

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Keep a virtual card's clock moving while something plays; a real one moves by itself."""
        if not self.card:
            yield
            return
        done = threading.Event()
        thread = threading.Thread(target=self._tick, args=(done,), name="clock", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _tick(self, done: threading.Event) -> None:
        while not done.is_set():
            if self.fast and self.speaker.idle:
                done.wait(0.001)
            else:
                self.microphone.read(0.1)

    def close(self) -> None:
        """Let go of the devices."""
        self.microphone.close()
        self.speaker.close()


def open_devices(
    mode: str, settings: Settings, recordings: Sequence[Sound], speaker_file: Path | None, *, fast: bool
) -> Devices:
    """Open what is to be used. Raises DeviceError."""
    reopen_s = 0.0 if recordings and fast else REOPEN_S
    listener = Listener(
        Mode(mode),
        Patience(settings.text("talk.patience")),
        confirm=lambda sound: speech_in(sound).spoken,
        tail_s=settings.number("talk.tail_ms") / 1000,
        reopen_s=reopen_s,
    )
    if recordings:
        card = RecordedCard(recordings, real_time=not fast, out=speaker_file)
        devices = Devices(card.microphone, card.speaker, listener, card, fast)
    else:
        devices = Devices(_microphone(settings), _speaker(settings), listener, cues=settings.on("talk.cues"))
    try:
        devices.microphone.start()
        devices.speaker.start()
    except VoicecoachError:
        devices.close()
        raise
    return devices


def _microphone(settings: Settings) -> Microphone:
    from voicecoach.audio.device_microphone import DeviceMicrophone

    return DeviceMicrophone(settings.text("audio.microphone") or None)


def _speaker(settings: Settings) -> Speaker:
    from voicecoach.audio.device_speaker import DeviceSpeaker

    return DeviceSpeaker(settings.text("audio.loudspeaker") or None)
