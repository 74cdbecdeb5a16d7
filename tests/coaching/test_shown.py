"""One list of what is shown: marks, counts, ledger and points cannot disagree."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from tests.coaching.talks import FOLDED, RAISE, RECOVERED, turns
from voicecoach.coaching import critique
from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.parts import Critique
from voicecoach.coaching.pointing import times_word
from voicecoach.coaching.shown import LOWERED_RULE, WORD_FLOORS, sure
from voicecoach.coaching.taste import Taste
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.settings import Settings
from voicecoach.types import Brief, Label, Turn, Word

LOWERED = (
    *RECOVERED[:4],
    ("partner", "There is no budget this year."),
    ("you", "If the budget is a problem, ninety thousand would help."),
)
SOFT = (*FOLDED, ("partner", "Good."), ("you", "Sorry, I guess it was just a silly idea."))


def made(rows: tuple[tuple[str, str], ...], brief: Brief = RAISE, **more: object) -> Critique:
    return critique.make(
        turns(rows),
        brief,
        scenario_of(brief),
        load_audio=lambda _: None,
        **more,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED, LOWERED, SOFT])
def test_every_point_and_every_line_of_the_ledger_rests_on_a_marked_finding(
    rows: tuple[tuple[str, str], ...],
) -> None:
    found = made(rows)
    keys = {finding_key(f) for f in found.findings}
    assert {p.finding for p in found.points if p.finding} <= keys
    places = {(f.turn, f.at) for f in found.findings}
    assert {(g.quote.turn, g.quote.at) for g in found.ground} <= places


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED, LOWERED, SOFT])
def test_counts_are_those_of_the_sure_marks(rows: tuple[tuple[str, str], ...]) -> None:
    found = made(rows)
    assert found.counts == Counter(f.label.value for f in found.findings if sure(f))
    assert sum(found.counts.values()) + sum(found.perhaps.values()) == len(found.findings)


def test_the_count_that_is_said_is_the_count_in_the_report() -> None:
    found = made(SOFT)
    count = found.counts.get("apology", 0) + found.counts.get("hedge", 0)
    says = next(p.says for p in found.points if p.question == "apologetic")
    assert count > 1 and f"at least {times_word(count)}" in says


def test_a_number_that_went_down_by_itself_is_marked_counted_and_in_the_ledger() -> None:
    found = made(LOWERED)
    here = [f for f in found.findings if f.label is Label.CONCESSION and f.turn == 5]
    assert here and found.counts["concession"] == 1
    assert [g.quote.turn for g in found.ground] == [5]


@pytest.mark.parametrize(
    "said",
    [
        "I can't do it for ninety thousand.",
        "Ninety thousand is too low for this job.",
        "Last year I got ninety thousand.",
        "My number is 95, not 90 thousand.",
        "Others get ninety thousand for less.",
    ],
)
def test_a_lower_number_that_is_turned_down_or_told_of_the_past_is_no_ground(said: str) -> None:
    found = made((*LOWERED[:5], ("you", said)))
    assert not any(f.rule == LOWERED_RULE for f in found.findings)


def test_a_struck_lower_number_stays_struck() -> None:
    first = made(LOWERED)
    keys = frozenset(finding_key(f) for f in first.findings if f.label is Label.CONCESSION)
    second = made(LOWERED, struck=keys)
    assert not second.ground and "concession" not in second.counts
    assert {finding_key(f) for f in second.struck} == keys


def test_accusations_on_words_that_may_be_misheard_are_not_even_marked() -> None:
    text = FOLDED[1][1]
    words = tuple(Word(w, float(n), n + 0.5, WORD_FLOORS["sphinx"] / 2) for n, w in enumerate(text.split()))
    talk: list[Turn] = list(turns(FOLDED))
    talk[1] = replace(talk[1], words=words, engine="sphinx")
    found = critique.make(tuple(talk), RAISE, scenario_of(RAISE), load_audio=lambda _: None)
    assert not any(f.turn == 1 and f.label in (Label.APOLOGY, Label.HEDGE) for f in found.findings)


def test_customs_from_the_settings_leave_their_findings_out_of_everything() -> None:
    settings = Settings({"critique.soft_words": "leave", "critique.apologies": "leave"})
    found = made(SOFT, taste=Taste.of(RAISE, settings))
    assert not {"apology", "hedge"} & (set(found.counts) | set(found.perhaps))


def test_a_rubric_item_that_was_switched_off_is_not_looked_for() -> None:
    keys = {line.key for line in made(RECOVERED).rubric}
    assert "next_step" in keys
    left = made(RECOVERED, taste=Taste.of(RAISE, Settings({"critique.leave_out": "next_step, results"})))
    assert {line.key for line in left.rubric} == keys - {"next_step", "results"}


def test_what_the_brief_says_wins_over_the_settings() -> None:
    strict = replace(RAISE, details={"indirect": "no"})
    softly = replace(RAISE, details={"asking": "softly"})
    leave = Settings({"critique.soft_words": "leave"})
    assert not Taste.of(strict, leave).indirect
    assert Taste.of(softly).indirect and Taste.of(softly).deference
    assert Taste.of(replace(RAISE, details={"asking": "plainly"}), leave).indirect


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED, LOWERED, SOFT])
def test_there_is_always_something_that_would_have_been_stronger(rows: tuple[tuple[str, str], ...]) -> None:
    point = next(p for p in made(rows).points if p.question == "stronger")
    assert "nothing to show" not in point.says
