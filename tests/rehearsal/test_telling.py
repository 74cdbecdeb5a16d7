"""What events say to the user."""

from __future__ import annotations

import pytest

from voicecoach.rehearsal.events import Dropped, Level, NotCaught, Notice
from voicecoach.rehearsal.telling import level_word, message


@pytest.mark.parametrize(
    ("level", "words"), [(float("-inf"), "muted"), (-60.0, "too quiet"), (-20.0, "good"), (-0.1, "too loud")]
)
def test_a_level_is_said_in_words(level: float, words: str) -> None:
    """Nobody thinks in decibels."""
    assert words in level_word(level)


def test_a_turn_that_was_not_caught_tells_the_level_and_what_to_do() -> None:
    told = message(NotCaught(-47.0))
    assert told is not None
    assert "\N{MINUS SIGN}47 dBFS" in told
    assert "closer" in told


def test_what_has_words_of_its_own_is_told_in_them_and_a_level_is_not_told() -> None:
    assert message(Notice("talk.long_turn", "Take your time.")) == "Take your time."
    assert "Taken back" in str(message(Dropped(3)))
    assert "From the beginning" in str(message(Dropped(0)))
    assert message(Level(-20.0)) is None
