"""Which seconds are played for a quote."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.coaching.cutting import Cutter, doubts, snapped
from voicecoach.coaching.quotes import quote_of
from voicecoach.rehearsal.demo import demo_recordings, demo_turns
from voicecoach.types import Sound, Turn, Who, Word

RATE = 16_000


def spoken(*stretches: tuple[float, float], seconds: float = 4.0) -> Sound:
    """A quiet room with a voice-like tone in the given stretches."""
    rng = np.random.default_rng(1)
    samples = rng.normal(0, 10, round(seconds * RATE))
    for start, end in stretches:
        a, b = round(start * RATE), round(end * RATE)
        samples[a:b] += 6000 * np.sin(np.arange(b - a) * 2 * np.pi * 180 / RATE)
    return Sound(samples.astype(np.int16), RATE)


def turn_of(*words: Word, engine: str = "sphinx") -> Turn:
    return Turn(0, Who.YOU, " ".join(w.text for w in words), words, audio="0.wav", engine=engine)


@pytest.mark.parametrize(("start", "end"), [(0.8, 2.4), (1.05, 1.95), (1.0, 2.0)])
def test_both_ends_move_to_the_voice(start: float, end: float) -> None:
    assert snapped(spoken((1.0, 2.0)), start, end) == pytest.approx((1.0, 2.0), abs=0.06)


def test_a_pause_that_is_far_away_moves_nothing() -> None:
    assert snapped(spoken((0.5, 3.5)), 1.5, 2.5) == pytest.approx((1.5, 2.5), abs=0.06)


def test_silence_all_over_is_left_as_it_is() -> None:
    silent = Sound(np.zeros(RATE, np.int16), RATE)
    assert snapped(silent, 0.2, 0.6) == pytest.approx((0.2, 0.6), abs=0.05)


def test_a_quote_of_the_starter_recogniser_is_cut_to_its_words() -> None:
    turn = turn_of(Word("never", 0.5, 1.0), Word("mind", 1.0, 1.5), Word("then", 2.1, 2.5))
    sound = spoken((0.5, 1.5), (2.1, 2.5))
    cut = Cutter([turn], lambda _: sound).cut(quote_of(turn, (0, 10)))
    assert (cut.start_s, cut.end_s) == pytest.approx((0.5, 1.5), abs=0.06)


def test_without_the_recording_there_is_nothing_to_play() -> None:
    turn = turn_of(Word("never", 0.5, 1.0))
    cut = Cutter([turn], lambda _: None).cut(quote_of(turn, (0, 5)))
    assert cut.audio is None and cut.text == "never"


def test_words_that_cannot_be_laid_on_the_sound_play_the_whole_turn() -> None:
    turn = turn_of(Word("zzyzx", 0.6, 0.9), Word("qwertz", 1.0, 1.2), engine="whisper")
    sound = spoken((0.5, 3.0))
    cut = Cutter([turn], lambda _: sound).cut(quote_of(turn, (0, 5)))
    assert (cut.start_s, cut.end_s) == pytest.approx((0.5, 3.0), abs=0.1)


def test_a_corrected_turn_plays_the_words_of_its_quote() -> None:
    """The recogniser heard something else; the corrected words are the ones that are in the sound."""
    sound, text = demo_recordings()[2], str(demo_turns()[2]["text"])
    turn = Turn(0, Who.YOU, text, (Word("celery", 0, 9),), audio="0.wav", engine="whisper", corrected=True)
    start = text.index("I'm asking")
    last = Cutter([turn], lambda _: sound).cut(quote_of(turn, (start, len(text))))
    assert last.start_s is not None and last.end_s is not None
    assert sound.seconds / 2 < last.start_s < last.end_s


def test_speech_that_no_word_covers_makes_its_neighbours_doubtful() -> None:
    sound = spoken((0.5, 3.5))
    assert doubts(["one", "two"], [(0.5, 0.8), (3.1, 3.5)], sound) == {0, 1}
    assert doubts(["one", "two"], [(0.5, 0.8), (0.8, 1.1)], spoken((0.5, 1.1))) == frozenset()
