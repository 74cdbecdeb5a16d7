"""Which words of a spoken clause lie where in its sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voicecoach.stages import Spoken
from voicecoach.types import Sound, Word

QUIET = 0.02
"""Share of the peak below which a voice's own lead-in and tail count as silence."""


def words_of(clause: str, spoken: Sequence[Spoken], start_s: float) -> list[Word]:
    """The clause's words as written, with times from the start of the line.

    Where the voice gave as many word times as there are words, those; else the words are spread over the
    voiced part of the sound by their length, which is right to about a word for one clause.
    """
    written = clause.split()
    timed = _told(spoken)
    if len(timed) != len(written):
        timed = _spread(written, spoken)
    return [Word(w, start_s + a, start_s + b) for w, (a, b) in zip(written, timed, strict=True)]


def _told(spoken: Sequence[Spoken]) -> list[tuple[float, float]]:
    times, offset = [], 0.0
    for stretch in spoken:
        times += [(offset + w.start_s, offset + w.end_s) for w in stretch.words]
        offset += stretch.sound.seconds
    return times


def _spread(written: Sequence[str], spoken: Sequence[Spoken]) -> list[tuple[float, float]]:
    total = sum(s.sound.seconds for s in spoken)
    first, last = _voiced([s.sound for s in spoken], total)
    weights = [len(w) + 2 for w in written]  # +2: even "a" takes a moment
    step = (last - first) / max(1, sum(weights))
    times, at = [], first
    for weight in weights:
        times.append((at, at + weight * step))
        at += weight * step
    return times


def _voiced(sounds: Sequence[Sound], total: float) -> tuple[float, float]:
    """Where the voice starts and ends, in seconds."""
    if not total or len({s.rate for s in sounds}) != 1:
        return 0.0, total
    samples = np.abs(np.concatenate([s.samples for s in sounds]).astype(np.int32))
    loud = np.flatnonzero(samples > QUIET * max(1, int(samples.max())))
    if not len(loud):
        return 0.0, total
    return loud[0] / sounds[0].rate, (loud[-1] + 1) / sounds[0].rate
