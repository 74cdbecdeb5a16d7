"""From a talk to its critique."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.coaching.talks import FOLDED, RAISE, RECOVERED, turns
from voicecoach.coaching import critique
from voicecoach.coaching.lint import Record, broken
from voicecoach.coaching.parts import Critique, Quote
from voicecoach.coaching.shown import WORD_FLOORS
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.coaching.words import lexicon
from voicecoach.types import Brief, Finding, Label, Sound, Turn, Who, Word


def silent(_: str) -> Sound | None:
    return None


def made(talk: tuple[Turn, ...], brief: Brief = RAISE, struck: frozenset[str] = frozenset()) -> Critique:
    return critique.make(talk, brief, scenario_of(brief), load_audio=silent, struck=struck)


def quotes(of: Critique) -> list[Quote]:
    return [p.quote for p in of.points if p.quote] + [g.quote for g in of.ground]


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED, FOLDED[:2], FOLDED[:1]])
def test_every_quote_stands_to_the_letter_in_the_transcript(rows: tuple[tuple[str, str], ...]) -> None:
    talk = turns(rows)
    for quote in quotes(made(talk)):
        assert talk[quote.turn].text[slice(*quote.at)] == quote.text


@pytest.mark.parametrize("rows", [FOLDED, RECOVERED])
def test_nothing_that_is_said_breaks_a_rule(rows: tuple[tuple[str, str], ...]) -> None:
    talk = turns(rows)
    found, record = made(talk), Record(talk, RAISE)
    for text in [*(p.says for p in found.points), found.fairest, found.if_then, found.stronger]:
        assert broken(text, record) == (), text


def test_the_four_questions_are_answered_in_order_after_what_carried() -> None:
    asked = [p.question for p in made(turns(FOLDED)).points]
    assert asked[:5] == ["carried", "apologetic", "room", "avoided", "stronger"]
    assert "fumbled" in asked


def test_of_the_scenarios_own_questions_only_those_that_show_something_are_put() -> None:
    assert not [p for p in made(turns(FOLDED)).points[5:] if p.quote is None]


def test_no_two_points_show_the_same_words() -> None:
    shown = [(p.quote.turn, p.quote.at) for p in made(turns(FOLDED)).points if p.quote]
    assert len(shown) == len(set(shown))


def test_an_apology_for_asking_is_shown_with_its_words() -> None:
    point = next(p for p in made(turns(FOLDED)).points if p.question == "apologetic")
    assert point.quote is not None and "sorry" in point.quote.text.lower()


@pytest.mark.parametrize(
    ("said", "called"), [("I feel like it's time.", "hedge"), ("I'm sorry to ask you this.", "apology")]
)
def test_soft_words_that_say_no_sorry_are_not_called_an_apology(
    said: str, called: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where they were marked as one."""
    marked = Finding(1, Label.APOLOGY, said, (0, len(said)), "test", 0.9)
    monkeypatch.setattr(critique.detectors, "find", lambda turns, brief: (marked,))
    points = made(turns((*FOLDED[:1], ("you", said)))).points
    told = next(p for p in points if p.question == "apologetic")
    assert told.quote and told.quote.text == said
    assert told.says in lexicon("coach")["apologetic"][f"{called}_early"]


def test_what_held_is_what_carried() -> None:
    point = made(turns(RECOVERED)).points[0]
    assert point.quote is not None and "95 thousand" in point.quote.text


def test_a_struck_finding_is_gone_from_everything_and_stays_struck() -> None:
    talk = turns(FOLDED)
    first = made(talk)
    apologies = frozenset(critique.finding_key(f) for f in first.findings if f.label is Label.APOLOGY)
    assert apologies
    second = made(talk, struck=apologies)
    assert not any(f.label is Label.APOLOGY for f in second.findings)
    assert {critique.finding_key(f) for f in second.struck} == apologies
    assert not any(p.finding in apologies for p in second.points)


