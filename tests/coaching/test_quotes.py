"""From a pointer to words and seconds."""

from __future__ import annotations

import pytest

from voicecoach.coaching.quotes import quote_of, sentence_at, sentences, surest
from voicecoach.types import Turn, Who, Word


def heard(text: str, **kinds: object) -> Turn:
    words = tuple(Word(w, n * 0.5, n * 0.5 + 0.4, 0.9) for n, w in enumerate(text.split()))
    return Turn(1, Who.YOU, text, words, audio="audio/1.wav", engine="sphinx", **kinds)  # type: ignore[arg-type]


def test_a_quote_stands_to_the_letter_where_it_points() -> None:
    turn = heard("Well, I'm asking for $95,000 today.")
    quote = quote_of(turn, (6, 28))
    assert turn.text[slice(*quote.at)] == quote.text == "I'm asking for $95,000"


def test_spaces_at_its_ends_are_left_out() -> None:
    assert quote_of(heard("one two three"), (3, 8)).text == "two"


def test_the_seconds_are_those_of_its_words() -> None:
    quote = quote_of(heard("i am asking for ninety five thousand today"), (16, 36))
    assert quote.text == "ninety five thousand"
    assert (quote.start_s, quote.end_s) == (2.0, 3.4)


def test_words_and_text_need_not_match_to_the_letter() -> None:
    words = (Word("I", 0.0, 0.1), Word("Want", 0.2, 0.3), Word("95", 0.4, 0.5))
    turn = Turn(0, Who.YOU, "I want, er, 95.", words, audio="a.wav")
    assert quote_of(turn, (12, 14)).start_s == 0.4


def test_a_corrected_turn_keeps_its_audio_but_no_seconds() -> None:
    quote = quote_of(heard("something else entirely", corrected=True), (0, 9))
    assert quote.audio == "audio/1.wav"
    assert quote.start_s is None and quote.end_s is None


def test_a_typed_turn_has_nothing_to_play() -> None:
    assert quote_of(Turn(0, Who.YOU, "typed words"), (0, 5)).audio is None


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Hi. Is it 1.5 percent, Mr. Doyle? Yes!", ["Hi.", "Is it 1.5 percent, Mr. Doyle?", "Yes!"]),
        ("i'm giving my notice my last day is friday", ["i'm giving my notice", "my last day is friday"]),
        ("", []),
    ],
)
def test_sentences_are_found_with_and_without_marks(text: str, cut: list[str]) -> None:
    assert [text[slice(*span)] for span in sentences(text)] == cut


def test_the_sentence_around_a_place() -> None:
    text = "No. I need it by Friday. Thanks."
    assert text[slice(*sentence_at(text, (6, 10)))] == "I need it by Friday."


def test_the_least_sure_word_counts() -> None:
    turn = Turn(0, Who.YOU, "truly sorry", (Word("truly", 0, 1, 0.9), Word("sorry", 1, 2, 0.2)))
    assert surest(turn, (0, 11)) == 0.2
    assert surest(turn, (0, 5)) == 0.9


def test_little_words_count_only_by_themselves() -> None:
    turn = Turn(
        0, Who.YOU, "I am sorry", (Word("I", 0, 1, 0.1), Word("am", 1, 2, 0.9), Word("sorry", 2, 3, 0.8))
    )
    assert surest(turn, (0, 10)) == 0.8
    assert surest(turn, (0, 1)) == 0.1
