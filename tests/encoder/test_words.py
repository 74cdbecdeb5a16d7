"""The encoder reads words so that names and genders make no difference."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.encoder.words import names_in, split, texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("He said my mum knows.", "She said my dad knows."),
        ("I told his sister.", "I told her brother."),
        ("yes sir", "yes ma'am"),
        ("We asked Priya about it.", "We asked Marcus about it."),
        ("she's at the mosque", "he's at the church"),
    ],
)
def test_who_somebody_is_makes_no_difference(one, other):
    assert texts(split(one)) == texts(split(other))


def test_a_name_that_the_brief_tells_is_known_in_bare_text():
    names = names_in("Pemberton, who runs the hotel")
    assert texts(split("no pemberton it's forty", names)) == ["no", "sam", "it's", "forty"]


def test_words_that_only_open_a_sentence_are_no_names():
    assert texts(split("Maybe. Perhaps we talk on Monday.")) == [
        "maybe", ".", "perhaps", "we", "talk", "on", "monday", ".",
    ]  # fmt: skip


@given(st.text(max_size=120))
def test_every_word_stands_where_it_says(text):
    found = split(text)
    assert all(0 <= w.start < w.end <= len(text) for w in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
