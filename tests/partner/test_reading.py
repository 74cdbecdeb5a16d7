"""What a turn did: answers are told from the ask said again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.partner.rehearsing import ASK
from voicecoach.coaching.findings import TranscriptReader
from voicecoach.encoder.model import TurnOdds
from voicecoach.partner.directive import Directive
from voicecoach.partner.reading import Did, Reading, read_turn
from voicecoach.partner.stems import content
from voicecoach.partner.the_ask import Said
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Finding, Label, Move, Turn, Who

ANSWERS = Path(__file__).parents[2] / "training" / "answers"


def read(
    name: str,
    text: str,
    key: str,
    label: Label | None = None,
    partner: str = "I don't think so.",
    odds: TurnOdds | None = None,
) -> Reading:
    """After the ask and the partner's line; what the turn does as a whole is the encoder's, unless given."""
    scenario = scenarios.load(name)
    objection = scenario.objection(key)
    last = Directive(objection.move if objection else Move.DENY, key, beat="raise")
    found = [Finding(3, label, text, (0, len(text)), "t")] if label else []
    said = Said(content(ASK[name]), (ASK[name],), partner)
    turn, brief = Turn(3, Who.YOU, text), scenarios.example_brief(name)
    if odds is None:
        reader = TranscriptReader(brief)
        for earlier in (Turn(1, Who.YOU, ASK[name]), Turn(2, Who.PARTNER, partner), turn):
            reader.read(earlier)
        odds = TurnOdds(0.0, reader.odds.answers)
    return read_turn(turn, found, brief, scenario, last, said, odds)


def share_answered(file: str, *, answers: bool) -> float:
    rows = [json.loads(line) for line in (ANSWERS / file).read_text(encoding="utf-8").splitlines()]
    wanted = [row for row in rows if row["answers"] is answers]
    readings = [
        read(row["scenario"], row["text"], row["objection"], partner=row["partner"]) for row in wanted
    ]
    return sum(reading.did is Did.ANSWERED for reading in readings) / len(wanted)


@pytest.mark.parametrize("file", ["dev.jsonl", "held_out.jsonl"])
def test_answers_are_recognised_and_restating_is_not_taken_for_one(file: str) -> None:
    """At least four in five, and at most one in twenty."""
    assert share_answered(file, answers=True) >= 0.8
    assert share_answered(file, answers=False) <= 0.05


@pytest.mark.parametrize(
    ("text", "did"),
    [
        ("", Did.SILENT),
        ("...", Did.SILENT),
        ("the moon eats green bananas", Did.NONSENSE),
        ("What would it take?", Did.QUESTION),
        ("I hear you. I'm still asking for 95 thousand.", Did.RESTATED),
        ("i cut the reporting time from five days to two", Did.ANSWERED),
        ("okay never mind", Did.CONCEDED),
    ],
)
def test_what_a_turn_did_without_any_findings(text: str, did: Did) -> None:
    """The reader's own rules."""
    assert read("raise", text, "worth").did is did


def test_the_first_statement_of_the_ask_is_not_a_restatement() -> None:
    """With nothing said before."""
    scenario = scenarios.load("friend")
    turn = Turn(1, Who.YOU, ASK["friend"])
    reading = read_turn(turn, [], scenarios.example_brief("friend"), scenario)
    assert (reading.did, reading.asked) == (Did.ASKED, True)


def test_evidence_already_given_is_no_answer_the_second_time() -> None:
    """New means new against everything the user said."""
    text = "I closed the Harmon deal in March."
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    last, sure = Directive(Move.DOUBT, "worth", beat="again"), TurnOdds(answers=0.99)
    none, again = Said(), Said(content(text), (text,), "I still don't hear it.")
    assert read_turn(Turn(1, Who.YOU, text), [], brief, scenario, last, none, sure).did is Did.ANSWERED
    assert read_turn(Turn(3, Who.YOU, text), [], brief, scenario, last, again, sure).did is not Did.ANSWERED


def test_an_answer_buried_in_an_apology_is_weaker() -> None:
    """The findings weigh in."""
    text = "I could take half of it in January and the other half in July, when the new budget starts."
    assert read("raise", text, "worth").did is Did.ANSWERED
    assert read("raise", text, "worth", Label.APOLOGY).did is Did.APOLOGISED


def test_naming_their_concern_and_staying_put_meets_it_where_warmth_counts() -> None:
    """It does for a hurt friend; a budget is not met by sympathy."""
    assert read("friend", "I can see that it hurts, and it's still no.", "hurts").did is Did.ANSWERED
    assert read("raise", "I can see the budget is hard, and it's still 95.", "budget").did is Did.RESTATED


def test_the_number_is_kept_as_the_user_said_it() -> None:
    """Only the asked one."""
    assert read("raise", "I want ninety five thousand", "worth").number == "ninety five thousand"
    assert read("raise", "I brought in 400 thousand", "worth").number == ""


def test_a_refusal_with_a_doubtful_concession_in_it_gives_no_ground() -> None:
    """A surer sign of holding outweighs it."""
    scenario = scenarios.load("boundary")
    text = "Mostly isn't enough. A message takes ten seconds."
    found = [
        Finding(3, Label.HELD, "Mostly isn't enough", (0, 19), "t", 0.725),
        Finding(3, Label.CONCESSION, "A message takes ten seconds", (21, 48), "t", 0.557),
    ]
    last = Directive(Move.COUNTER_OFFER, beat="counter_offer")
    reading = read_turn(Turn(3, Who.YOU, text), found, scenarios.example_brief("boundary"), scenario, last)
    assert reading.did is not Did.CONCEDED


def test_what_has_nothing_to_do_with_the_talk_answers_nothing() -> None:
    """However much new there is in it."""
    text = "a man on the telly can whistle through a spoon"
    assert read("raise", text, "budget").weight == 0


@pytest.mark.parametrize(("gives", "conceded"), [(0.3, False), (0.8, True)])
def test_whoever_has_a_yes_gives_nothing_back_by_being_accommodating(gives: float, conceded: bool) -> None:
    turn = Turn(3, Who.YOU, "Only payroll and you. I won't talk about it on the floor.")
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    reading = read_turn(turn, [], brief, scenario, odds=TurnOdds(gives), granted=True)
    assert (reading.did is Did.CONCEDED) is conceded
    assert read_turn(turn, [], brief, scenario, odds=TurnOdds(gives)).did is Did.CONCEDED


@pytest.mark.parametrize(("gives", "conceded"), [(0.25, False), (0.5, True)])
def test_a_turn_that_keeps_the_position_in_one_stretch_gives_less_easily(
    gives: float, conceded: bool
) -> None:
    text = "Not the summer. I will train somebody, whenever you like."
    held = [Finding(3, Label.HELD, "Not the summer", (0, 14), "t", 0.9)]
    scenario, brief = scenarios.load("client"), scenarios.example_brief("client")
    reading = read_turn(Turn(3, Who.YOU, text), held, brief, scenario, odds=TurnOdds(gives))
    assert (reading.did is Did.CONCEDED) is conceded


@pytest.mark.parametrize("gives", [0.9, 0.05])
def test_ground_is_given_by_the_whole_of_a_turn_too(gives: float) -> None:
    """No stretch of it need say so."""
    text = "You would call only when you bring other people."
    did = read("boundary", text, "worth", odds=TurnOdds(gives)).did
    assert (did is Did.CONCEDED) is (gives > 0.5)
