"""How fast each engine is on this machine, and what a reply will feel like.

One sentence goes round: a voice says it, the transcriber hears it, the partner answers it. Only words of
voicecoach's own are used.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.models import Kind, catalog
from voicecoach.errors import EngineError, VoicecoachError
from voicecoach.settings import Settings
from voicecoach.stages import Transcriber, Voice
from voicecoach.types import HEARING_RATE, Sound

SENTENCE = "I have run the new project for eight months, and I would like my pay to show that."

STARTERS = ("sphinx", "espeak")

_CLAUSE_TOKENS = 8
"""Tokens of a reply before its first clause can be spoken."""


@dataclass(frozen=True, slots=True)
class Timing:
    """One engine, timed."""

    stage: str
    engine: str
    wait_s: float
    """Seconds that it adds between your last word and the reply's first sound."""
    says: str
    """What was measured, in words."""


def measure(now: Settings) -> Iterator[Timing]:
    """Time every stage with the best engine that is there. Raises EngineError, VoicecoachError."""
    speaking, sound = _speaking()
    yield speaking
    yield _hearing(sound)
    yield _partner(now)


def feel(timings: list[Timing]) -> str:
    """What a reply will feel like."""
    wait = sum(timing.wait_s for timing in timings)
    if wait <= 1.2:
        how = "like talk"
    elif wait <= 2.5:
        how = "like somebody who thinks before answering"
    elif any(timing.engine in STARTERS for timing in timings):
        how = "slow; better engines are also quicker: voicecoach setup"
    else:
        how = "slow; a smaller profile answers sooner: voicecoach setup --profile small"
    return f"A reply starts about {wait:.1f} seconds after your last word. That feels {how}."


def _speaking() -> tuple[Timing, Sound]:
    voice = _voice()
    voice.warm()
    started = time.perf_counter()
    first: float | None = None
    pieces = []
    for spoken in voice.speak(SENTENCE):
        first = first or time.perf_counter() - started
        pieces.append(spoken.sound)
    if not pieces or first is None:
        raise EngineError(f"The voice {voice.name} gave no sound.", "Fetch it again: voicecoach setup")
    took = time.perf_counter() - started
    sound = Sound(np.concatenate([piece.samples for piece in pieces]), pieces[0].rate)
    says = f"first sound after {first:.2f} s, {took / sound.seconds:.2f} s of work for a second of speech"
    return Timing("speaking", voice.name, first, says), sound


def _hearing(sound: Sound) -> Timing:
    from voicecoach.audio.recordings import resampled, to_float, to_pcm

    heard_by = _transcriber()
    samples = to_pcm(resampled(to_float(sound.samples), sound.rate, HEARING_RATE))
    at_rate = Sound(samples, HEARING_RATE)
    heard_by.warm()
    started = time.perf_counter()
    heard = heard_by.transcribe(at_rate)
    took = time.perf_counter() - started
    said, got = SENTENCE.lower().replace(",", "").replace(".", "").split(), heard.text.lower().split()
    right = sum(word.strip(".,") in said for word in got)
    says = f"{took:.2f} s for {at_rate.seconds:.1f} s of speech, {right} of {len(said)} words right"
    return Timing("hearing", heard_by.name, took, says)


def _partner(now: Settings) -> Timing:
    server = ollama_server.find(now)
    model = now.text("partner.model") or next(
        (model.id for model in reversed(catalog().of(Kind.PARTNER)) if server.holds(model.id)), ""
    )
    if not model or not server.holds(model):
        return Timing("partner", "scripted", 0.0, "authored lines: no wait")
    first, rate = _first_token(ollama_server.configured(now), model)
    wait = first + _CLAUSE_TOKENS / rate if rate else first
    return Timing(
        "partner", f"ollama {model}", wait, f"first word after {first:.2f} s, {rate:.0f} tokens a second"
    )


def _first_token(host: str, model: str) -> tuple[float, float]:
    """Seconds to the first token, and tokens a second after it; the model is loaded beforehand."""
    import httpx
    import ollama

    from voicecoach.partner.ollama_server import KEEP_ALIVE, NUM_CTX

    client = ollama.Client(
        ollama_server.address(host), timeout=httpx.Timeout(120, connect=2), trust_env=False
    )
    asked = [{"role": "user", "content": SENTENCE}]

    def answer(tokens: int) -> Iterator[object]:
        return iter(
            client.chat(
                model,
                asked,
                stream=True,
                think=False,
                keep_alive=KEEP_ALIVE,
                options={"num_predict": tokens, "num_ctx": NUM_CTX},
            )
        )

    try:
        for _ in answer(1):
            pass
        started = time.perf_counter()
        arrivals = [time.perf_counter() - started for _ in answer(24)]
    except (httpx.HTTPError, ConnectionError, ollama.ResponseError, ValueError) as error:
        raise VoicecoachError(f"Ollama did not answer with {model}.", "Try: voicecoach doctor") from error
    if len(arrivals) < 2:
        raise VoicecoachError(
            f"Ollama answered nothing with {model}.", "Try another model: voicecoach models list"
        )
    return arrivals[0], (len(arrivals) - 1) / max(arrivals[-1] - arrivals[0], 1e-3)


def _voice() -> Voice:
    voices = store.installed_voices()
    if voices:
        from voicecoach.speaking.piper import PiperVoice

        return PiperVoice(voices[0].path)
    from voicecoach.speaking.espeak import EspeakVoice

    return EspeakVoice()


def _transcriber() -> Transcriber:
    models = store.installed_hearing()
    if models:
        from voicecoach.hearing.whisper import WhisperTranscriber

        return WhisperTranscriber(models[0].path)
    from voicecoach.hearing.sphinx import SphinxTranscriber

    return SphinxTranscriber()
