"""The trained scope classifier: softmax regression over hashed features. See `scripts/train_scope.py`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecoach.paths import package_data
from voicecoach.rehearsal.scope_features import BUCKETS, features

LABELS = ("ok", "refer", "emergency")
WEIGHTS = package_data("lexicon") / "scope_weights.npz"


@dataclass(frozen=True, slots=True)
class ScopeModel:
    """Weights and bias of the three labels."""

    weights: NDArray[Any]
    """Shape (3, BUCKETS)."""
    bias: NDArray[Any]
    """Shape (3,)."""

    def odds(self, text: str, where: str) -> dict[str, float]:
        """How likely each label is, 0 to 1."""
        buckets, values = features(text, where)
        scores = self.weights[:, buckets] @ values + self.bias
        odds = np.exp(scores - scores.max())
        odds /= odds.sum()
        return {label: float(p) for label, p in zip(LABELS, odds, strict=True)}


@cache
def scope_model() -> ScopeModel:
    """The classifier that comes with the program, read at first use."""
    with np.load(WEIGHTS) as data:
        assert data["weights"].shape == (len(LABELS), BUCKETS)
        weights = data["weights"].astype(np.float32) * data["step"][:, None]
        return ScopeModel(weights, data["bias"])
