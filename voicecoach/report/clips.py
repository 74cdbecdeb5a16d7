"""The user's own words as small sounds inside the report."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable

import numpy as np

from voicecoach.coaching.parts import Quote
from voicecoach.types import HEARING_RATE, Sound

MARGIN_S = 0.05
"""Seconds kept around a quote, faded in and out."""

LIMIT_BYTES = 9_000_000
"""All clips of one report together; what does not fit is left out, the words stay."""

LoadAudio = Callable[[str], Sound | None]


def clip(quote: Quote, load_audio: LoadAudio) -> Sound | None:
    """The stretch of the user's recording that a quote points at; None where there is none."""
    if quote.audio is None or quote.start_s is None or quote.end_s is None:
        return None
    sound = load_audio(quote.audio)
    if sound is None:
        return None
    first = max(0, int((quote.start_s - MARGIN_S) * sound.rate))
    last = int((quote.end_s + MARGIN_S) * sound.rate)
    samples = sound.samples[first:last].astype(np.float32)
    if not len(samples):
        return None
    ramp = np.linspace(0.0, 1.0, min(len(samples) // 2, int(MARGIN_S * sound.rate)) or 1, dtype=np.float32)
    samples[: len(ramp)] *= ramp
    samples[-len(ramp) :] *= ramp[::-1]
    return Sound(samples.astype(np.int16), sound.rate)


def data_url(sound: Sound) -> str:
    """A sound as an MP3 in a data URL: every browser plays it, without a script or a file beside."""
    import soundfile
    import soxr

    samples = sound.samples.astype(np.float32) / 32768
    if sound.rate != HEARING_RATE:
        samples = soxr.resample(samples, sound.rate, HEARING_RATE)
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, HEARING_RATE, format="MP3", subtype="MPEG_LAYER_III")
    return "data:audio/mpeg;base64," + base64.b64encode(buffer.getvalue()).decode()


def clips(quotes: Iterable[Quote], load_audio: LoadAudio) -> dict[Quote, str]:
    """Data URLs by quote, as many as fit."""
    made: dict[Quote, str] = {}
    size = 0
    for quote in quotes:
        sound = clip(quote, load_audio) if quote not in made else None
        if sound is None:
            continue
        url = data_url(sound)
        size += len(url)
        if size > LIMIT_BYTES:
            break
        made[quote] = url
    return made
