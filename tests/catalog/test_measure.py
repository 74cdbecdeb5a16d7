"""The engines are timed with a sentence of our own, and the sum is said in words."""

from __future__ import annotations

import pytest

from voicecoach import settings
from voicecoach.catalog.measure import SENTENCE, Timing, feel, measure


def test_the_starters_are_timed_on_a_machine_that_has_nothing_else() -> None:
    """Speaking, hearing and answering, in that order."""
    settings.save("partner.host", "http://127.0.0.1:9")
    timings = list(measure(settings.load()))
    assert [timing.engine for timing in timings] == ["espeak", "sphinx", "scripted"]
    assert all(timing.wait_s >= 0 for timing in timings)
    assert f"of {len(SENTENCE.split())} words right" in timings[1].says


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
