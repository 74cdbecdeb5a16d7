"""The encoder at work: a small BERT, trained for voicecoach, that reads English talk.

One pass gives for each word how sure each label is and whether the turn gives ground, and for a whole text
its scope, whether a line is in role, and whether a turn answers an objection. It runs on this machine, in a
few milliseconds a turn. What it was made from and how stands in `voicecoach/data/encoder/README.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecoach.encoder.pieces import Input, Part, Pieces
from voicecoach.encoder.views import STAGE_WORDS
from voicecoach.paths import package_data

FOLDER = package_data("data") / "encoder"
HIDDEN = -1e4
"""Added where a piece may not look."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """The model with its vocabulary; safe to use from several threads."""

    session: Any
    """An onnxruntime session."""
    pieces: Pieces
    giving: Any
    """The session of the head that says whether a turn gives ground: apart, so that only turns pay for it."""

    def turn_scores(self, parts: Sequence[Part]) -> tuple[NDArray[np.float32], float]:
        """Of the last part, a turn of yours: log odds for each word that a label holds, and how likely the
        turn as a whole gives ground. No stage words.

        Shape (words, 16): inside a stretch of each of the eight labels, and first word of one. Fewer rows
        than words where the turn is too long for one input.
        """
        given = self.pieces.input(parts)
        words, state = self._run(given, ["words", "before_gives"])
        last = np.where(given.last(), np.float32(0), np.float32(HIDDEN))
        fed = {"state": state[None], "sees": masked(given)[None], "last": last[None]}
        (gives,) = self.giving.run(["gives"], fed)
        return words[list(given.first[-1][STAGE_WORDS:])], float(odds(gives[0])[1])

    def text_odds(self, task: str, parts: Sequence[Part]) -> NDArray[np.float32]:
        """How likely each answer of `task` is: "scope", "role" or "answer". Adds up to 1."""
        (scores,) = self._run(self.pieces.input(parts), [task])
        return odds(scores)

    def _run(self, given: Input, outputs: list[str]) -> list[NDArray[np.float32]]:
        fed = {"ids": given.ids[None], "kinds": given.kinds[None], "sees": masked(given)[None]}
        return [out[0] for out in self.session.run(outputs, fed)]


def masked(given: Input) -> NDArray[np.float32]:
    """0 where a piece may look at another, shape (n, n)."""
    return np.where(given.sees(), np.float32(0), np.float32(HIDDEN))


def odds(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log odds as shares that add up to 1."""
    shares = np.exp(scores - scores.max())
    return np.asarray(shares / shares.sum(), dtype=np.float32)


@cache
def encoder() -> Encoder:
    """The encoder that ships with the program, loaded at first use (about a tenth of a second)."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    shared, giving = (
        onnxruntime.InferenceSession(str(FOLDER / name), options, providers=["CPUExecutionProvider"])
        for name in ("encoder.onnx", "gives.onnx")
    )
    return Encoder(shared, Pieces(FOLDER / "vocabulary.txt"), giving)
