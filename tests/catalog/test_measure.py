"""The engines are timed with a sentence of our own, and the sum is said in words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.catalog.test_ollama_server import ollama
from voicecoach import settings
from voicecoach.catalog.measure import SENTENCE, Timing, _partner, feel, measure
from voicecoach.errors import VoicecoachError
from voicecoach.paths import models_dir

DATA = Path(__file__).parents[1] / "data"


def test_the_starters_are_timed_on_a_machine_that_has_nothing_else() -> None:
    """Speaking, hearing and answering, in that order."""
    settings.save("partner.host", "http://127.0.0.1:9")
    timings = list(measure(settings.load()))
    assert [timing.engine for timing in timings] == ["espeak", "sphinx", "scripted"]
    assert all(timing.wait_s >= 0 for timing in timings)
    assert f"of {len(SENTENCE.split())} words right" in timings[1].says


def test_engines_that_were_put_there_are_timed_in_place_of_the_starters() -> None:
    """The real Whisper and the real Piper, with models made for tests."""
    shutil.copytree(DATA / "whisper-rehearsal-test", models_dir() / "hearing" / "small")
    shutil.copytree(DATA / "piper-test-voice", models_dir() / "speaking" / "tones")
    settings.save("partner.host", "http://127.0.0.1:9")
    timings = list(measure(settings.load()))
    assert [timing.engine for timing in timings] == ["piper", "whisper", "scripted"]


@pytest.mark.parametrize(
    ("wait_s", "engine", "words"),
    [
        (0.8, "whisper", "like talk"),
        (2.0, "whisper", "thinks before answering"),
        (5.0, "whisper", "--profile small"),
        (5.0, "sphinx", "better engines are also quicker"),
    ],
)
def test_what_a_reply_will_feel_like(wait_s: float, engine: str, words: str) -> None:
    """Seconds, and a comparison that anybody knows."""
    said = feel([Timing("hearing", engine, wait_s, "")])
    assert f"about {wait_s:.1f} seconds" in said
    assert words in said


def test_a_model_in_ollama_is_timed_to_its_first_word() -> None:
    """Loaded first, so that only the answer is timed."""
    words = [{"message": {"role": "assistant", "content": word}} for word in ("That", " is", " a lot", "")]
    with ollama({"models": [{"name": "qwen3:8b", "size": 1}]}, words) as host:
        settings.save("partner.host", host)
        timing = _partner(settings.load())
    assert timing.engine == "ollama qwen3:8b"
    assert timing.wait_s > 0
    assert "tokens a second" in timing.says


def test_an_ollama_that_fails_to_answer_is_one_sentence() -> None:
    """It lists the model and then gives an error."""
    with ollama({"models": [{"name": "qwen3:8b", "size": 1}]}, [{"error": "out of memory"}]) as host:
        settings.save("partner.host", host)
        with pytest.raises(VoicecoachError, match="qwen3:8b"):
            _partner(settings.load())
