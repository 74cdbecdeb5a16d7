"""The whole conversation as one sound."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import soxr

from voicecoach.types import Sound, Turn

RATE = 24_000
"""Hertz."""

LONGEST_GAP_S = 3.0
"""A longer silence between two turns is cut to this: nobody wants to hear the coffee break."""


def conversation(turns: Sequence[Turn], load_audio: Callable[[str], Sound | None]) -> Sound:
    """Every turn's sound where it was in time. Turns without audio leave their silence."""
    placed, at, last_end = [], 0.0, 0.0
    for turn in turns:
        at += min(max(0.0, turn.start_s - last_end), LONGEST_GAP_S)
        sound = load_audio(turn.audio) if turn.audio else None
        if sound:
            placed.append((int(at * RATE), _at_rate(sound)))
            at += sound.seconds
        last_end = max(last_end, turn.end_s)
    length = max((start + len(samples) for start, samples in placed), default=0)
    mixed = np.zeros(length, np.int32)
    for start, samples in placed:
        mixed[start : start + len(samples)] += samples
    return Sound(np.clip(mixed, -32768, 32767).astype(np.int16), RATE)


def _at_rate(sound: Sound) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    if sound.rate == RATE:
        return sound.samples
    return np.asarray(soxr.resample(sound.samples, sound.rate, RATE), np.int16)
