"""Stronger lines, from the user's sentence or from the brief."""

from __future__ import annotations

import pytest

from voicecoach.coaching.stronger import brief_line, line_of, unsoftened_line
from voicecoach.types import Brief, Finding, Label


def found(text: str, quote: str, label: Label = Label.HEDGE) -> Finding:
    start = text.index(quote)
    return Finding(0, label, quote, (start, start + len(quote)), "test")


@pytest.mark.parametrize(
    ("text", "softeners", "line"),
    [
        (
            "Um, I just need it by Friday, if that's okay.",
            ["Um", "just", "if that's okay"],
            "I need it by Friday.",
        ),
        ("I was wondering if I could get two weeks.", ["I was wondering if"], "I'm asking for two weeks."),
        ("sorry but i need the two weeks", ["sorry"], "I need the two weeks."),
        ("Maybe.", ["Maybe"], None),
        ("I guess so, maybe", ["I guess", "maybe"], None),
    ],
)
def test_softeners_come_out_and_the_rest_stands(text: str, softeners: list[str], line: str | None) -> None:
    findings = [found(text, s) for s in softeners]
    assert unsoftened_line(text, (0, len(text)), findings) == line


def test_a_sentence_without_softeners_is_left_alone() -> None:
    assert unsoftened_line("I need it by Friday.", (0, 20), []) is None


def test_more_than_eighteen_words_make_no_line() -> None:
    assert line_of("I need " + "word " * 17) is None


@pytest.mark.parametrize(
    ("want", "line"),
    [
        ("to end the contract on the 30th", "I've decided to end the contract on the 30th."),
        ("she calls before she comes over", "I need you to call before you come over."),
        ("he stops parking in my space", "I need you to stop parking in my space."),
        ("he isn't coming to Cornwall with us", "You're not coming to Cornwall with us."),
        ("I am not investing in his bar", "I am not investing in your bar."),
        ("the rent stays at eleven fifty", "The rent stays at eleven fifty."),
        ("no more lending her money", "From now on: no more lending you money."),
        ("the boiler fixed by Thursday", "I need the boiler fixed by Thursday."),
        ("not to host the party this year", "I've decided not to host the party this year."),
        ("to tell her I can't be a bridesmaid", "I can't be a bridesmaid."),
        ("she blorps twice a day", None),
        ("", None),
    ],
)
def test_the_brief_is_said_to_the_other_person(want: str, line: str | None) -> None:
    assert brief_line(Brief("other", "Sam", want)) == line


def test_a_raise_is_asked_for() -> None:
    assert (
        brief_line(Brief("raise", "Dana", "a raise to 95 thousand"))
        == "I'm asking for a raise to 95 thousand."
    )
