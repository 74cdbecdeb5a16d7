"""Clauses are cut with and without punctuation."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.clauses import clauses


def cut(text):
    return [text[c.start : c.end] for c in clauses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I know about the freeze, and the number is still 88.",
         ["I know about the freeze", "the number is still 88"]),
        ("Come in. And before you sit down: I need you to call first.",
         ["Come in", "before you sit down", "I need you to call first"]),
        ("No. After the 16th I'm done.", ["No", "After the 16th I'm done"]),
        ("Thanks, Mr. Doyle. I asked Mr. Doyle already.",
         ["Thanks", "Mr. Doyle", "I asked Mr. Doyle already"]),
    ],
)  # fmt: skip
def test_marks_and_conjunctions_cut(text, expected):
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("i hear you i'm not gonna lend it", "i'm not gonna lend it"),
        ("i know you don't like it and i am still asking you to do it", "i am still asking you to do it"),
        ("um i need you to call before you come over", "i need you to call before you come over"),
    ],
)
def test_bare_text_is_cut_before_a_new_subject(text, clause):
    assert clause in cut(text)


def test_the_conjunction_is_kept_as_a_link():
    assert [c.link for c in clauses("I hear you, but the rent stays the same.")] == ["", "but"]


@given(st.text(alphabet="ab, .!?'’ingyouinoand\n—", max_size=80))
def test_clauses_are_ordered_inside_the_text_and_never_empty(text):
    found = clauses(text)
    assert all(0 <= c.start < c.end <= len(text) and c.words for c in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
