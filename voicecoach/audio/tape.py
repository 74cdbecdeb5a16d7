"""What the microphone gave lately, by its place in the stream. In memory only."""

from __future__ import annotations

from collections import deque

import numpy as np

from voicecoach.types import FRAME_SAMPLES, Pcm


class Tape:
    """Frames in a row. Places are samples from the start of the stream, whole frames."""

    def __init__(self) -> None:
        self._frames: deque[Pcm] = deque()
        self.start = 0
        """Where the oldest frame starts."""

    @property
    def end(self) -> int:
        """Where the newest frame ends."""
        return self.start + len(self._frames) * FRAME_SAMPLES

    def append(self, frame: Pcm) -> None:
        """Add the next frame."""
        self._frames.append(frame)

    def forget_before(self, place: int) -> None:
        """Drop whole frames before a place."""
        while self._frames and self.start + FRAME_SAMPLES <= place:
            self._frames.popleft()
            self.start += FRAME_SAMPLES

    def clear(self, now: int) -> None:
        """Drop all; the next frame starts at `now`."""
        self._frames.clear()
        self.start = now

    def cut(self, start: int, end: int) -> Pcm:
        """The samples between two places, as far as they are still here."""
        first = max(0, (start - self.start) // FRAME_SAMPLES)
        last = max(first, -(-(end - self.start) // FRAME_SAMPLES))
        frames = [self._frames[at] for at in range(first, min(last, len(self._frames)))]
        return np.concatenate(frames) if frames else np.zeros(0, np.int16)
