"""Engines with fixed times, to measure the loop alone (`voicecoach bench --stub MS`)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from voicecoach.partner.directive import Directive
from voicecoach.stages import Spoken
from voicecoach.types import Heard, Sound, Turn, Word

TOKEN_S = 0.005
"""Seconds between two pieces of a stub line."""

LINE = "I hear what you are asking for. The budget for this year is closed, and it stays closed."
"""What the stub partner says; its first sentence is what the first sound waits for."""

FIRST_SENTENCE_TOKENS = 7


class StubTranscriber:
    """Hears the same words after a fixed time."""

    name = "stub"

    def __init__(self, takes_s: float) -> None:
        self._takes_s = takes_s

    def warm(self) -> None:
        """Nothing to load."""

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        """See `Transcriber.transcribe`."""
        time.sleep(self._takes_s)
        words = ["I'm", "asking", "for", "ninety", "five", "thousand"]
        return Heard(
            " ".join(words), tuple(Word(w, i * 0.3, i * 0.3 + 0.25) for i, w in enumerate(words)), "stub"
        )


class StubPartner:
    """Writes the same line, the first piece after a fixed time, the others 5 ms apart."""

    name = "stub"

    def __init__(self, first_s: float) -> None:
        self._first_s = first_s

    def warm(self, history: Sequence[Turn] = ()) -> None:
        """Nothing to load."""

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """See `Partner.reply`."""
        for n, word in enumerate(LINE.split()):
            time.sleep(TOKEN_S if n else self._first_s)
            yield word if n == 0 else " " + word

    def cancel(self) -> None:
        """It ends soon enough."""

    def close(self) -> None:
        """Nothing to let go of."""


class StubVoice:
    """Hums, after a fixed time."""

    name = "stub"

    def __init__(self, first_s: float) -> None:
        self._first_s = first_s

    def warm(self) -> None:
        """Nothing to load."""

    def speak(self, text: str) -> Iterator[Spoken]:
        """See `Voice.speak`."""
        time.sleep(self._first_s)
        hum = 1000 * np.sin(2 * np.pi * 150 * np.arange(8000) / 22_050)
        yield Spoken(Sound(hum.astype(np.int16), 22_050))
