"""Zeros for long are no room: a muted microphone, or one that the system keeps from this program."""

from __future__ import annotations

from voicecoach.audio.listener_events import Caution
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Pcm

DEAD_AFTER_S = 2.0
"""Zeros for so long are no room."""


class ZeroWatch:
    """Follows one stream; tells once that it is dead, and once that it is back."""

    def __init__(self) -> None:
        self._zeros = 0

    def feed(self, frame: Pcm) -> Caution | None:
        """The next frame."""
        dead_after = DEAD_AFTER_S * HEARING_RATE
        if frame.any():
            was_dead, self._zeros = self._zeros >= dead_after, 0
            return Caution.MICROPHONE_BACK if was_dead else None
        before, self._zeros = self._zeros, self._zeros + FRAME_SAMPLES
        return Caution.DEAD_MICROPHONE if before < dead_after <= self._zeros else None
