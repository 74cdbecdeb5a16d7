"""Which clauses with the same label are one stretch."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.coaching.clauses import Clause
from voicecoach.types import Label


def joined(label: Label, every: Sequence[Clause], chosen: Sequence[int]) -> list[list[int]]:
    """Runs of the chosen clauses that make one stretch each."""
    runs: list[list[int]] = []
    for i in chosen:
        if runs and _belongs(label, every, runs[-1][-1], i):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _belongs(label: Label, every: Sequence[Clause], before: int, i: int) -> bool:
    if label is Label.JUSTIFYING:
        return i - before <= 3
    if i != before + 1:
        return False
    linked = _clinches(every[i])
    short = len(every[i].words) <= 3 or len(every[before].words) <= 3
    return linked or (short and label is not Label.HARSH)


def _clinches(clause: Clause) -> bool:
    """ "… and you know it", "… and everyone here knows it"."""
    return clause.link == "and" and clause.words[-1].text == "it" and len(clause.words) <= 5
