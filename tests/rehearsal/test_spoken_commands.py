"""Commands that are said aloud."""

from __future__ import annotations

import pytest

from voicecoach.rehearsal.events import Command, Direction
from voicecoach.rehearsal.spoken_commands import says_no, says_yes, spoken_command, spoken_direction


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("Let me try that again.", Command.TAKE_BACK),
        ("um, sorry, can we start over please?", Command.RESTART),
        ("pause", Command.PAUSE),
        ("Okay, stop here.", Command.STOP),
        ("Carry on!", Command.GO_ON),
    ],
)
def test_a_whole_utterance_is_a_command(said: str, command: Command) -> None:
    assert spoken_command(said) is command


@pytest.mark.parametrize(
    "said",
    [
        "I want to pause the contract in May.",
        "Please stop commenting on my weight.",
        "We should start over with a new budget",
        "I need you to stop.",
        "",
        "please",
    ],
)
def test_words_inside_a_sentence_are_none(said: str) -> None:
    assert spoken_command(said) is None


def test_yes_is_a_yes_and_only_a_clear_no_is_a_no() -> None:
    assert says_yes("Yes, I am.")
    assert not says_no("um I'm not sure")
    assert says_no("No, it's only a figure of speech.")


@pytest.mark.parametrize(
    ("said", "direction"),
    [
        ("Push harder.", Direction.HARDER),
        ("Stop, you'd be angrier than that.", Direction.ANGRIER),
        ("She wouldn't say that.", Direction.UNLIKE),
        ("No wait, Dana would never say that", Direction.UNLIKE),
        ("okay go easier please", Direction.SOFTER),
        ("He'd be tougher.", Direction.HARDER),
    ],
)
def test_a_word_to_the_director_is_a_direction(said: str, direction: Direction) -> None:
    assert spoken_direction(said.removeprefix("No "), "Dana") is direction


@pytest.mark.parametrize(
    "said", ["It would be easier for me in May.", "You'd never say that to Tom.", "Harder than it looks."]
)
def test_a_sentence_of_the_talk_is_no_direction(said: str) -> None:
    assert spoken_direction(said, "Dana") is None
