"""What the coach may not say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.coaching.talks import FOLDED, RAISE, turns
from voicecoach.coaching.lint import Record, broken, broken_line, cleared, new_words, true_quote
from voicecoach.coaching.parts import Point, Quote
from voicecoach.coaching.words import lexicon

RECORD = Record(turns(FOLDED), RAISE)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You seem nervous here.", "feelings"),
        ("You sounded unsure of yourself.", "feelings"),
        ("This shows anxiety.", "feelings"),
        ("I understand how hard this is.", "empathy"),
        ("I hear you.", "empathy"),
        ("That is 7/10.", "scores"),
        ("You scored well.", "scores"),
        ("80% of it was fine.", "scores"),
        ("This is people-pleasing.", "diagnosis"),
        ("A sign of depression.", "diagnosis"),
        ("You lack resolve.", "person"),
        ("You always give in.", "person"),
        ("Great job!", "cheer"),
        ("You should leave him.", "steering"),
        ("As an AI I cannot say.", "machine"),
        ("You said “I will never ask again”.", "quote"),
    ],
)
def test_a_line_that_breaks_a_rule_is_told(text: str, rule: str) -> None:
    assert rule in broken(text, RECORD)


def test_words_quoted_from_the_talk_break_no_rule() -> None:
    assert broken("You said “I know you're busy”.", RECORD) == ()


def _authored(found: Any) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    for item in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
        yield from _authored(item)


@pytest.mark.parametrize(
    "group", ["carried", "apologetic", "room", "retracted", "avoided", "stronger", "own", "by_model"]
)
def test_every_authored_sentence_may_be_said(group: str) -> None:
    for text in _authored(lexicon("coach")[group]):
        plain = text.replace("{", "").replace("}", "")
        assert broken(plain, RECORD) == (), text


def test_every_rubric_line_and_fairest_reading_may_be_said() -> None:
    for scenario in lexicon("rubrics").values():
        lines = [i[k] for i in scenario.get("items", ()) for k in ("met", "missed")]
        for text in [*lines, *scenario.get("fairest", {}).values()]:
            assert broken(text, RECORD) == (), text


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("I'm asking for 120 thousand.", "number"),
        ("Ask Gerald about the raise to 95 thousand.", "name"),
        ("I am so nervous about this.", "feelings"),
        (" ".join(["word"] * 19), "length"),
        ("", "length"),
    ],
)
def test_a_stronger_line_holds_nothing_new(line: str, rule: str) -> None:
    assert rule in broken_line(line, RECORD)


def test_a_number_may_come_back_in_another_form() -> None:
    assert broken_line("I'm asking for $95,000.", RECORD) == ()


def test_a_new_fact_is_told_by_its_words() -> None:
    assert new_words("I have two offers from competitors.", RECORD) == ("offers", "competitors")
    assert new_words("I'm asking for a raise to 95 thousand.", RECORD) == ()


def test_a_quote_that_points_elsewhere_is_false() -> None:
    said = RECORD.turns[1].text
    assert true_quote(Quote(1, (0, 5), said[:5]), RECORD)
    assert not true_quote(Quote(1, (0, 5), "Never"), RECORD)
    assert not true_quote(Quote(99, (0, 5), said[:5]), RECORD)


def test_a_claim_without_a_quote_is_dropped() -> None:
    assert cleared(Point("room", "", "This gives ground."), RECORD) is None


def test_a_missing_line_of_the_brief_needs_no_quote() -> None:
    assert cleared(Point("avoided", "", "“95 thousand” was on your list, and I did not find it."), RECORD)


def test_a_bad_stronger_line_is_taken_off_and_the_point_stays() -> None:
    quote = Quote(1, (0, 5), RECORD.turns[1].text[:5])
    point = cleared(Point("room", "", "This gives ground.", quote, "Take 200 thousand or else."), RECORD)
    assert point is not None and point.stronger is None
