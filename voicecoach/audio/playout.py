"""What waits to be heard: sound at one rate, taken block by block, and counted line by line.

Shared by the loudspeaker, whose callback takes blocks in its own thread, and by the recorded card.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from voicecoach.audio.resample import StreamResampler
from voicecoach.types import Pcm, Sound

FADE_S = 0.008
"""A cut is a fade this short: silent at once, and no click."""

_DECLICK_S = 0.004


@dataclass(slots=True)
class _Piece:
    samples: Pcm
    line: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One block for a loudspeaker."""

    samples: Pcm
    filled: int
    """Where the last sample that was queued stands, exclusive; 0 in silence."""
    line_end: int
    """Where the last sample of the line that is counted stands, exclusive; 0 where there is none."""


class Playout:
    """A queue of sound in front of a loudspeaker at `rate`.

    `take` is for the one who plays and never waits for long: the lock is held for copies of one block.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._lock = threading.Lock()
        self._pieces: deque[_Piece] = deque()
        self._resampler: StreamResampler | None = None
        self._line = 0
        self._taken = 0
        self._last = 0.0
        self._sounding = False

    def begin_line(self) -> None:
        """Count from zero, for what is queued from now on."""
        self._flush_resampler()
        with self._lock:
            self._line += 1
            self._taken = 0

    def put(self, sound: Sound) -> None:
        """Queue sound at any rate. One thread at a time."""
        samples = self._at_own_rate(sound)
        with self._lock:
            if len(samples):
                self._pieces.append(_Piece(samples, self._line))

    def take(self, count: int) -> Taken:
        """The next `count` samples, silence where there is nothing."""
        out = np.zeros(count, np.int16)
        with self._lock:
            filled, line_end = self._fill(out)
        self._smooth(out, filled)
        return Taken(out, filled, line_end)

    def change_rate(self, rate: int) -> None:
        """The loudspeaker came back at another rate: what waits is converted, and so is the count."""
        if rate == self.rate:
            return
        self._flush_resampler()
        with self._lock:
            for piece in self._pieces:
                resampler = StreamResampler(self.rate, rate)
                piece.samples = np.concatenate([resampler.feed(piece.samples), resampler.finish()])
            self._taken = self._taken * rate // self.rate
            self.rate = rate

    def finish(self) -> None:
        """No more sound comes soon: give out what resampling still held back."""
        self._flush_resampler()

    def drop(self) -> None:
        """Drop all that is queued, but for a fade of some milliseconds."""
        with self._lock:
            self._resampler = None
            fade = self._next(int(FADE_S * self.rate))
            self._pieces.clear()
            if len(fade):
                ramp = np.linspace(1.0, 0.0, len(fade), dtype=np.float32)
                # The fade belongs to no line: what is heard of it is no word.
                self._pieces.append(_Piece((fade * ramp).astype(np.int16), -1))

    @property
    def taken_s(self) -> float:
        """Seconds of the present line that were taken."""
        return self._taken / self.rate

    @property
    def empty(self) -> bool:
        """Is nothing left to take?"""
        return not self._pieces

    def _at_own_rate(self, sound: Sound) -> Pcm:
        if sound.rate == self.rate:
            self._flush_resampler()
            return sound.samples
        if self._resampler is None or self._resampler.rate != sound.rate:
            self._flush_resampler()
            self._resampler = StreamResampler(sound.rate, self.rate)
        return self._resampler.feed(sound.samples)

    def _flush_resampler(self) -> None:
        resampler, self._resampler = self._resampler, None
        rest = resampler.finish() if resampler else np.zeros(0, np.int16)
        if len(rest):
            with self._lock:
                self._pieces.append(_Piece(rest, self._line))

    def _fill(self, out: Pcm) -> tuple[int, int]:
        filled = line_end = 0
        while filled < len(out) and self._pieces:
            piece = self._pieces[0]
            part = piece.samples[: len(out) - filled]
            out[filled : filled + len(part)] = part
            filled += len(part)
            if piece.line == self._line:
                self._taken += len(part)
                line_end = filled
            if len(part) == len(piece.samples):
                self._pieces.popleft()
            else:
                piece.samples = piece.samples[len(part) :]
        return filled, line_end

    def _next(self, count: int) -> Pcm:
        """The next samples, up to `count`, as a copy."""
        parts: list[Pcm] = []
        for piece in self._pieces:
            parts.append(piece.samples[: count - sum(map(len, parts))])
            if sum(map(len, parts)) >= count:
                break
        return np.concatenate(parts) if parts else np.zeros(0, np.int16)

    def _smooth(self, out: Pcm, filled: int) -> None:
        """No click where sound breaks off before the next comes, and none where it comes."""
        length = int(_DECLICK_S * self.rate)
        if filled and not self._sounding:
            count = min(length, filled)
            ramp = np.linspace(0.0, 1.0, length, dtype=np.float32)[:count]
            out[:count] = (out[:count] * ramp).astype(np.int16)
        if filled:
            self._last = float(out[filled - 1])
        if filled < len(out):
            count = min(length, len(out) - filled)
            ramp = np.linspace(self._last, 0.0, length, dtype=np.float32)[:count]
            out[filled : filled + count] = ramp.astype(np.int16)
            self._last = 0.0
        self._sounding = filled == len(out)
