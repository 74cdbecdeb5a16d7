"""Was there speech at all? Asked before anything is transcribed: recognisers invent words in noise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.recordings import to_float
from voicecoach.types import HEARING_RATE, Pcm, Sound

SHORTEST_SPEECH_S = 0.16
"""A "no" said fast has about 0.2 s of voice; a click or a cough that looks like voice has less."""

QUIETEST_DBFS = -60.0
"""Below this a laptop microphone gives its own noise."""

_WINDOW = 512
_FLOOR_DBFS = -120.0

_LOOKS_EVERY, _LOOKS_BACK = HEARING_RATE, HEARING_RATE // 4
"""Samples between two looks for a voice, and of sound that is looked at twice."""


@dataclass(frozen=True, slots=True)
class SpeechCheck:
    """What the gate found in a stretch of sound."""

    speech_s: float
    """Seconds of voice."""
    level_dbfs: float
    """Mean level of the voice; of the whole where there is none. -120 for digital silence."""
    peak_dbfs: float
    """Loudest sample. -120 for digital silence."""
    dead: bool
    """Every sample is zero: a muted or forbidden microphone, not a quiet room."""

    @property
    def spoken(self) -> bool:
        """Is it worth transcribing?"""
        return self.speech_s >= SHORTEST_SPEECH_S and self.level_dbfs > QUIETEST_DBFS


def speech_in(sound: Sound) -> SpeechCheck:
    """Look for a voice in sound at `HEARING_RATE`. About 2 ms a second of sound."""
    if sound.rate != HEARING_RATE:
        raise ValueError(f"the gate hears {HEARING_RATE} Hz, not {sound.rate}")
    if not sound.samples.any():
        return SpeechCheck(0.0, _FLOOR_DBFS, _FLOOR_DBFS, dead=True)
    voiced = [(span["start"], span["end"]) for span in _spans(to_float(sound.samples))]
    heard = np.concatenate([sound.samples[a:b] for a, b in voiced]) if voiced else sound.samples
    seconds = sum(b - a for a, b in voiced) / HEARING_RATE
    return SpeechCheck(seconds, level_dbfs(heard), _peak_dbfs(sound.samples), dead=False)


class VoiceSoFar:
    """Whether there was a voice in sound that still comes: looked for second by second until there is one, so
    that at the end of a long turn nothing is left to look for.
    """

    def __init__(self) -> None:
        self.spoken = False
        """A voice was found."""
        self._unread = np.zeros(0, np.int16)

    def feed(self, samples: Pcm) -> None:
        """More sound, at `HEARING_RATE`."""
        if self.spoken:
            return
        self._unread = np.concatenate([self._unread, samples])
        if len(self._unread) >= _LOOKS_EVERY:
            self.spoken = speech_in(Sound(self._unread, HEARING_RATE)).spoken
            self._unread = self._unread[-_LOOKS_BACK:]


def level_dbfs(samples: Pcm) -> float:
    """Root mean square in dB below full scale; -120 for silence and for nothing."""
    if not samples.size:
        return _FLOOR_DBFS
    return _dbfs(math.sqrt(float(np.mean(np.square(samples.astype(np.float64))))))


def _peak_dbfs(samples: Pcm) -> float:
    return _dbfs(float(np.max(np.abs(samples.astype(np.int32)))))


def _dbfs(amplitude: float) -> float:
    return max(_FLOOR_DBFS, 20.0 * math.log10(amplitude / 32768.0)) if amplitude > 0 else _FLOOR_DBFS


def _spans(samples: NDArray[np.float32]) -> list[dict[str, int]]:
    from faster_whisper.vad import get_speech_timestamps

    # One window of silence at the front: the model needs a moment before it trusts a voice.
    lead = np.zeros(_WINDOW * 4, np.float32)
    spans = get_speech_timestamps(
        np.concatenate([lead, samples]),
        threshold=0.5,
        min_speech_duration_ms=96,
        min_silence_duration_ms=100,
        speech_pad_ms=0,
    )
    shifted = ({edge: max(0, at - len(lead)) for edge, at in span.items()} for span in spans)
    return [span for span in shifted if span["end"] > span["start"]]
