"""Findings follow the annotation guide, quote to the letter, and do not depend on names or genders."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.coaching.dialogue import brief_of, critique_transcript, turns_of
from voicecoach.coaching.findings import (
    MOST_WORDS,
    SPEAKABLE_SURENESS,
    WINDOW_WORDS,
    TranscriptReader,
    find,
)
from voicecoach.encoder.model import encoder
from voicecoach.types import Brief, Label, Turn, Who

DATA = Path(__file__).parent.parent / "data"
RAISE = Brief(
    scenario="raise",
    other="Dana, my manager",
    want="a raise to 95 thousand",
    must_say=("raise", "95 thousand"),
)


def talk(*lines):
    """Turns from lines that start with "P " or "Y "."""
    who = {"P": Who.PARTNER, "Y": Who.YOU}
    return [Turn(number=n, who=who[line[0]], text=line[2:]) for n, line in enumerate(lines)]


def labels(turns, brief=RAISE, at=-1):
    last = turns[at].number
    return {(str(f.label), f.quote) for f in find(turns, brief) if f.turn == last}


ASKED = ("P What is it?", "Y I'm asking for a raise to 95 thousand.", "P There is no money this year.")


@pytest.fixture(scope="module")
def rows():
    return [json.loads(line) for line in (DATA / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_first_ask_is_direct_only():
    found = labels(talk("P No raises this year.", "Y I'm asking for a raise to 95 thousand."))
    assert {label for label, _ in found} == {"direct"}


def test_the_ask_repeated_after_pushback_is_direct_and_held():
    found = labels(talk(*ASKED, "Y I understand, and I'm still asking for 95 thousand."))
    assert {label for label, _ in found} == {"direct", "held"}


def test_the_ask_is_found_in_bare_text():
    assert ("direct", "i want ninety five thousand") in labels(
        talk("P yes", "Y um i want ninety five thousand")
    )


def test_dropping_the_ask_after_pushback_is_a_concession():
    found = labels(talk(*ASKED, "Y Okay, never mind. I can wait until next year."))
    assert any(label == "concession" for label, _ in found)


def test_agreeing_on_what_costs_nothing_is_no_concession():
    found = labels(
        talk(*ASKED[:2], "P Fine, you'll get it. Is Thursday good to sign?", "Y Thursday is fine.")
    )
    assert not any(label == "concession" for label, _ in found)


def test_a_hedged_ask_is_never_direct():
    found = labels(talk("P Yes?", "Y I was wondering if I could get a raise to 95 thousand."))
    assert "hedge" in {label for label, _ in found}
    assert "direct" not in {label for label, _ in found}


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sorry to bring this up.", "Sorry to bring this up"),
        ("i hate to ask this", "i hate to ask this"),
        ("I feel bad asking.", "I feel bad asking"),
    ],
)
def test_saying_sorry_for_asking_is_an_apology(text, quote):
    assert ("apology", quote) in labels(talk("P Yes?", f"Y {text}"))


@pytest.mark.parametrize(
    "text",
    [
        "I'm sorry to hear about your dad.",
        "Sorry, could you say that again?",
        "It's a sorry state of affairs.",
    ],
)
def test_sympathy_repair_and_a_sorry_state_are_no_apology(text):
    assert not any(label == "apology" for label, _ in labels(talk("P Yes?", f"Y {text}")))


@pytest.mark.parametrize(
    "text", ["What kind of work is it?", "That's kind of you.", "I always enjoy our talks.", "I mean it."]
)
def test_look_alikes_are_not_accused(text):
    bad = {"hedge", "harsh", "filler", "apology"}
    assert not bad & {label for label, _ in labels(talk(*ASKED, f"Y {text}"))}


def test_fillers_are_each_counted():
    found = [
        f for f in find(talk("P Yes?", "Y um so um it is about my pay"), RAISE) if f.label is Label.FILLER
    ]
    assert [f.at for f in found] == [(0, 2), (6, 8)]


def test_the_partner_is_never_accused():
    assert TranscriptReader(RAISE).read(talk("P I'm so sorry, um, never mind.")[0]) == ()


def test_a_copied_reader_goes_on_alone():
    turns = talk(*ASKED, "Y It's still 95 thousand.")
    reader = TranscriptReader(RAISE)
    for turn in turns[:3]:
        reader.read(turn)
    branch = reader.copy()
    branch.read(turns[3])
    assert reader.read(turns[3]) == tuple(f for f in find(turns, RAISE) if f.turn == 3)


def test_every_quote_is_to_the_letter(rows):
    for row in rows:
        texts = {turn.number: turn.text for turn in turns_of(row)}
        for f in find(turns_of(row), brief_of(row)):
            assert f.quote == texts[f.turn][f.at[0] : f.at[1]] != ""


@given(st.text(max_size=120))
def test_any_text_can_be_read(text):
    turns = [*talk("P Yes?"), Turn(number=1, who=Who.YOU, text=text)]
    for f in find(turns, RAISE):
        assert f.quote == text[f.at[0] : f.at[1]] != ""
        assert 0 <= f.sureness <= 1


TITLES = {"mr", "mrs", "ms", "dr", "professor"}
SWAP = {
    "he": "she",
    "she": "he",
    "he's": "she's",
    "she's": "he's",
    "his": "her",
    "him": "her",
    "sir": "ma'am",
    "ma'am": "sir",
    "mum": "dad",
    "dad": "mum",
    "brother": "sister",
    "sister": "brother",
    "uncle": "auntie",
}


def swapped(text, names):
    def other(match):
        word = match.group()
        new = SWAP.get(word.lower()) or ("Wilhelmina" if word.lower() in names else None)
        if new is None:
            return word
        new = new.lower() if word.islower() else new
        return new.capitalize() if word[0].isupper() else new

    return re.sub(r"[A-Za-z']+", other, text)


def shape(row):
    texts = [turn["text"] for turn in row["turns"]]
    return [
        (f.turn, f.label, len(texts[f.turn][: f.at[0]].split()), len(f.quote.split()))
        for f in find(turns_of(row), brief_of(row))
    ]


def test_names_and_genders_swapped_change_no_finding(rows):
    changed = []
    for row in rows:
        names = {w.lower() for w in re.findall(r"\b[A-Z][a-z]+", row["brief"]["other"])} - TITLES
        brief = {k: swapped(v, names) if isinstance(v, str) else v for k, v in row["brief"].items()}
        turns = [{**t, "text": swapped(t["text"], names)} for t in row["turns"]]
        if shape(row) != shape({**row, "brief": brief, "turns": turns}):
            changed.append(row["id"])
    assert changed == []


def test_the_measure_is_far_above_the_word_list(rows, tmp_path):
    out = tmp_path / "found.jsonl"
    lines = [json.dumps(critique_transcript({k: v for k, v in r.items() if k != "labels"})) for r in rows]
    out.write_text("\n".join(lines), encoding="utf-8")
    command = [sys.executable, str(DATA / "score.py"), "dialogues", str(DATA / "dialogues.jsonl"), str(out)]
    last = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    figures = dict(pair.split("=") for pair in last.split()[1:])
    assert float(figures["macro_f1"]) >= 0.7
    assert int(figures["bad_quotes"]) == 0
    assert float(figures["ask_acc"]) >= 0.85
    assert float(figures["outcome_acc"]) >= 0.75


def test_what_may_be_spoken_is_surer_than_a_guess():
    assert 0.8 <= SPEAKABLE_SURENESS <= 1


def gives(text):
    """How likely the reader says that a turn gives ground, after the ask and a no."""
    reader = TranscriptReader(RAISE)
    for turn in talk(*ASKED, f"Y {text}"):
        reader.read(turn)
    return reader.odds.gives


@pytest.mark.parametrize(
    ("giving", "keeping"),
    [
        ("We could look at it in the spring, if that's easier.", "I trained both new people this spring."),
        ("whatever you think is fair i'm happy with", "i hear you and i'm still asking for ninety five"),
        ("Something smaller would do as well.", "What would you need to see from me?"),
    ],
)
def test_a_turn_that_gives_way_quietly_is_told_from_one_that_does_not(giving, keeping):
    assert gives(giving) > 0.5 > gives(keeping)


def test_a_turn_longer_than_anybody_talks_is_read_so_far_and_no_further():
    """Three thousand brackets from a file are no reason to keep anybody waiting."""

    class Counting:
        calls = 0

        def turn_scores(self, parts):
            self.calls += 1
            return encoder().turn_scores(parts)

    counting = Counting()
    reader = TranscriptReader(RAISE, counting)
    reader.read(Turn(0, Who.YOU, "[" * 4000))
    assert counting.calls == -(-MOST_WORDS // WINDOW_WORDS)
