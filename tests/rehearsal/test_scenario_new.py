"""A scenario of one's own from a handful of answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.errors import ScenarioError
from voicecoach.partner.mind import Mind
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.brief import brief_from_answers
from voicecoach.rehearsal.scenario_new import new_questions
from voicecoach.types import Turn, Who


def made(folder: Path, **answers: str) -> Path:
    path = folder / "landlord.toml"
    path.write_text(scenarios.new_scenario(answers), encoding="utf-8")
    return path


def test_the_examples_alone_make_a_good_scenario(tmp_path: Path) -> None:
    """Every question has an example that does."""
    assert all(question.example for question in new_questions())
    scenario = scenarios.check(made(tmp_path))
    assert scenario.title == "Asking the landlord for repairs"
    assert len(scenario.objections) == 3


def test_it_can_be_rehearsed_for_fifteen_exchanges(tmp_path: Path) -> None:
    """The user's own objections come, generic lines carry on, none twice."""
    scenario = scenarios.check(made(tmp_path, objections='No way.; Too dear, mate.; "Quotes" and {braces}?'))
    brief = brief_from_answers(scenario, {})
    mind, partner = Mind.make(scenario, brief, 1), ScriptedPartner(scenario, brief, 1)
    said: list[str] = []
    for number in range(16):
        if said:
            mind.hear(Turn(number, Who.YOU, "I want the boiler fixed by Thursday."), [])
        directive = mind.next_move()
        said.append(partner.line_for(directive, []))
        mind.commit(directive, said[-1])
    assert len(set(said)) == 16
    assert any("Too dear, mate." in line for line in said)


def test_fewer_than_three_objections_are_too_few() -> None:
    """With the next step."""
    with pytest.raises(ScenarioError, match=r"there are 1.*Add what else"):
        scenarios.new_scenario({"objections": "No."})
