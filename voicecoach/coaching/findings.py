"""Findings: labelled stretches of the user's turns, each with its words to the letter.

The encoder says how sure it is of each word (`stretches.py` makes runs of them), and the guide's rules settle
what may go together. Only past turns are looked at, so a live partner can read along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from voicecoach.coaching.guide_rules import settle
from voicecoach.coaching.settled import Settled, settled
from voicecoach.coaching.stretches import Stretch, stretches
from voicecoach.encoder.model import Encoder, TurnOdds, encoder
from voicecoach.encoder.views import BriefView, Stage, turn_view
from voicecoach.encoder.words import Word, split
from voicecoach.types import Brief, Finding, Label, Turn, Who

SPEAKABLE_SURENESS = 0.8
"""Findings at least this sure are said aloud: together they were right in nine of ten on unseen text."""

WINDOW_WORDS = 120
"""Words of a turn that are read at once; a longer turn is read in windows."""

MOST_WORDS = 900
"""Words and marks of a turn that are read at all: five minutes of talk, where three are the longest turn."""

_KEEPS = 4
"""Earlier turns that a reader keeps: as many as the encoder looks back, and one more."""


Scores = tuple[NDArray[np.float32], TurnOdds]
"""Of each word, and of the whole."""


class TranscriptReader:
    """Reads a rehearsal turn by turn and says what each turn shows."""

    def __init__(self, brief: Brief, model: Encoder | None = None, figures: Settled | None = None) -> None:
        self._model = model
        self._settled = figures or settled()
        self._brief = BriefView.of(brief)
        self._stage = Stage()
        self._earlier: tuple[tuple[Turn, Stage], ...] = ()
        self.odds = TurnOdds()
        """What the last turn of yours that was read does as a whole."""

    def copy(self) -> TranscriptReader:
        """A reader that goes on from here on its own, as a rewind needs."""
        other = TranscriptReader.__new__(TranscriptReader)
        other.__dict__.update(self.__dict__)
        return other

    def read(self, turn: Turn) -> tuple[Finding, ...]:
        """Findings of this turn, in order; empty for the partner's."""
        if turn.who is Who.COACH:
            return ()
        if turn.who is Who.PARTNER:
            self._stage = self._stage.after_partner()
            self._keep(turn)
            return ()
        words = split(turn.text, self._brief.names)[:MOST_WORDS]
        scores, self.odds = self._scores(words)
        found = settle(stretches(words, scores, self._settled.bars), words, self._stage)
        self._keep(turn)
        labels = {stretch.label for stretch in found}
        self._stage = self._stage.after_you(
            stated=Label.DIRECT in labels, held=Label.HELD in labels, gave=Label.CONCESSION in labels
        )
        return tuple(self._finding(turn, words, stretch) for stretch in found)

    def _keep(self, turn: Turn) -> None:
        self._earlier = (*self._earlier, (turn, self._stage))[-_KEEPS:]

    def _scores(self, words: Sequence[Word]) -> Scores:
        model = self._model or encoder()
        return windowed(
            words, lambda part: model.turn_scores(turn_view(self._earlier, part, self._stage, self._brief))
        )

    def _finding(self, turn: Turn, words: Sequence[Word], stretch: Stretch) -> Finding:
        at = (words[stretch.first].start, words[stretch.last].end)
        return Finding(
            turn=turn.number,
            label=stretch.label,
            quote=turn.text[at[0] : at[1]],
            at=at,
            rule=f"encoder.{stretch.label}",
            sureness=self._settled.sure(stretch.label, stretch.probability),
        )


def find(turns: Iterable[Turn], brief: Brief) -> tuple[Finding, ...]:
    """Every finding of a whole rehearsal, in order."""
    reader = TranscriptReader(brief)
    return tuple(finding for turn in turns for finding in reader.read(turn))


def windowed(words: Sequence[Word], scores: Callable[[Sequence[Word]], Scores]) -> Scores:
    """Scores of a turn of any length: those of its words, shape (words, 16), and what is done anywhere in
    it."""
    rows, whole = [np.zeros((0, 16), dtype=np.float32)], TurnOdds()
    for start in range(0, len(words), WINDOW_WORDS):
        part = words[start : start + WINDOW_WORDS]
        found, here = scores(part)
        unread = np.full((len(part) - len(found), 16), -9, dtype=np.float32)
        rows += [found, unread]
        whole = TurnOdds(max(whole.gives, here.gives), max(whole.answers, here.answers))
    return np.concatenate(rows), whole


__all__ = ["SPEAKABLE_SURENESS", "TranscriptReader", "find"]
