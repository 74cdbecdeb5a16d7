"""The starter voice: espeak-ng inside this process, with exact word times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np

from voicecoach.speaking.clauses import sentences
from voicecoach.speaking.espeak_library import Mark, Style, Synthesis, check, synthesise
from voicecoach.speaking.speakable import speakable
from voicecoach.stages import Spoken
from voicecoach.types import Pcm, Sound, Word

STRETCH_S = 0.4
"""Seconds. Sound is handed on at the first word that starts after this long."""

LEVEL_DBFS, PEAK_DBFS = -20.0, -1.0
"""Every voice is brought to this mean level, unless its peak would pass the second."""

_SAMPLE_LINE = "I hear what you are saying, and I would like to think about it."
_TOKEN = re.compile(r"\S+")


class EspeakVoice:
    """Speaks with espeak-ng: no download, any text, plainly a machine."""

    name = "espeak"

    def __init__(
        self, voice: str = "en-us", rate_wpm: int = 165, pitch: int = 50, pitch_range: int = 50
    ) -> None:
        """`voice` is espeak's own name, "en-us+f3"; `pitch` and `pitch_range` are 0 to 100, 50 its own."""
        self._style = Style(voice, rate_wpm, pitch, pitch_range)

    def warm(self) -> None:
        """Load the library. Raises EngineError where it or the voice is not there."""
        check(self._style)

    def speak(self, text: str) -> Iterator[Spoken]:
        """See `Voice.speak`. Works sentence by sentence: a closed iterator leaves the rest unmade."""
        for sentence in sentences(speakable(text)):
            if any(letter.isalnum() for letter in sentence):
                synthesis = synthesise(self._style, sentence)
                yield from _stretches(replace(synthesis, samples=self._levelled(synthesis.samples)), sentence)

    def _levelled(self, samples: Pcm) -> Pcm:
        louder = np.rint(samples * _gain(self._style))
        return np.asarray(np.clip(louder, -32768, 32767), dtype=np.int16)


@cache
def _gain(style: Style) -> float:
    """espeak's voices differ by 10 dB. One gain a voice, so that a shout stays one."""
    samples = synthesise(style, _SAMPLE_LINE).samples.astype(np.float64) / 32768
    mean, peak = float(np.sqrt(np.mean(samples**2))), float(np.max(np.abs(samples)))
    return float(min(10 ** (LEVEL_DBFS / 20) / mean, 10 ** (PEAK_DBFS / 20) / peak))


def _stretches(synthesis: Synthesis, text: str) -> Iterator[Spoken]:
    """The sound, cut where words start, each stretch with its words."""
    words = _timed(text, synthesis)
    start_s, held = 0.0, list[Word]()
    for word in words:
        if held and word.start_s - start_s >= STRETCH_S:
            yield _stretch(synthesis, held, start_s, word.start_s)
            start_s, held = word.start_s, []
        held.append(word)
    yield _stretch(synthesis, held, start_s, len(synthesis.samples) / synthesis.rate)


def _stretch(synthesis: Synthesis, words: list[Word], start_s: float, end_s: float) -> Spoken:
    samples = synthesis.samples[round(start_s * synthesis.rate) : round(end_s * synthesis.rate)]
    moved = tuple(Word(word.text, word.start_s - start_s, word.end_s - start_s) for word in words)
    return Spoken(Sound(samples, synthesis.rate), moved)


def _timed(text: str, synthesis: Synthesis) -> list[Word]:
    """Each word of the text with its times, in seconds from the start of the sound."""
    tokens = list(_TOKEN.finditer(text))
    starts = _starts(tokens, synthesis.marks)
    closes = [mark.sample for mark in synthesis.marks if mark.character is None]
    closes.append(len(synthesis.samples))
    words = []
    for token, start, following in zip(tokens, starts, [*starts[1:], len(synthesis.samples)], strict=True):
        end = min([following, *(close for close in closes if close > start)])
        words.append(Word(token.group(), start / synthesis.rate, end / synthesis.rate))
    return words


def _starts(tokens: list[re.Match[str]], marks: tuple[Mark, ...]) -> list[float]:
    """The sample at which each word starts.

    espeak says "for the" as one: a word without a mark is placed by its letters between its neighbours.
    """
    known = {mark.character: mark.sample for mark in reversed(marks) if mark.character is not None}
    points = [(0.0, 0.0)]
    for token in tokens:
        samples = [known[at] for at in range(*token.span()) if at in known]
        if samples and samples[0] > points[-1][1]:
            points.append((float(token.start()), float(samples[0])))
    points.append((float(tokens[-1].end()), float(max(mark.sample for mark in marks))))
    at, sample = zip(*points, strict=True)
    return [float(np.interp(token.start(), at, sample)) for token in tokens]
