"""How loud the room is: a gate that follows it, so that a fan is not taken for a voice."""

from __future__ import annotations

from collections import deque

LOWEST_DBFS = -66.0
"""Below this a microphone gives its own noise; the gate does not follow further down."""

MARGIN_DB = 6.0
"""How far a voice stands out of the room at least."""

_SMOOTH_FRAMES = 5
_BLOCK_FRAMES = 25
_BLOCKS = 8
_BIAS_DB = 1.0


class NoiseFloor:
    """The quietest 100 ms of the last four seconds: people breathe, fans do not."""

    def __init__(self) -> None:
        self._recent: deque[float] = deque(maxlen=_SMOOTH_FRAMES)
        # A room not known yet is a quiet one: somebody may speak before the stream's first pause.
        self._minima: deque[float] = deque([LOWEST_DBFS] * _BLOCKS, maxlen=_BLOCKS)
        self._block: float | None = None
        self._frames = 0

    @property
    def dbfs(self) -> float:
        """The room's level."""
        known = [*self._minima, *([] if self._block is None else [self._block])]
        return max(LOWEST_DBFS, min(known) + _BIAS_DB)

    def feed(self, dbfs: float) -> bool:
        """One frame's level. Does it stand out of the room?"""
        stands_out = dbfs > self.dbfs + MARGIN_DB
        self._recent.append(dbfs)
        if len(self._recent) == _SMOOTH_FRAMES:
            smooth = sum(self._recent) / _SMOOTH_FRAMES
            self._block = smooth if self._block is None else min(self._block, smooth)
        self._frames += 1
        if self._frames % _BLOCK_FRAMES == 0 and self._block is not None:
            self._minima.append(self._block)
            self._block = None
        return stands_out

    def learn(self) -> None:
        """What sounds just now is the room: somebody who knows voices said that it is none."""
        if not self._recent:
            return
        level = max(self._recent)
        self._minima.clear()
        self._block = None
        self._minima.append(level)
