"""The encoder at work: a small BERT, trained for voicecoach, that reads English talk.

One pass gives for each word how sure each label is, and whether the turn gives ground and whether it answers
what was objected; and for a whole text its scope, and whether a line is in role. It runs on this machine, in
a few milliseconds a turn. What it was made from and how stands in `voicecoach/data/encoder/README.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
class TurnOdds:
    """What a turn of yours does as a whole, each as likely as it says, 0 to 1."""

    gives: float = 0.0
    """Gives ground."""
    answers: float = 0.0
    """Answers what was objected, with something that is more than the ask said again."""


NOTHING = TurnOdds()
"""What a turn without words does."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """The model with its vocabulary; safe to use from several threads."""

    shared: Any
    """The onnxruntime session of the layers that every input goes through."""
    branches: Mapping[str, Any]
    """Those of the branches on top of them: "words" (of each word, and of a line), "turn" and "scope"."""
    pieces: Pieces

    def turn_scores(self, parts: Sequence[Part]) -> tuple[NDArray[np.float32], TurnOdds]:
        """Of the last part, a turn of yours: log odds for each word that a label holds, and what the turn
        does as a whole. No stage words.

        Shape (words, 16): inside a stretch of each of the eight labels, and first word of one. Fewer rows
        than words where the turn is too long for one input.
        """
        given = self.pieces.input(parts)
        fed = self._fed(given)
        (words,) = self.branches["words"].run(["words"], fed)
        likely = (
            float(odds(scores[0])[1]) for scores in self.branches["turn"].run(["gives", "answers"], fed)
        )
        return words[0][list(given.first[-1][STAGE_WORDS:])], TurnOdds(*likely)

    def scope_odds(self, parts: Sequence[Part]) -> NDArray[np.float32]:
        """How likely a text is fit to rehearse, a matter for others, and a danger. Adds up to 1."""
        return self._text_odds("scope", "scope", parts)

    def role_odds(self, parts: Sequence[Part]) -> NDArray[np.float32]:
        """How likely a line is in role, and out of it. Adds up to 1."""
        return self._text_odds("words", "role", parts)

    def _text_odds(self, branch: str, head: str, parts: Sequence[Part]) -> NDArray[np.float32]:
        (scores,) = self.branches[branch].run([head], self._fed(self.pieces.input(parts)))
        return odds(scores[0])

    def state(self, given: Input) -> NDArray[np.float32]:
        """What the shared layers make of an input, shape (1, pieces, width)."""
        return self._fed(given)["state"]

    def _fed(self, given: Input) -> dict[str, NDArray[np.float32]]:
        """What a branch is fed."""
        sees = masked(given)[None]
        (state,) = self.shared.run(
            ["state"], {"ids": given.ids[None], "kinds": given.kinds[None], "sees": sees}
        )
        last = np.where(given.last(), np.float32(0), np.float32(HIDDEN))
        return {"state": state, "sees": sees, "last": last[None]}


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
    # After a run a session's threads would go on looking for work, and take the cores from the next one's.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")

    def session(name: str) -> Any:
        path = str(FOLDER / f"{name}.onnx")
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    branches = {name: session(name) for name in ("words", "turn", "scope")}
    return Encoder(session("shared"), branches, Pieces(FOLDER / "vocabulary.txt"))
