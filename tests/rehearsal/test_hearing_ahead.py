"""Transcription that starts before the turn is over."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.rehearsal.hearing_ahead import HearingAhead
from voicecoach.types import HEARING_RATE, Heard, Samples, Sound, Utterance, Word


def said(start_s: float, seconds: float) -> Utterance:
    sound = Sound(np.zeros(int(seconds * HEARING_RATE), np.int16), HEARING_RATE)
    return Utterance(
        sound, Samples(int(start_s * HEARING_RATE)), Samples(int((start_s + seconds) * HEARING_RATE))
    )


class Recogniser:
    """Hears how long it was, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def __call__(self, sound: Sound) -> Heard:
        self.asked.append(sound.seconds)
        text = f"{sound.seconds:g}s"
        return Heard(text, (Word(text, 0.0, sound.seconds),), "fake")


@pytest.fixture
def recogniser() -> Recogniser:
    return Recogniser()


@pytest.fixture
def hearing(recogniser: Recogniser) -> HearingAhead:
    return HearingAhead(recogniser)


def test_what_was_begun_at_the_soft_end_is_what_the_turn_ends_with(
    hearing: HearingAhead, recogniser: Recogniser
) -> None:
    told: list[tuple[int, str]] = []
    hearing.start(said(1, 2), 5, lambda revision, text: told.append((revision, text)))
    words = hearing.finish(said(1, 3), said(1, 3), 5)
    assert words.result().text == "2s"
    assert told == [(5, "2s")]
    assert recogniser.asked == [2.0]
    hearing.close()


def test_a_stale_revision_is_dropped(hearing: HearingAhead) -> None:
    hearing.start(said(1, 2), 5, lambda *_: None)
    hearing.drop_ahead()
    assert hearing.finish(said(1, 4), said(1, 4), 6).result().text == "4s"
    hearing.close()


def test_only_the_tail_of_a_long_turn_is_left_for_its_end(
    hearing: HearingAhead, recogniser: Recogniser
) -> None:
    hearing.start(said(10, 8), 1, lambda *_: None)
    hearing.stands(said(10, 8), 1)
    heard = hearing.finish(said(10, 12), said(18.5, 3.5), 2).result()
    assert heard.text == "8s 3.5s"
    assert [w.start_s for w in heard.words] == [0.0, 8.5]
    assert recogniser.asked == [8.0, 3.5]
    hearing.close()


def test_nothing_of_one_turn_reaches_the_next(hearing: HearingAhead) -> None:
    hearing.stands(said(10, 8), 1)
    hearing.drop()
    assert hearing.finish(said(30, 2), said(30, 2), 2).result().text == "2s"
    hearing.close()
