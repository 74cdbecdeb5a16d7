"""How long a silence must be to end a turn: a named setting, what was said, and what this speaker does."""

from __future__ import annotations

from enum import StrEnum

from voicecoach.audio.endpoint import Finish


class Patience(StrEnum):
    """The silence that ends a turn when the words tell nothing: 700, 1100 or 1800 ms."""

    BRISK = "brisk"
    NORMAL = "normal"
    PATIENT = "patient"


_END_SILENCE_S: dict[Patience, dict[Finish, float]] = {
    Patience.BRISK: {
        Finish.FINISHED: 0.54,
        Finish.UNCLEAR: 0.70,
        Finish.UNSURE: 1.00,
        Finish.UNFINISHED: 1.40,
    },
    Patience.NORMAL: {
        Finish.FINISHED: 0.78,
        Finish.UNCLEAR: 1.10,
        Finish.UNSURE: 1.50,
        Finish.UNFINISHED: 2.00,
    },
    Patience.PATIENT: {
        Finish.FINISHED: 1.20,
        Finish.UNCLEAR: 1.80,
        Finish.UNSURE: 2.30,
        Finish.UNFINISHED: 2.80,
    },
}

_HEADROOM_S = 0.15
_LONGEST_S = 3.0
_FADE = 0.8


class EndSilence:
    """The silence that ends a turn just now.

    Whoever went on after the end was decided needs longer pauses: they get them, and less so with every
    turn that ended well.
    """

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self._needed_s = 0.0

    def seconds(self, finish: Finish) -> float:
        """How long the silence must last after words that sound so."""
        return max(_END_SILENCE_S[self.patience][finish], min(self._needed_s, _LONGEST_S))

    def went_on_after(self, pause_s: float) -> None:
        """The turn had been taken for ended, and was not."""
        self._needed_s = max(self._needed_s, pause_s + _HEADROOM_S)

    def ended_well(self) -> None:
        """The answer came, and nobody had more to say."""
        self._needed_s *= _FADE
