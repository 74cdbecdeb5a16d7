"""Hearing that starts before the turn is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from voicecoach.hearing.streams import KeptStream
from voicecoach.rehearsal.hearing_ahead import HearingAhead
from voicecoach.types import HEARING_RATE, Heard, Pcm, Samples, Sound, Utterance, Word

Told = list[tuple[int, str]]


def said(start_s: float, seconds: float) -> Utterance:
    """What a microphone gave that counts its samples: which sample is where can be seen."""
    samples = np.arange(int(start_s * HEARING_RATE), int((start_s + seconds) * HEARING_RATE))
    return Utterance(
        Sound((samples % 32_000).astype(np.int16), HEARING_RATE),
        Samples(int(start_s * HEARING_RATE)),
        Samples(int((start_s + seconds) * HEARING_RATE)),
    )


class Whole:
    """Hears whole utterances: says how long one was, and counts how often it was asked."""

    streams = False

    def __init__(self) -> None:
        self.asked: list[float] = []

    def begin(self) -> KeptStream:
        return KeptStream(self.transcribe)

    def transcribe(self, sound: Sound) -> Heard:
        self.asked.append(sound.seconds)
        text = f"{sound.seconds:g}s"
        return Heard(text, (Word(text, 0.0, sound.seconds),), "fake")


class Streaming(Whole):
    """Hears as it goes; keeps what each of its streams was given."""

    streams = True

    def __init__(self) -> None:
        super().__init__()
        self.given: list[list[Pcm]] = []

    def begin(self) -> KeptStream:
        pieces: list[Pcm] = []
        self.given.append(pieces)
        ear = self

        class Stream:
            def feed(self, samples: Pcm) -> None:
                pieces.append(samples)

            def so_far(self) -> str:
                return "so far"

            def finish(self) -> Heard:
                return ear.transcribe(Sound(np.concatenate(pieces), HEARING_RATE))

        return KeptStream(self.transcribe, Stream())


class Understanding:
    """What a turn amounts to: its words as they stand; counts them."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, heard: Heard) -> Heard:
        self.read.append(heard.text)
        return heard


@pytest.fixture
def understand() -> Understanding:
    return Understanding()


@pytest.fixture
def make(understand: Understanding) -> Iterator[Callable[[Whole], HearingAhead[Heard]]]:
    made: list[HearingAhead[Heard]] = []

    def hearing(ear: Whole) -> HearingAhead[Heard]:
        made.append(HearingAhead(ear, understand))
        return made[-1]

    yield hearing
    for each in made:
        each.close()


Make = Callable[[Whole], HearingAhead[Heard]]


def nobody(_revision: int, _heard: Heard) -> None:
    """Is told words that it does not want."""


def test_what_was_begun_at_the_soft_end_is_what_the_turn_ends_with(
    make: Make, understand: Understanding
) -> None:
    ear, told = Whole(), Told()
    hearing = make(ear)
    hearing.soft_end(said(1, 2), said(1, 2), 5, lambda revision, heard: told.append((revision, heard.text)))
    words = hearing.finish(said(1, 3), said(1, 3), 5)
    assert words.result().text == "2s"
    assert told == [(5, "2s")]
    assert ear.asked == [2.0]
    assert understand.read == ["2s"]


def test_a_stale_revision_is_dropped(make: Make) -> None:
    hearing = make(Whole())
    hearing.soft_end(said(1, 2), said(1, 2), 5, nobody)
    hearing.drop_ahead()
    assert hearing.finish(said(1, 4), said(1, 4), 6).result().text == "4s"


def test_only_the_tail_of_a_long_turn_is_left_for_its_end(make: Make, understand: Understanding) -> None:
    ear = Whole()
    hearing = make(ear)
    hearing.soft_end(said(10, 8), said(10, 8), 1, nobody)
    hearing.stands(said(10, 8), 1)
    heard = hearing.finish(said(10, 12), said(18.5, 3.5), 2).result()
    assert heard.text == "8s 3.5s"
    assert [w.start_s for w in heard.words] == [0.0, 8.5]
    assert ear.asked == [8.0, 3.5]
    assert understand.read[-1] == "8s 3.5s"


def test_a_soft_end_of_a_long_turn_is_understood_as_a_whole(make: Make, understand: Understanding) -> None:
    hearing = make(Whole())
    hearing.stands(said(10, 8), 1)
    hearing.soft_end(said(10, 12), said(18, 4), 2, nobody)
    assert hearing.finish(said(10, 13), said(18, 5), 2).result().text == "8s 4s"
    assert understand.read == ["8s 4s"]


def test_nothing_of_one_turn_reaches_the_next(make: Make) -> None:
    hearing = make(Whole())
    hearing.stands(said(10, 8), 1)
    hearing.drop()
    assert hearing.finish(said(30, 2), said(30, 2), 2).result().text == "2s"
    assert hearing.finish(said(40, 3), said(40, 3), 3).result().text == "3s"


def test_a_turn_taken_up_again_keeps_its_stretches_and_hears_its_tail_anew(make: Make) -> None:
    hearing = make(Whole())
    hearing.stands(said(10, 8), 1)
    hearing.finish(said(10, 12), said(18, 4), 2).result()
    hearing.reopen()
    hearing.drop_ahead()
    assert hearing.finish(said(10, 15), said(18, 7), 3).result().text == "8s 7s"


def test_an_end_that_was_only_a_pause_in_a_long_turn_is_not_heard_twice(make: Make) -> None:
    ear = Whole()
    hearing = make(ear)
    hearing.finish(said(10, 7), said(10, 7), 2).result()
    hearing.reopen()
    hearing.stands(said(10, 7), 2)
    assert hearing.finish(said(10, 10), said(17, 3), 3).result().text == "7s 3s"
    assert ear.asked == [7.0, 3.0]


def test_an_engine_that_streams_is_given_each_sample_once_and_in_order(make: Make) -> None:
    ear = Streaming()
    hearing = make(ear)
    for seconds in (0.5, 1.0, 1.6):
        hearing.follow(said(1, seconds))
    assert hearing.finish(said(1, 2), said(1, 2), 1).result().text == "2s"
    assert len(ear.given) == 1
    assert np.array_equal(np.concatenate(ear.given[0]), said(1, 2).sound.samples)


def test_its_words_so_far_are_told_before_it_is_through(make: Make) -> None:
    told = Told()
    hearing = make(Streaming())
    hearing.follow(said(1, 1))
    hearing.soft_end(said(1, 2), said(1, 2), 4, lambda revision, heard: told.append((revision, heard.text)))
    hearing.finish(said(1, 2.5), said(1, 2.5), 4).result()
    assert told == [(4, "so far"), (4, "2s")]


def test_whoever_goes_on_after_a_soft_end_is_heard_from_the_start_of_the_tail(make: Make) -> None:
    ear = Streaming()
    hearing = make(ear)
    hearing.follow(said(1, 1))
    hearing.soft_end(said(1, 2), said(1, 2), 1, nobody)
    hearing.drop_ahead()
    hearing.follow(said(1, 2.5))
    assert hearing.finish(said(1, 3), said(1, 3), 2).result().text == "3s"
    assert np.array_equal(np.concatenate(ear.given[-1]), said(1, 3).sound.samples)


def test_an_engine_that_does_not_stream_is_given_nothing_before_a_soft_end(make: Make) -> None:
    ear = Whole()
    hearing = make(ear)
    hearing.follow(said(1, 1))
    assert hearing.finish(said(1, 2), said(1, 2), 1).result().text == "2s"
    assert ear.asked == [2.0]
