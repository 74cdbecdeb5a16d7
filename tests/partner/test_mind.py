"""What moves the persona, and what never does."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.partner.rehearsing import ANSWERS, ASK, RESTATED, labelled, rehearse
from voicecoach.coaching.findings import TranscriptReader
from voicecoach.encoder.model import TurnOdds
from voicecoach.partner.directive import Guard
from voicecoach.partner.fear import feared_objection, feared_words
from voicecoach.partner.mind import Mind, objection_order
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Label, Move, Push, Turn, Who

FOUR = ["raise", "client", "boundary", "friend"]
HARD = [Push.REALISTIC, Push.TOUGH]


def fresh(name: str = "raise", seed: int = 0, push: Push = Push.REALISTIC) -> Mind:
    return Mind.make(scenarios.load(name), replace(scenarios.example_brief(name), push=push), seed)


def you(mind: Mind, text: str, label: Label | None = None) -> Mind:
    turn = Turn(99, Who.YOU, text)
    reader = TranscriptReader(mind.brief)
    reader.read(turn)
    mind.hear(turn, labelled(label)(turn) if label else [], reader.odds)
    return mind


def answer(mind: Mind, heard: str = "Something that was heard.") -> Move:
    directive = mind.next_move()
    mind.commit(directive, heard)
    return directive.move


@pytest.mark.parametrize("push", HARD)
@pytest.mark.parametrize("name", FOUR)
def test_restating_politely_earns_nothing(name: str, push: Push) -> None:
    """Fifteen exchanges of the same ask, kindly put: no ground is given, by any seed."""
    for seed in range(5):
        said = rehearse(name, RESTATED[name], push, seed)
        assert [directive.move for directive, _ in said if directive.may_concede] == []


@pytest.mark.parametrize("name", FOUR)
def test_answering_and_holding_earns_part_of_it_by_the_tenth_exchange(name: str) -> None:
    """A user who answers each objection gets a partial yes at the realistic level."""
    for seed in range(5):
        said = rehearse(name, ANSWERS[name], Push.REALISTIC, seed, exchanges=10)
        assert Move.PARTIAL_YES in [directive.move for directive, _ in said]


@pytest.mark.parametrize("name", FOUR)
def test_the_talk_is_closed_by_the_fifteenth_exchange_and_may_go_on(name: str) -> None:
    """The fifteenth answer closes at the latest; afterwards there are still answers."""
    for push in Push:
        said = rehearse(name, RESTATED[name], push, 1, exchanges=20)
        closing = [number for number, (directive, _) in enumerate(said) if directive.closing]
        assert len(closing) == 1
        assert 10 <= closing[0] <= 15
        assert all(line for _, line in said)


@pytest.mark.parametrize("name", FOUR)
def test_ground_given_is_taken_at_once(name: str) -> None:
    """The turn after a concession takes it; a later restatement has it held against the user."""
    mind = fresh(name)
    answer(mind)
    you(mind, ASK[name])
    answer(mind)
    you(mind, "Okay, never mind then.", Label.CONCESSION)
    assert answer(mind) is Move.PRESS
    you(mind, ASK[name])
    assert mind.next_move().beat == "used_against"


def test_a_plain_yes_to_what_was_proposed_is_ground_given_without_any_finding() -> None:
    """The findings may miss a bare "okay, that's fine"."""
    mind = fresh()
    answer(mind)
    you(mind, ASK["raise"])
    answer(mind, "Why don't we look at it again in six months?")
    mind.state.last_move = Move.DEFLECT.value
    assert you(mind, "okay that's fine").next_move().move is Move.PRESS


@pytest.mark.parametrize("label", [Label.APOLOGY, Label.HEDGE, Label.JUSTIFYING])
def test_weakness_makes_it_push_harder_at_the_same_spot(label: Label) -> None:
    """Apologies, hedges and piled-up reasons keep the same objection, harder."""
    mind = fresh()
    answer(mind)
    you(mind, ASK["raise"])
    answer(mind)
    spot = mind.state.current
    directive = you(mind, "it would be so nice", label).next_move()
    assert (directive.beat, directive.objection) == ("harder", spot)


def test_harshness_hardens_a_boss_and_hurts_a_friend() -> None:
    """The same words, by scenario."""
    moves = {}
    for name in ("raise", "friend"):
        mind = fresh(name)
        answer(mind)
        you(mind, ASK[name])
        answer(mind)
        moves[name] = you(mind, "You never listen!", Label.HARSH).next_move().move
        assert mind.next_move().guard is Guard.CLOSED
    assert moves == {"raise": Move.DENY, "friend": Move.GUILT}


def test_looking_at_the_next_move_changes_nothing() -> None:
    """Peek: asked twice, the same move, and the same mind."""
    mind = fresh()
    answer(mind)
    you(mind, ASK["raise"])
    before = mind.snapshot()
    assert mind.next_move() == mind.next_move()
    assert mind.snapshot() == before


def test_an_objection_counts_as_raised_only_once_it_was_heard() -> None:
    """A line that was cut off before its first word did not happen."""
    mind = fresh()
    answer(mind)
    you(mind, ASK["raise"])
    directive = mind.next_move()
    mind.commit(directive, "")
    assert (mind.exchanges, mind.next_move()) == (0, directive)
    mind.commit(directive, "The budget's")
    assert mind.exchanges == 1
    assert mind.state.raised == {directive.objection: 1}


def test_a_snapshot_restores_the_mind_exactly() -> None:
    """Through JSON and back, the rest of the rehearsal runs the same."""
    mind = fresh(seed=7)
    answer(mind)
    for line in [ASK["raise"], *ANSWERS["raise"][:3], *RESTATED["raise"]]:
        you(mind, line)
        answer(mind)
    kept = json.loads(json.dumps(mind.snapshot()))
    other = Mind.restore(mind.scenario, mind.brief, kept)
    assert other.snapshot() == mind.snapshot()
    for line in ANSWERS["raise"][3:]:
        assert you(mind, line).next_move() == you(other, line).next_move()
        assert answer(mind) == answer(other)


def test_the_levels_differ_in_objections_and_patience() -> None:
    """More objections from easy to tough, and more times at the same one."""
    easy, realistic, tough = (fresh(push=push) for push in Push)
    assert len(easy.state.order) < len(realistic.state.order) < len(tough.state.order)
    assert easy.state.level.patience < realistic.state.level.patience < tough.state.level.patience


def test_the_feared_reaction_is_an_early_objection_of_the_personas_own() -> None:
    """The closed budget is feared, so it comes among the first two."""
    brief = scenarios.example_brief("raise")
    for seed in range(10):
        order = objection_order(scenarios.load("raise"), brief, "generous", seed)
        assert "budget" in order[:2]


@pytest.mark.parametrize(
    ("fear", "words"),
    [
        ("that she says I'm not a team player and I nod", "you're not a team player"),
        ("he'll say there's no money", "there's no money"),
        ("“You're so sensitive”", "you're so sensitive"),
        ("that I'm making a fuss about nothing", "you're making a fuss about nothing"),
        ("that she says I'm shutting her out, and cries", "you're shutting me out"),
        ("that he says I never believed in him", "you never believed in me"),
        ("she says i'm cold", "you're cold"),
        ("that I'm going to cry", ""),
        ("that she cries", ""),
        ("being seen as grasping", ""),
        ("that he says she told him he was wrong", ""),
    ],
)
def test_feared_words_are_put_in_the_others_mouth_only_where_that_is_safe(fear: str, words: str) -> None:
    """Free text: taken where its shape allows, else left alone."""
    assert feared_words(fear) == words


def test_a_fear_finds_the_objection_it_sounds_like() -> None:
    """By theme, not by wording."""
    found = feared_objection(scenarios.load("raise"), "being seen as grasping")
    assert found is not None
    assert found.key == "loyalty"


@pytest.mark.parametrize("name", FOUR)
def test_what_is_wanted_and_not_yet_said_stands_in_no_directive(name: str) -> None:
    """Before the user speaks the ask, neither its number nor its words are in play; fear is never named."""
    mind = fresh(name)
    answer(mind)
    for line in ["Hello.", "How was your week?", "I wanted to see you."]:
        directive = you(mind, line).next_move()
        assert "95" not in f"{directive.gist} {dict(directive.slots)}"
        assert "30th" not in f"{directive.gist} {dict(directive.slots)}"
        assert "fear" not in directive.gist
        answer(mind)


def test_a_silent_user_gets_words_and_in_the_end_a_close() -> None:
    """Silence is filled, not answered."""
    said = rehearse("raise", [], exchanges=12)
    assert [directive.beat for directive, _ in said][1] == "silence"
    assert any(directive.closing for directive, _ in said)
    assert not any(directive.may_concede for directive, _ in said)


def test_pushing_harder_midway_adds_objections_and_keeps_the_talk() -> None:
    """A redirect changes the level for the rest."""
    mind = fresh(push=Push.EASY)
    before = list(mind.state.order)
    mind.push(Push.TOUGH)
    assert mind.state.order[: len(before)] == before
    assert len(mind.state.order) > len(before)


def test_an_answer_to_something_else_counts_less_and_does_not_meet_the_objection() -> None:
    """What it answers instead is met, where that was raised before."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    mind = Mind.make(scenario, brief, 1)
    other, current = "leaving", "budget"
    mind.state.asked, mind.state.opened = True, True
    mind.state.raised, mind.state.current = {other: 1, current: 1}, current
    mind.state.last_move, mind.state.last_objection = Move.DENY.value, current
    text = "I turned down an offer from Baker's in May because I plan to stay in this job."
    mind.hear(Turn(3, Who.YOU, text), [], TurnOdds(answers=0.95))
    assert mind.state.did == "answered"
    assert mind.state.met == [other]
    assert 0 < mind.state.credit < 1
    assert mind.next_move().reaction == "answered_else"
