"""One line on its way to the loudspeaker, and what was really heard of it.

Text comes in pieces, is cut into clauses, becomes sound a clause at a time, and is queued at the speaker
while the next clause is made. `cut` may come from any thread at any moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import soxr

from voicecoach.speaking.clauses import ClauseSplitter
from voicecoach.speaking.heard import words_of
from voicecoach.stages import Speaker, Spoken
from voicecoach.types import Sound, Word

POLL_S = 0.005
"""How often to look whether the line has been heard."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a line."""

    text: str
    """What was heard of it."""
    written: str
    """All of what was to be said."""
    cut_off: bool
    sound: Sound | None
    """What was heard; None where nothing was."""
    marks: dict[str, float] = field(default_factory=dict)
    """When (`time.monotonic`, seconds) the first text, clause and sound were there."""


class SpokenLine:
    """Speaks one line. Make a new one for each."""

    def __init__(
        self,
        speaker: Speaker,
        speak: Callable[[str], Iterator[Spoken]],
        *,
        on_clause: Callable[[str], None] = lambda _: None,
        on_first_sound: Callable[[], None] = lambda: None,
        on_playing_out: Callable[[], None] = lambda: None,
        may_begin: Callable[[], bool] = lambda: True,
        may_say: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """`may_say` looks at the line up to the end of each clause, before that clause is spoken."""
        self._speaker = speaker
        self._speak = speak
        self._on_clause, self._on_first_sound = on_clause, on_first_sound
        self._on_playing_out = on_playing_out
        self._may_begin, self._may_say = may_begin, may_say
        self._cut = threading.Event()
        self._lock = threading.Lock()
        self._heard_s: float | None = None
        self._words: list[Word] = []
        self._sounds: list[Sound] = []
        self._queued_s = 0.0
        self._clauses: list[str] = []
        self._marks: dict[str, float] = {}

    def cut(self) -> None:
        """Silence now. What was heard stays; the rest of the line is dropped."""
        with self._lock:
            if not self._cut.is_set():
                self._cut.set()
                self._heard_s = self._speaker.stop()

    def say(self, pieces: Iterable[str]) -> Delivered:
        """Speak the line to its end, or until it is cut. Blocks until it was heard. Raises EngineError."""
        with self._lock:
            if not self._cut.is_set():
                self._speaker.begin_line()
        for clause in self._clauses_of(pieces):
            if not self._may_say(" ".join((*self._clauses, clause))):
                self.cut()
                break
            self._say_clause(clause)
            if self._cut.is_set():
                break
        self._on_playing_out()
        while not (self._speaker.idle or self._cut.is_set()):
            self._cut.wait(POLL_S)
        return self._delivered()

    def _clauses_of(self, pieces: Iterable[str]) -> Iterator[str]:
        splitter = ClauseSplitter()
        if self._cut.is_set():
            return
        for piece in pieces:
            self._mark("first_text")
            if self._cut.is_set():
                return
            yield from splitter.feed(piece)
        yield from splitter.finish()

    def _say_clause(self, clause: str) -> None:
        self._mark("first_clause")
        self._clauses.append(clause)
        self._on_clause(clause)
        start, spoken = self._queued_s, []
        for stretch in self._speak(clause):
            if self._cut.is_set():
                break
            if self._play(stretch.sound):
                self._mark("first_sound", self._on_first_sound)
            spoken.append(stretch)
        self._words += words_of(clause, spoken, start)

    def _play(self, sound: Sound) -> bool:
        """Queue it, unless the line was cut while it waited."""
        while not (self._sounds or self._may_begin() or self._cut.is_set()):
            self._cut.wait(POLL_S)
        with self._lock:
            if self._cut.is_set():
                return False
            self._speaker.play(sound)
        self._sounds.append(sound)
        self._queued_s += sound.seconds
        return True

    def _mark(self, name: str, first: Callable[[], None] = lambda: None) -> None:
        if name not in self._marks:
            self._marks[name] = time.monotonic()
            first()

    def _delivered(self) -> Delivered:
        written = " ".join(self._clauses)
        if not self._cut.is_set():
            return Delivered(written, written, False, _joined(self._sounds), self._marks)
        heard_s = self._heard_s or 0.0
        if not self._sounds:
            return Delivered("", written, True, None, self._marks)
        text = " ".join(w.text for w in self._words if (w.start_s + w.end_s) / 2 <= heard_s)
        return Delivered(text, written, True, _joined(self._sounds, heard_s), self._marks)


def _joined(sounds: list[Sound], limit_s: float | None = None) -> Sound | None:
    """All stretches as one sound at the last one's rate, up to `limit_s` seconds."""
    if not sounds:
        return None
    rate = sounds[-1].rate
    parts = [s.samples if s.rate == rate else soxr.resample(s.samples, s.rate, rate) for s in sounds]
    samples = np.concatenate(parts).astype(np.int16)
    if limit_s is not None:
        samples = samples[: int(limit_s * rate)]
    return Sound(samples, rate) if len(samples) else None
