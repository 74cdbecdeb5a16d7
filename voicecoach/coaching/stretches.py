"""From how sure the encoder is of each word to labelled stretches of a turn.

For each label the best set of runs is found at once (a Viterbi search over words that are in a run, out of
one, or begin one), so that one doubtful word does not break a stretch in two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.encoder.words import Word
from voicecoach.types import Label

LABELS = (
    Label.APOLOGY, Label.HEDGE, Label.CONCESSION, Label.JUSTIFYING,
    Label.HARSH, Label.DIRECT, Label.HELD, Label.FILLER,
)  # fmt: skip
"""In the order of the encoder's outputs."""

_SPREAD = 2.0
"""The encoder is soon sure of itself; halved log odds tell sure from surer."""

_MOST = 4.0
"""No single word weighs more than this, for or against."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a stretch of a label must reach."""

    word: float
    """Taken off the score of every word in it."""
    start: float
    """Taken off where a stretch begins, beside what the encoder says of the beginning."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words with one label."""

    label: Label
    first: int
    last: int
    """Numbers of its first and last word."""
    probability: float
    """How sure the encoder is of its surer half."""


def stretches(words: Sequence[Word], scores: NDArray[np.float32], bars: Mapping[str, Bar]) -> list[Stretch]:
    """The stretches of a turn; `scores` has shape (words, 16): inside and begins, for each label, in log
    odds."""
    spoken = [i for i, w in enumerate(words[: len(scores)]) if w.spoken]
    found: list[Stretch] = []
    for k, label in enumerate(LABELS):
        inside, begins = scores[spoken, k], scores[spoken, 8 + k]
        for first, last in best_runs(inside, begins, bars[label]):
            sure = _surer_half(inside[first : last + 1])
            found.append(Stretch(label, spoken[first], spoken[last], sure))
    return found


def best_runs(inside: NDArray[np.float32], begins: NDArray[np.float32], bar: Bar) -> list[tuple[int, int]]:
    """First and last word of each run in the best set of runs."""
    gain = np.clip(inside, -_MOST, _MOST) - bar.word
    start = 0.5 * np.clip(begins, -_MOST, _MOST) - bar.start
    if not len(gain) or float(gain.max()) <= 0:
        return []
    out, within = 0.0, -np.inf
    opened: list[bool] = []  # for each word: does the best run through it begin with it?
    left: list[bool] = []  # for each word: is the best that ends before it in a run?
    for g, s in zip(gain.tolist(), start.tolist(), strict=True):
        before = max(out, within)
        left.append(within > out)
        opened.append(before + s >= within)
        within = g + max(within, before + s)
        out = before
    runs: list[tuple[int, int]] = []
    i, inside_run = len(gain) - 1, within > out
    last = i
    while i >= 0:
        if not inside_run:
            inside_run = left[i]
            last = i - 1
        elif opened[i]:
            runs.append((i, last))
            inside_run = left[i]
            last = i - 1
        i -= 1
    return runs[::-1]


def _surer_half(inside: NDArray[np.float32]) -> float:
    top = np.sort(inside)[::-1][: (len(inside) + 1) // 2]
    return float(1 / (1 + np.exp(-float(np.mean(top)) / _SPREAD)))