def test_finding_keys_are_the_same_when_the_critique_is_made_again() -> None:
    talk = turns(FOLDED)
    assert [critique.finding_key(f) for f in made(talk).findings] == [
        critique.finding_key(f) for f in made(talk).findings
    ]


def test_words_that_the_recogniser_was_unsure_of_are_accused_of_nothing() -> None:
    text = FOLDED[1][1]
    unsure = WORD_FLOORS["sphinx"] / 2
    words = tuple(Word(w, float(n), n + 0.5, unsure) for n, w in enumerate(text.split()))
    talk = list(turns(FOLDED))
    talk[1] = replace(talk[1], words=words, engine="sphinx")
    point = next(p for p in made(tuple(talk)).points if p.question == "apologetic")
    assert point.quote is None or point.quote.turn != 1


def test_a_corrected_line_is_the_users_own_word_again() -> None:
    talk = list(turns(FOLDED))
    talk[1] = replace(talk[1], engine="sphinx", corrected=True, words=(Word("x", 0.0, 1.0, 0.01),))
    point = next(p for p in made(tuple(talk)).points if p.question == "apologetic")
    assert point.quote is not None and point.quote.turn == 1


@pytest.mark.parametrize("other", ["Marcus, my manager", "Ms. Adeyemi, my manager", "Li, my manager"])
def test_other_names_change_no_finding_and_no_point(other: str) -> None:
    talk = turns(RECOVERED)
    first, second = made(talk), made(talk, replace(RAISE, other=other, fear="that he says no"))
    assert first.findings == second.findings
    assert first.points == second.points


def test_deference_that_is_wanted_is_accused_of_nothing() -> None:
    brief = replace(RAISE, details={"deference": "wanted", "indirect": "wanted"})
    point = next(p for p in made(turns(FOLDED), brief).points if p.question == "apologetic")
    assert point.quote is None


def test_giving_room_costs_a_raise_and_only_taking_back_counts_with_a_friend() -> None:
    friend = replace(RAISE, scenario="friend")
    room = {
        b.scenario: next(p for p in made(turns(FOLDED), b).points if p.question == "room")
        for b in (RAISE, friend)
    }
    for scenario, point in room.items():
        if point.quote:
            assert ("the point" in point.says) == (scenario == "friend")


LOWERED = (
    *RECOVERED[:4],
    ("partner", "There is no budget this year."),
    ("you", "If the budget is a problem, ninety thousand would be fine."),
)


def test_a_number_that_goes_down_by_itself_is_shown() -> None:
    point = next(p for p in made(turns(LOWERED)).points if p.question == "room")
    assert point.quote is not None and "ninety thousand" in point.quote.text


def test_todays_pay_and_the_partners_own_number_are_no_lowering() -> None:
    brief = replace(RAISE, details={"pay_now": "90 thousand"})
    assert next(p for p in made(turns(LOWERED), brief).points if p.question == "room").says != lowered_words()
    offered = (*LOWERED[:4], ("partner", "I could do ninety thousand."), LOWERED[5])
    assert next(p for p in made(turns(offered)).points if p.question == "room").says != lowered_words()


def lowered_words() -> str:
    return str(lexicon("coach")["room"]["own_number"])


def test_a_stronger_line_has_eighteen_words_at_most() -> None:
    long = replace(RAISE, want="a raise " + "very " * 30 + "soon", must_say=())
    for point in made(turns(FOLDED), long).points:
        assert point.stronger is None or len(point.stronger.split()) <= 18


def test_a_talk_of_one_word_has_a_critique() -> None:
    found = made((Turn(0, Who.YOU, "Hi"),))
    assert found.ending and len(found.points) >= 5
    assert any("short talk" in note for note in found.notes)


def test_quotation_marks_around_words_are_to_the_letter() -> None:
    talk = turns(RECOVERED)
    record = Record(talk, RAISE)
    found = made(talk)
    for text in [*(p.says for p in found.points), found.if_then]:
        for quoted in re.findall(r"“([^”]*)”", text):
            assert quoted in record.text
