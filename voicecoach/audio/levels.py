"""How loud: levels in dB below full scale, and a meter slow enough for a screen."""

from __future__ import annotations

import math

import numpy as np

from voicecoach.types import FRAME_SAMPLES, Pcm

SILENCE_DBFS = -120.0
"""The level of digital silence."""

FRAMES_A_READING = 2
"""50 frames a second come in; 25 readings a second go out."""


def dbfs(samples: Pcm) -> float:
    """Root mean square in dB below full scale; -120 for digital silence and for nothing."""
    if not samples.size:
        return SILENCE_DBFS
    as_float = samples.astype(np.float32)
    power = float(np.dot(as_float, as_float)) / samples.size
    return max(SILENCE_DBFS, 10.0 * math.log10(power / 32768.0**2)) if power > 0 else SILENCE_DBFS


class LevelMeter:
    """The loudest frame of every two, so that no peak is lost."""

    def __init__(self) -> None:
        self._frames: list[float] = []

    def feed(self, level: float) -> float | None:
        """One frame's level in dBFS; gives a reading where one is due."""
        self._frames.append(level)
        if len(self._frames) < FRAMES_A_READING:
            return None
        loudest = max(self._frames)
        self._frames.clear()
        return loudest


def frames_in(seconds: float, rate: int) -> int:
    """Whole frames that cover a time, rounded up."""
    return math.ceil(round(seconds * rate / FRAME_SAMPLES, 6))


def level_figure(level: float) -> str:
    """A level in whole decibels, with a minus sign where a hyphen would look like a dash."""
    return f"{level:z.0f}".replace("-", "\N{MINUS SIGN}")
