"""Two attempts beside each other."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.coaching.talks import FOLDED, RAISE, RECOVERED, turns
from voicecoach.coaching import critique
from voicecoach.coaching.lint import Record, broken
from voicecoach.coaching.progress import Attempt, compare
from voicecoach.rehearsal.story import Story


def attempt(rows: tuple[tuple[str, str], ...], number: int, **notes: object) -> Attempt:
    talk = turns(rows)
    story = Story(replace(RAISE, confidence=3 + number), attempt=number, turns=talk, notes=notes)
    return Attempt(story, critique.make(talk, RAISE, None, load_audio=lambda _: None))


def test_the_second_attempt_stands_beside_the_first() -> None:
    both = compare(
        attempt(FOLDED, 1, confidence_after=4, feared_happened="yes"),
        attempt(RECOVERED, 2, confidence_after=7, feared_happened="partly"),
    )
    assert both.first.ask_words is None and both.second.ask_words is not None
    assert both.second.said == ("95 thousand",)
    words = both.in_words()
    assert "Said now and not before: “95 thousand”." in words
    assert "The ask was not said the first time." in words
    assert "4, 4, 5, 7" in words
    assert "First: yes. Then: partly." in words


def test_the_same_twice_is_said_as_such() -> None:
    words = compare(attempt(FOLDED, 1), attempt(FOLDED, 2)).in_words()
    assert "both times" in words and "in neither attempt" in words


def test_answers_that_were_not_given_are_not_made_up() -> None:
    both = compare(attempt(FOLDED, 1), attempt(RECOVERED, 2))
    assert both.second.confidence_after is None
    assert "not answered" in both.in_words()
    assert "How confident" not in both.in_words()


def test_json_holds_both_sides_and_the_words() -> None:
    row = json.loads(json.dumps(compare(attempt(FOLDED, 1), attempt(RECOVERED, 2)).to_json()))
    assert row["first"]["attempt"] == 1 and row["second"]["attempt"] == 2
    assert row["words"] and row["fear"] == RAISE.fear


def test_seconds_to_the_ask_are_told_where_they_are_known() -> None:
    def timed(number: int, length: float) -> Attempt:
        talk = tuple(
            replace(t, start_s=t.number * length, end_s=(t.number + 1) * length) for t in turns(RECOVERED)
        )
        story = Story(RAISE, attempt=number, turns=talk)
        return Attempt(story, critique.make(talk, RAISE, None, load_audio=lambda _: None))

    both = compare(timed(1, 10.0), timed(2, 4.0))
    assert both.first.ask_seconds and both.second.ask_seconds
    assert both.first.ask_seconds > both.second.ask_seconds
    assert "seconds, then after" in both.in_words()


def test_no_line_is_a_score() -> None:
    both = compare(attempt(FOLDED, 1), attempt(RECOVERED, 2))
    record = Record((), RAISE)
    for line in both.in_words().splitlines():
        assert "scores" not in broken(line, record)
