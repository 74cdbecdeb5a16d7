"""Keys in a terminal, a line each."""

from __future__ import annotations

import pytest

from voicecoach.rehearsal.events import Command, State
from voicecoach.terminal.keys import LineKeys, key_help


def asked(line: str, state: State = State.READY) -> tuple[list[Command], list[str]]:
    commands: list[Command] = []
    told: list[str] = []
    LineKeys(commands.append, lambda: state, told.append, "tap").typed(line)
    return commands, told


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", Command.TALK_DOWN),
        ("b", Command.TAKE_BACK),
        ("B", Command.TAKE_BACK),
        ("r", Command.RESTART),
        ("x", Command.CANCEL),
        ("s", Command.STOP),
        ("q", Command.LEAVE),
        ("p", Command.PAUSE),
    ],
)
def test_a_letter_asks_for_one_thing(line: str, command: Command) -> None:
    assert asked(line) == ([command], [])


def test_p_goes_on_when_it_is_paused() -> None:
    assert asked("p", State.PAUSED) == ([Command.GO_ON], [])


@pytest.mark.parametrize("line", ["b 3", "b3"])
def test_b_and_a_number_rewinds_that_many_lines(line: str) -> None:
    assert asked(line) == ([Command.TAKE_BACK] * 3, [])


@pytest.mark.parametrize("line", ["h", "what", "b 0", "b x"])
def test_anything_else_is_told_what_there_is(line: str) -> None:
    commands, told = asked(line)
    assert commands == []
    assert told


def test_the_help_is_that_of_the_mode_and_tells_what_can_be_said_aloud() -> None:
    assert "Enter starts your turn" in key_help("tap")
    assert "Enter starts your turn" not in key_help("open")
    assert "your voice does not" in key_help("open")
    assert all("start over" in key_help(mode) for mode in ("tap", "open"))
