"""What Whisper makes up is dropped; what was said stays."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from voicecoach.hearing.invented import is_invented


@dataclass
class Said:
    """A segment as Whisper gives it, sure of itself."""

    text: str = "I want ninety five thousand."
    no_speech_prob: float = 0.01
    avg_logprob: float = -0.2
    compression_ratio: float = 1.1
    tokens: list[int] = field(default_factory=lambda: [1, 2, 3])


def test_a_plain_sentence_stays() -> None:
    assert not is_invented(Said(), 2.0)


@pytest.mark.parametrize("text", ["Thank you.", "Thanks for watching!", "You", "Okay."])
def test_a_confident_thank_you_is_a_line_of_the_rehearsal(text: str) -> None:
    assert not is_invented(Said(text), 1.4)
    assert not is_invented(Said(text), 0.5)


@pytest.mark.parametrize("text", ["Thank you.", " Thanks for watching!", "You", "Bye-bye."])
def test_a_stock_phrase_goes_where_the_speech_is_short_and_the_engine_unsure(text: str) -> None:
    assert is_invented(Said(text, avg_logprob=-0.7), 0.5)
    assert is_invented(Said(text, avg_logprob=-1.2), 3.0)
    assert not is_invented(Said(text, avg_logprob=-0.7), 3.0)


def test_unsure_alone_or_no_speech_alone_drops_nothing_else() -> None:
    assert not is_invented(Said(avg_logprob=-1.5), 2.0)
    assert not is_invented(Said(no_speech_prob=0.9), 2.0)
    assert is_invented(Said(avg_logprob=-1.5, no_speech_prob=0.9), 2.0)


def test_loops_go_and_three_noes_stay() -> None:
    assert is_invented(Said(compression_ratio=2.5), 2.0)
    assert is_invented(Said(tokens=[5, 7, 7, 7, 7]), 2.0)
    assert not is_invented(Said("No, no, no.", tokens=[7, 1, 7, 1, 7]), 2.0)


@pytest.mark.parametrize("text", ["", " ", "...", "♪♪"])
def test_a_segment_without_a_word_goes(text: str) -> None:
    assert is_invented(Said(text), 2.0)
