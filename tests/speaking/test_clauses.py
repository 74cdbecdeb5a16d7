"""Lines are cut where a voice may stop, early at first, and nothing is lost."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.speaking.clauses import GROWTH, ClauseSplitter, sentences

LINE = (
    "I hear you. The budget was $29.5 million, as Dr. Smith said, and e.g. my own team got nothing... "
    "So what do you want me to do, go back to Mr. Lee and say that you, of all people, would like more? "
    "It is 3.5 percent for everybody, this year, and I am sorry about that."
)


def streamed(text: str, size: int) -> list[str]:
    splitter = ClauseSplitter()
    clauses = [clause for at in range(0, len(text), size) for clause in splitter.feed(text[at : at + size])]
    return clauses + splitter.finish()


def squeezed(text: str) -> str:
    """The text without white space and without the marks that end sentences: what is spoken of it."""
    return re.sub(r"[\s.!?…]+", "", text)


def test_however_it_streams_the_clauses_are_the_same() -> None:
    one, three, seven = ([squeezed(c) for c in streamed(LINE, size)] for size in (1, 3, 7))
    assert one == three == seven


def test_a_sentence_is_out_with_its_own_full_stop() -> None:
    splitter = ClauseSplitter()
    assert splitter.feed("I hear what you want") == []
    assert splitter.feed(".") == ["I hear what you want."]
    assert splitter.feed("..") + splitter.feed(" But no.") == ["But no."] or splitter.finish() == ["But no."]


def test_numbers_and_titles_are_not_cut() -> None:
    for clause in streamed(LINE, 1):
        assert not clause.endswith(("$29.", "Dr.", "Mr.", "e.g.", "3."))


def test_the_first_clause_comes_first() -> None:
    splitter = ClauseSplitter()
    assert splitter.feed("I hear you. T") == ["I hear you."]
    assert splitter.feed("he budget is closed, and that will not ") == []


def test_a_full_stop_waits_for_what_follows() -> None:
    splitter = ClauseSplitter()
    assert splitter.feed("All I have got is $29.") == []
    assert splitter.feed("50 now. ") == ["All I have got is $29.50 now."]


def test_a_long_first_sentence_is_cut_at_a_comma() -> None:
    first = streamed("If you look at it from where I am sitting, there is very little that I could do.", 4)[0]
    assert first == "If you look at it from where I am sitting,"


def test_later_clauses_are_longer() -> None:
    later = streamed("One thing here. " + "And then there is more, you know, to say on it. " * 20, 5)[3:-1]
    assert all(len(clause) >= GROWTH[3] - 1 for clause in later)


def test_a_short_line_comes_whole() -> None:
    assert streamed("No.", 1) == ["No."]
    assert streamed("No. Sorry.", 1) == ["No. Sorry."]
    assert streamed("  ", 1) == []


def test_a_whole_text_has_its_sentences() -> None:
    said = 'Dr. Wu came at 3 p.m. today. Really?! "Yes." J. Doe, too... And I. Then no.'
    assert sentences(said) == [
        "Dr. Wu came at 3 p.m. today.", "Really?!", '"Yes."', "J. Doe, too...", "And I.", "Then no.",
    ]  # fmt: skip


@given(st.text(alphabet="ab .,!?…\"'()-—$1\n", max_size=120), st.integers(1, 9))
def test_nothing_is_lost_or_doubled(text: str, size: int) -> None:
    assert squeezed("".join(streamed(text, size))) == squeezed(text)
    assert squeezed("".join(sentences(text))) == squeezed(text)
