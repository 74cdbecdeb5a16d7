"""Whether a speaker has finished, from words with and without punctuation."""

from __future__ import annotations

import pytest

from voicecoach.audio.endpoint import Finish, finish_of
from voicecoach.audio.patience import EndSilence, Patience


@pytest.mark.parametrize(
    "text",
    [
        "I want ninety-five thousand.",
        "When can you give me an answer?",
        "I can't do that.",
        "I'm asking for a raise",
        "I need an answer by the end of the week",
        "yes",
        "No.",
        "thank you",
    ],
)
def test_finished(text: str) -> None:
    assert finish_of(text) is Finish.FINISHED


@pytest.mark.parametrize(
    "text",
    [
        "I want to talk about",
        "I've led the launch and",
        "And.",
        "I want to um",
        "I just think, you know",
        "So what I want is...",
        "I need you to stop calling me at.",
        "if the budget is approved",
        "I have led two projects,",
        "I want",
    ],
)
def test_unfinished(text: str) -> None:
    assert finish_of(text) is Finish.UNFINISHED


@pytest.mark.parametrize("text", ["", "   ", "a raise", "ninety thousand", "?!"])
def test_unclear(text: str) -> None:
    assert finish_of(text) is Finish.UNCLEAR


def test_curly_apostrophes_are_apostrophes() -> None:
    assert finish_of("I know that it’s") is Finish.UNFINISHED


@pytest.mark.parametrize("patience", list(Patience))
def test_the_surer_the_end_the_shorter_the_silence(patience: Patience) -> None:
    silence = EndSilence(patience)
    finished, unclear, unsure, unfinished = (silence.seconds(finish) for finish in Finish)
    assert 0.35 < finished < unclear < unsure < unfinished <= 3.0


def test_a_pause_that_was_too_long_is_learned_and_slowly_forgotten() -> None:
    silence = EndSilence(Patience.NORMAL)
    silence.went_on_after(1.4)
    assert silence.seconds(Finish.UNCLEAR) > 1.4
    for _ in range(5):
        silence.ended_well()
    assert silence.seconds(Finish.UNCLEAR) == pytest.approx(1.1)


def test_a_last_word_that_nobody_is_sure_of_finishes_nothing() -> None:
    assert finish_of("please stop commenting on mine", 0.3) is Finish.UNSURE
    assert finish_of("please stop commenting on my weight", 0.9) is Finish.FINISHED
    assert finish_of("I want ninety thousand because", 0.3) is Finish.UNFINISHED


@pytest.mark.parametrize("text", ["that sounds good to me", "that works for me", "you promised me a review"])
def test_what_was_learned_knows_sentences_that_the_rules_do_not(text: str) -> None:
    assert finish_of(text) is Finish.FINISHED
