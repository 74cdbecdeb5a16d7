"""Numbers and dates are read by value, however they are said."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.numbers import amounts, same_value


@pytest.mark.parametrize(
    ("text", "value", "kind", "quote"),
    [
        ("i want ninety-five thousand please", 95_000, "money", "ninety-five thousand"),
        ("pay me 95k", 95_000, "money", "95k"),
        ("It is $95,000.", 95_000, "money", "$95,000"),
        ("eighty two and a half", 82.5, "count", "eighty two and a half"),
        ("make it eighty two and a half thousand", 82_500, "money", "eighty two and a half thousand"),
        ("two hundred and forty a day", 240, "count", "two hundred and forty"),
        ("i'm still at two forty", 240, "count", "two forty"),
        ("the rent stays at eleven fifty", 1150, "count", "eleven fifty"),
        ("two lakhs for it", 200_000, "money", "two lakhs"),
        ("fifteen percent", 15, "percent", "fifteen percent"),
        ("half the fee", 0.5, "fraction", "half"),
        ("the 30th stands", 30, "date", "the 30th"),
        ("by the 20th of May", 520, "date", "the 20th of May"),
        ("my last day is march fourteenth", 314, "date", "march fourteenth"),
        ("starting in July", 700, "date", "July"),
        ("by Friday", 5, "weekday", "Friday"),
        ("i need two weeks", 14, "duration", "two weeks"),
        ("a fortnight is plenty", 14, "duration", "a fortnight"),
        ("come at seven thirty pm", 19.5, "time", "seven thirty pm"),
        ("by the end of the month", 30, "relative", "end of the month"),
    ],
)
def test_reads_one_amount(text, value, kind, quote):
    (found,) = amounts(text)
    assert (found.value, found.kind, text[found.start : found.end]) == (value, kind, quote)


@pytest.mark.parametrize("text", ["that one is fine", "I may go", "we march on", "one more time", "a second"])
def test_words_that_only_look_like_amounts_are_none(text):
    assert amounts(text) == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ninety-five thousand", "$95,000", True),
        ("95k", "ninety five thousand", True),
        ("the number is 88", "88 thousand", True),
        ("the 30th", "June 30", True),
        ("the 30th", "the tenth", False),
        ("two weeks", "a fortnight", True),
        ("two", "two hundred", False),
        ("twenty-eight fifty", "$28.50", True),
        ("Friday", "Monday", False),
        ("fifteen percent", "fifteen thousand", False),
        ("6 pm", "six", True),
    ],
)
def test_compares_by_value(one, other, same):
    a, b = amounts(one)[0], amounts(other)[0]
    assert same_value(a, b) is same
    assert same_value(b, a) is same


@given(st.text(alphabet="a bcdeforhtiwn0123456789,.$%'kth ", max_size=60))
def test_spans_are_ordered_and_never_empty(text):
    found = amounts(text)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("half past six", "6:30"),
        ("a quarter to nine", "8:45"),
        ("twenty past four", "4:20"),
        ("one point five million", "1,500,000"),
        ("by month end", "the end of the month"),
    ],
)
def test_times_and_points_are_read_as_people_say_them(first: str, second: str) -> None:
    assert same_value(amounts(first)[0], amounts(second)[0])


def test_a_range_is_no_time_of_day() -> None:
    assert not any(a.kind == "time" for a in amounts("ten to twelve people"))
