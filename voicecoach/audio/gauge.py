"""What a microphone tells beside the voice: its level, and whether it is alive."""

from __future__ import annotations

from voicecoach.audio.dead_microphone import ZeroWatch
from voicecoach.audio.levels import LevelMeter
from voicecoach.audio.listener_events import LevelChanged, ListenEvent, Warned
from voicecoach.types import Pcm


class Gauge:
    """Follows one stream, frame by frame."""

    def __init__(self) -> None:
        self._meter = LevelMeter()
        self._zeros = ZeroWatch()

    def feed(self, frame: Pcm, level_dbfs: float) -> list[ListenEvent]:
        """The next frame and its level."""
        told: list[ListenEvent] = []
        if caution := self._zeros.feed(frame):
            told.append(Warned(caution))
        if (reading := self._meter.feed(level_dbfs)) is not None:
            told.append(LevelChanged(reading))
        return told
