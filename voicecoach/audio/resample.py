"""From one rate to another, piece by piece, without seams."""

from __future__ import annotations

from typing import Any

import numpy as np

from voicecoach.types import FRAME_SAMPLES, Pcm


class StreamResampler:
    """int16 at `rate` in, int16 at `to_rate` out. Some milliseconds are held back until `finish`."""

    def __init__(self, rate: int, to_rate: int) -> None:
        self.rate = rate
        self._stream: Any = None
        if rate != to_rate:
            import soxr

            self._stream = soxr.ResampleStream(rate, to_rate, 1, dtype="int16", quality="HQ")

    def feed(self, samples: Pcm) -> Pcm:
        """What is ready of the sound so far."""
        if self._stream is None:
            return samples
        out: Pcm = self._stream.resample_chunk(samples)
        return out

    def finish(self) -> Pcm:
        """What was held back. The stream is over then."""
        if self._stream is None:
            return np.zeros(0, np.int16)
        out: Pcm = self._stream.resample_chunk(np.zeros(0, np.int16), last=True)
        return out


class Framer:
    """Cuts a stream of any pieces into frames of `FRAME_SAMPLES`."""

    def __init__(self) -> None:
        self._rest: Pcm = np.zeros(0, np.int16)

    def feed(self, samples: Pcm) -> list[Pcm]:
        """The frames that are whole now."""
        joined = np.concatenate([self._rest, samples]) if len(self._rest) else samples
        whole = len(joined) - len(joined) % FRAME_SAMPLES
        self._rest = joined[whole:]
        return [joined[at : at + FRAME_SAMPLES] for at in range(0, whole, FRAME_SAMPLES)]
