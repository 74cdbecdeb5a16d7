"""Two attempts beside each other, as bars that a template draws."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.progress import COUNTED, Comparison

LANE, BAR, LABELS, WIDTH = 46.0, 15.0, 150.0, 620.0
"""Units of the drawing; the page scales it."""

SHOWN = COUNTED


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure of both attempts."""

    label: str
    y: float
    first: int
    second: int
    first_width: float
    second_width: float


@dataclass(frozen=True, slots=True)
class Beside:
    """What the template draws."""

    width: float
    height: float
    bar: float
    left: float
    pairs: tuple[Pair, ...]


def beside(comparison: Comparison) -> Beside:
    """Bars for what was counted; every count is "at least"."""
    counts = [(label, comparison.first.count(label), comparison.second.count(label)) for label in SHOWN]
    scale = (WIDTH - LABELS - 40) / max(1, *(max(a, b) for _, a, b in counts))
    pairs = tuple(
        Pair(label.value, LANE * n + 6, a, b, max(2.0, a * scale), max(2.0, b * scale))
        for n, (label, a, b) in enumerate(counts)
    )
    return Beside(WIDTH, LANE * len(pairs) + 10, BAR, LABELS, pairs)
