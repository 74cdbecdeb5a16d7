"""The trained weights: how sure a label is, given the traits of a clause or a phrase.

A logistic regression a label, trained by `scripts/train_findings.py` on `training/dialogues/` and kept as
one small data file. At run time it is a sum over the traits at hand.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from voicecoach.paths import package_data

FILE = "findings-weights.json.gz"


def _squash(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of every head, and what was settled on held-out text."""

    heads: Mapping[str, Mapping[str, float]]
    """Head to trait to weight; the empty trait is the constant."""
    thresholds: Mapping[str, float]
    """Head to the probability from which a finding is made."""
    sureness: Mapping[str, list[list[float]]]
    """Label to rising steps [probability, how often findings from there on were right]."""

    _tables: dict[tuple[str, ...], dict[str, list[tuple[int, float]]]] = field(default_factory=dict)
    """Filled as heads are asked for together."""

    def probability(self, head: str, traits: Iterable[str]) -> float:
        """How sure `head` is, 0 to 1."""
        weights = self.heads[head]
        total = weights.get("", 0.0) + sum(weights.get(t, 0.0) for t in traits)
        return _squash(total)

    def probabilities(self, heads: tuple[str, ...], traits: Iterable[str]) -> list[float]:
        """How sure each of the heads is; one pass over the traits."""
        table = self._table(heads)
        totals = [self.heads[head].get("", 0.0) for head in heads]
        for trait in traits:
            for place, weight in table.get(trait, ()):
                totals[place] += weight
        return [_squash(total) for total in totals]

    def _table(self, heads: tuple[str, ...]) -> dict[str, list[tuple[int, float]]]:
        if heads not in self._tables:
            table: dict[str, list[tuple[int, float]]] = {}
            for place, head in enumerate(heads):
                for trait, weight in self.heads[head].items():
                    table.setdefault(trait, []).append((place, weight))
            self._tables[heads] = table
        return self._tables[heads]

    def cuts(self, traits: Iterable[str]) -> bool:
        """Does a clause end at a gap with these traits?"""
        weights = self.heads["cut"]
        return weights.get("", 0.0) + sum(weights.get(t, 0.0) for t in traits) > 0

    def sure(self, label: str, probability: float) -> float:
        """How often a finding with this probability was right on text held out from training."""
        reached = [right for least, right in self.sureness.get(label, []) if probability >= least]
        return reached[-1] if reached else 0.5


def read_weights(data: Mapping[str, Any]) -> Weights:
    """From the contents of the data file."""
    return Weights(data["heads"], data["thresholds"], data["sureness"])


@cache
def trained() -> Weights:
    """The weights that ship with the program."""
    packed = (package_data("lexicon") / FILE).read_bytes()
    return read_weights(json.loads(gzip.decompress(packed)))
