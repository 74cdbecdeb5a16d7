"""What is written is read as a person would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.speaking.speakable import speakable

READ = {
    # amounts
    "It is $29.": "It is twenty-nine dollars.",
    "I can do $3.50.": "I can do three dollars and fifty cents.",
    "$0.99, £1, €2": "ninety-nine cents, one pound, two euros",
    "$95k": "ninety-five thousand dollars",
    "from $90,000 to $95,000": "from ninety thousand dollars to ninety-five thousand dollars",
    "$90-95k": "ninety to ninety-five thousand dollars",
    "$1.2 million": "one point two million dollars",
    "US$5": "five dollars",
    "82K now": "eighty-two thousand now",
    # numbers
    "12.5%": "twelve point five percent",
    "3–4 weeks": "three to four weeks",
    "10-15% more": "ten to fifteen percent more",
    "1,000,000": "one million",
    "115": "one hundred and fifteen",
    "the 3rd, the 21st and the 40th": "the third, the twenty-first and the fortieth",
    "No. 5? No. I mean it.": "number five? No. I mean it.",
    "-5 degrees": "minus five degrees",
    "call 555-1234": "call five five five, one two three four",
    "24/7": "twenty-four seven",
    "half is 1/2": "half is one half",
    "version 2.0.1": "version two point zero point one",
    # times and dates
    "at 3:30 p.m. today": "at three thirty p m today",
    "10am. Then we go.": "ten a m. Then we go.",
    "at 10:00 or 9:05": "at ten o'clock or nine oh five",
    "on Nov 23, 2026": "on November twenty-third, twenty twenty-six",
    "2026-11-23": "November twenty-third, twenty twenty-six",
    "25/12/2025": "December twenty-fifth, twenty twenty-five",
    "since 2019, in March 2005": "since twenty nineteen, in March two thousand and five",
    "2024 people": "two thousand and twenty-four people",
    "the 1990s and the '80s": "the nineteen nineties and the eighties",
    # abbreviations
    "Dr. Wu vs. Mr. Lee": "Doctor Wu versus Mister Lee",
    "e.g. this, i.e. that": "for example this, that is that",
    "Acme Inc. They pay.": "Acme Incorporated. They pay.",
    "pens, etc. and so on": "pens, et cetera and so on",
    # marks for the eye
    "**Look**, that's *really* hard": "Look, that's really hard",
    "*sighs* No. (laughs) Never.": "No. Never.",
    "See [the plan](https://x.org/a).": "See the plan.",
    "See https://www.example.com/a?b=1.": "See example dot com.",
    "Mail a.b@c.org": "Mail a dot b at c dot org",
    "# Plan\n- one thing\n- another": "Plan. one thing. another",
    "1. One\n2. Two": "One. Two",
    "Fine 🙂👍🏽 then": "Fine then",
    "[[tɛst]] Hello": "Hello",
    "<break time='1s'/>Hi": "Hi",
    "I said “no” — twice…": "I said no, twice...",
    "What?!!": "What?",
    "R&D": "R and D",
    "salary/bonus": "salary or bonus",
    "Don't. It's yours.": "Don't. It's yours.",
    "well-known co-op": "well-known co-op",
}


@pytest.mark.parametrize(("written", "said"), READ.items(), ids=READ)
def test_it_is_read_so(written: str, said: str) -> None:
    assert speakable(written) == said


@pytest.mark.parametrize("text", ["", " ", "...", "—", "🙂", "(sighs)", "* * *", "```", "<b></b>"])
def test_nothing_to_say_is_empty(text: str) -> None:
    assert speakable(text) == ""


def test_plain_words_stay_as_they_are() -> None:
    line = "I hear you, and I don't agree: what would you do, then? Tell me."
    assert speakable(line) == line


@given(st.text(max_size=60) | st.text(alphabet="a1$.,-/:% *()[]<>'k\nDr", max_size=40))
def test_what_comes_out_is_one_line_without_marks_or_digits(text: str) -> None:
    said = speakable(text)
    assert "\n" not in said
    assert not set(said) & set("*`<>[]{}|_#$£€%@&")
    assert not any(letter in "0123456789" for letter in said)
