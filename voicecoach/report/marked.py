"""The transcript with its findings marked, in pieces that a template can print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from voicecoach.coaching.shown import sure
from voicecoach.types import Finding, Turn


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn's text with one set of labels."""

    text: str
    labels: tuple[str, ...] = ()
    sure: bool = True
    """False where every finding there is a less sure one, which is in no count."""


def pieces(turn: Turn, findings: Sequence[Finding]) -> tuple[Piece, ...]:
    """The turn's text cut wherever a finding starts or ends; joined, the pieces are the text."""
    here = [f for f in findings if f.turn == turn.number]
    edges = sorted({0, len(turn.text), *(e for f in here for e in f.at)})
    cut = []
    for a, b in pairwise(edges):
        over = sorted((f for f in here if f.at[0] <= a and b <= f.at[1]), key=lambda f: not sure(f))
        labels = dict.fromkeys(f.label.value for f in over)
        cut.append(Piece(turn.text[a:b], tuple(labels), not over or any(sure(f) for f in over)))
    return tuple(cut)
