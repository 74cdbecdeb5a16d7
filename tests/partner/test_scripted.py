"""The scripted partner: authored lines that never come twice."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest

from tests.partner.rehearsing import ANSWERS, RESTATED, labelled, rehearse
from voicecoach.partner.directive import Directive
from voicecoach.partner.lines import plain
from voicecoach.partner.offer import counter_offer
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.paths import package_data
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Label, Move, Push, Turn, Who

FOUR = ["raise", "client", "boundary", "friend"]
USERS = {
    "restates": (RESTATED, None),
    "answers": (ANSWERS, None),
    "folds": (RESTATED, Label.CONCESSION),
    "apologises": (RESTATED, Label.APOLOGY),
    "harsh": (RESTATED, Label.HARSH),
}


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("name", FOUR)
def test_no_line_comes_twice_in_twenty_five_exchanges(name: str, user: str) -> None:
    """At every level, whatever the user does."""
    lines, label = USERS[user]
    for push in Push:
        findings = labelled(label) if label else lambda turn: []
        said = [plain(line) for _, line in rehearse(name, lines[name], push, 3, findings, exchanges=25)]
        assert len(said) == len(set(said))


@pytest.mark.parametrize("name", FOUR)
def test_every_line_is_8_to_35_words_without_a_slot_left_open(name: str) -> None:
    """As spoken, with what comes before it."""
    for push in Push:
        for lines in (RESTATED, ANSWERS):
            for _, line in rehearse(name, lines[name], push, 5, exchanges=25):
                assert 8 <= len(line.split()) <= 35, line
                assert not re.search(r"[{}]", line), line


def test_another_seed_is_another_rehearsal() -> None:
    """Two attempts with the same words from the user differ."""
    one, other = (rehearse("boundary", RESTATED["boundary"], seed=seed) for seed in (1, 2))
    assert [line for _, line in one] != [line for _, line in other]


def test_a_line_that_was_heard_is_not_said_again_by_a_new_partner() -> None:
    """After a resume the history alone keeps lines from coming twice."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    directive = Directive(Move.OPEN, beat="open")
    first = ScriptedPartner(scenario, brief, 1).line_for(directive, [])
    heard = [Turn(0, Who.PARTNER, first)]
    assert ScriptedPartner(scenario, brief, 1).line_for(directive, heard) != first


def test_the_lines_given_out_can_be_put_back() -> None:
    """For rewind: the same state gives the same line."""
    partner = ScriptedPartner(scenarios.load("raise"), scenarios.example_brief("raise"), 1)
    before = partner.snapshot()
    first = partner.line_for(Directive(Move.OPEN, beat="open"), [])
    partner.restore(before)
    assert partner.line_for(Directive(Move.OPEN, beat="open"), []) == first


def test_the_counter_offer_lies_between_now_and_the_ask() -> None:
    """And there is none where no number is known."""
    assert counter_offer(scenarios.example_brief("raise"), 0) == "87 thousand"
    assert counter_offer(scenarios.example_brief("boundary"), 0) == ""


def test_nobody_is_told_off_for_an_apology_that_was_not_made() -> None:
    """A line that pushes harder speaks of the weakness that was shown."""
    for seed in range(6):
        said = rehearse("friend", RESTATED["friend"], Push.TOUGH, seed, labelled(Label.HEDGE), exchanges=12)
        assert not any("sorry" in line or "excuses" in line for _, line in said)


def follow_up(name: str, text: str, label: Label | None = None) -> str:
    """The partner's line after the ask and then `text`."""
    findings = labelled(label) if label else lambda turn: []
    return rehearse(name, [text], Push.REALISTIC, 4, findings, exchanges=2)[-1][1]


def test_a_question_gets_an_answer_of_some_sort() -> None:
    """Each kind its own: a date is not answered with a reason."""
    kinds = {
        "Why not?": "why",
        "When is the next review?": "when",
        "Who decides that?": "who",
        "So is that a no?": "is_no",
    }
    scenario = scenarios.load("raise")
    generic = tomllib.loads((package_data("lexicon") / "partner_lines.toml").read_text("utf-8"))
    for text, kind in kinds.items():
        key = f"asked_back:{kind}"
        known = [*scenario.lines.get(key, ()), *generic["work"]["lines"].get(key, ())]
        assert follow_up("raise", text) in known


def test_ground_given_is_built_on_as_it_was_given() -> None:
    """A lower number is bargained with, a wait is made longer."""
    scenario = scenarios.load("raise")
    assert follow_up("raise", "Maybe 88 would do.", Label.CONCESSION) in scenario.lines["press:less"]
    assert follow_up("raise", "I can wait until spring.", Label.CONCESSION) in scenario.lines["press:later"]


def test_a_greeting_is_greeted() -> None:
    """Not taken for nonsense."""
    said = rehearse("boundary", ["x"], seed=1, exchanges=1, first="Hi mum.")
    assert said[-1][1] in scenarios.load("boundary").lines["probe:greeting"]


def test_what_the_user_mentions_is_taken_up() -> None:
    """A remark on the other offer comes before the line."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    directive = Directive(Move.DEFLECT, "later", beat="raise", reaction="talked")
    history = [Turn(0, Who.YOU, "I've had another offer, to be open with you.")]
    lines = [ScriptedPartner(scenario, brief, seed).line_for(directive, history) for seed in range(10)]
    assert any("somebody else is interested" in line for line in lines)


def test_a_partner_told_to_be_angrier_sounds_angry_for_the_rest() -> None:
    """And calm before."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    angry = tomllib.loads((package_data("lexicon") / "partner_lines.toml").read_text("utf-8"))["work"][
        "angry"
    ]

    def sounds(directive: Directive) -> int:
        lines = [ScriptedPartner(scenario, brief, seed).line_for(directive, []) for seed in range(20)]
        return sum(line.startswith(tuple(angry)) for line in lines)

    calm = Directive(Move.DENY, "budget", beat="again")
    assert sounds(replace(calm, angry=True)) > 8
    assert sounds(calm) == 0


def test_a_cancelled_reply_says_nothing() -> None:
    """`cancel` before the first piece."""
    partner = ScriptedPartner(scenarios.load("raise"), scenarios.example_brief("raise"))
    reply = partner.reply(Directive(Move.OPEN, beat="open"), [])
    assert "".join(reply)


def test_lines_kept_for_a_sibling_are_not_said_by_a_parent() -> None:
    """The example brief says parent."""
    said = [
        line for seed in range(8) for _, line in rehearse("boundary", RESTATED["boundary"], Push.TOUGH, seed)
    ]
    assert not any("shared a bathroom" in line for line in said)
