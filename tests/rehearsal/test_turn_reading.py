"""A turn read before it is certain that it is one."""

from __future__ import annotations

import pytest

from voicecoach.partner.mind import Mind
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import Command, Direction
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.turn_reading import TurnReading
from voicecoach.types import Heard, Turn


def fresh() -> Talk:
    talk = Talk.begin(scenarios.load("raise"), example_brief("raise"), MemoryJournal(), seed=1)
    opening = talk.next_move()
    talk.add_theirs(opening, "What is it?", start_s=0.0, end_s=1.0, audio=None, engine="fake")
    return talk


def add(talk: Talk, text: str, reading: TurnReading | None = None) -> Turn:
    return talk.add_yours(Heard(text), reading=reading, start_s=2.0, end_s=3.0, audio=None)


def test_reading_ahead_changes_nothing() -> None:
    talk = fresh()
    before = talk.mind.snapshot()
    talk.read(Heard("I'm asking for ninety five thousand."))
    assert talk.mind.snapshot() == before
    assert len(talk.turns) == 1


def test_what_was_read_ahead_is_what_the_turn_does() -> None:
    one, other = fresh(), fresh()
    text = "I'm asking for ninety five thousand."
    add(one, text, one.read(Heard(text)))
    add(other, text)
    assert one.mind.snapshot() == other.mind.snapshot()
    assert one.next_move() == other.next_move()
    assert one.next_move() == Mind.restore(one.scenario, one.brief, one.mind.snapshot()).next_move()


def test_what_was_read_ahead_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    talk = fresh()
    text = "I'm asking for ninety five thousand."
    reading = talk.read(Heard(text))
    heard: list[str] = []
    monkeypatch.setattr(Mind, "hear", lambda self, turn, findings: heard.append(turn.text))
    add(talk, text, reading)
    assert heard == []
    assert talk.mind.state.asked


def test_a_reading_of_other_words_is_not_used() -> None:
    one, other = fresh(), fresh()
    add(one, "Okay, whatever you say.", one.read(Heard("I'm asking for ninety five thousand.")))
    add(other, "Okay, whatever you say.")
    assert one.mind.snapshot() == other.mind.snapshot()


@pytest.mark.parametrize("change", ["direct", "drop"])
def test_a_reading_from_before_a_change_is_not_used(change: str) -> None:
    """The partner was told to push harder, or a line was taken back, while the turn was read."""
    one, other = fresh(), fresh()
    text = "I'm asking for ninety five thousand."
    reading = one.read(Heard(text))
    for talk in (one, other):
        if change == "direct":
            talk.direct(Direction.HARDER)
        else:
            talk.drop_from(0, "take_back")
    add(one, text, reading)
    add(other, text)
    assert one.mind.snapshot() == other.mind.snapshot()


def test_commands_and_danger_are_read_too() -> None:
    talk = fresh()
    assert talk.read(Heard("let me try that again")).command is Command.TAKE_BACK
    assert talk.read(Heard("push harder")).direction is Direction.HARDER
    assert talk.read(Heard("I want to kill myself")).scope.label == "emergency"
