"""How fast a download goes and how long it will still take."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_WINDOW_S = 10.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a download is, just now."""

    model: str
    file: str
    phase: str
    """"fetching", "verifying", "waiting" before another try, or "done"."""
    done: int
    """Bytes of the whole model that are here."""
    total: int
    """Bytes of the whole model."""
    rate: float = 0.0
    """Bytes a second over the last seconds."""
    left_s: float | None = None
    """Seconds to go at that rate; None while nothing can be said."""


class Meter:
    """Keeps the rate of the last ten seconds. Times are seconds of any clock that only goes forward."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, now_s: float, count: int) -> None:
        """`count` bytes came in."""
        self._seen.append((now_s, count))
        while self._seen[0][0] < now_s - _WINDOW_S:
            self._seen.popleft()

    def rate(self, now_s: float) -> float:
        """Bytes a second; 0 while too little is known."""
        recent = [entry for entry in self._seen if entry[0] >= now_s - _WINDOW_S]
        if len(recent) < 2:
            return 0.0
        span = max(now_s - recent[0][0], 0.001)
        return sum(count for _, count in recent[1:]) / span

    def left_s(self, now_s: float, missing: int) -> float | None:
        """Seconds to go; None while there is no rate."""
        rate = self.rate(now_s)
        return missing / rate if rate > 0 else None


def amount(count: float) -> str:
    """Bytes in words: "148 MB"."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= size:
            return f"{count / size:.1f} {unit}" if count < 10 * size else f"{count / size:.0f} {unit}"
    return f"{int(count)} bytes"


def time_left(seconds: float | None) -> str:
    """Time to go in words: "about 3 minutes left"."""
    if seconds is None:
        return ""
    if seconds < 1.5:
        return "about a second left"
    if seconds < 90:
        return f"about {round(seconds)} seconds left"
    if seconds < 5400:
        return f"about {round(seconds / 60)} minutes left"
    return f"about {seconds / 3600:.1f} hours left"
