"""What was said again: both takes are known, and at most two more are offered."""

from __future__ import annotations

from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.records import brief_to_json, turn_to_json
from voicecoach.rehearsal.story import Story, fold
from voicecoach.rehearsal.takes import may_say_again, moments
from voicecoach.rehearsal.transcript import takes_in_words
from voicecoach.types import Turn, Who

BEGIN = {"kind": "begin", "brief": brief_to_json(scenarios.example_brief("raise"))}


def turn(number: int, text: str) -> dict[str, object]:
    who = Who.YOU if number % 2 else Who.PARTNER
    return {"kind": "turn", "turn": turn_to_json(Turn(number, who, text))}


def dropped(first: int, why: str) -> dict[str, object]:
    return {"kind": "dropped", "from": first, "why": why}


def told(*lines: dict[str, object]) -> Story:
    return fold([BEGIN, *lines])


FIRST = (turn(0, "Yes?"), turn(1, "Sorry, maybe a raise."), turn(2, "No."))


def test_both_takes_stand_beside_each_other_with_what_they_answered() -> None:
    story = told(*FIRST, dropped(1, "again"), turn(1, "I'm asking for a raise."))
    (moment,) = moments(story)
    assert moment.before == "Yes?"
    assert [t.text for t in moment.takes] == ["Sorry, maybe a raise.", "I'm asking for a raise."]
    assert [line.strip()[:2] for line in takes_in_words(story)] == ["Sa", "1.", "2."]


def test_a_restart_or_an_unfinished_turn_is_no_second_take() -> None:
    for why, first in (("restart", 0), ("reopened", 1)):
        again = FIRST[first:2]
        assert not moments(told(*FIRST, dropped(first, why), *again))


def test_takes_that_answered_what_is_gone_are_no_takes_of_this_moment() -> None:
    story = told(
        *FIRST, turn(3, "Okay."), dropped(3, "again"), turn(3, "Still a raise."),
        dropped(1, "again"), turn(1, "A raise, please."), turn(2, "Why?"), turn(3, "For my work."),
    )  # fmt: skip
    assert [m.turn for m in moments(story)] == [1]


def test_a_moment_may_be_said_again_twice_and_no_more() -> None:
    once = (dropped(1, "again"), turn(1, "A raise."))
    assert may_say_again(told(*FIRST), 1) and not may_say_again(told(*FIRST), 0)
    assert may_say_again(told(*FIRST, *once), 1)
    assert not may_say_again(told(*FIRST, *once, *once), 1)
    assert not may_say_again(told(*FIRST), 7)
