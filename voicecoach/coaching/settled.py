"""What was settled on text held out from training: from when on a finding is made, and how sure that is.

`scripts/train_encoder.py` writes the figures beside the encoder.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from voicecoach.coaching.stretches import Bar
from voicecoach.encoder.model import FOLDER

FILE = FOLDER / "settled.json"


@dataclass(frozen=True, slots=True)
class Settled:
    """Figures of the trained encoder."""

    bars: Mapping[str, Bar]
    """Label to what a stretch must reach to be a finding."""
    sureness: Mapping[str, list[list[float]]]
    """Label to rising steps [probability, how often findings from there on were right]."""
    outcome: Mapping[str, Mapping[str, float]]
    """Outcome to trait to weight; the empty trait is the constant. A logistic regression each."""

    def sure(self, label: str, probability: float) -> float:
        """How often a finding with this probability was right on text held out from training."""
        reached = [right for least, right in self.sureness.get(label, []) if probability >= least]
        return reached[-1] if reached else 0.5

    def outcome_odds(self, outcome: str, traits: Iterable[str]) -> float:
        """How sure this outcome is, 0 to 1."""
        weights = self.outcome[outcome]
        total = weights.get("", 0.0) + sum(weights.get(t, 0.0) for t in traits)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def settled() -> Settled:
    """The figures that ship with the encoder."""
    data = json.loads(FILE.read_text(encoding="utf-8"))
    bars = {label: Bar(*bar) for label, bar in data["bars"].items()}
    return Settled(bars, data["sureness"], data["outcome"])
