"""The other person, from scenario and brief."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voicecoach.partner.persona import make_persona, name_and_relation
from voicecoach.rehearsal import scenario as scenarios


@pytest.mark.parametrize(
    ("other", "name", "relation"),
    [
        ("Dana, my manager", "Dana", "manager"),
        ("my mother, Jean", "Jean", "mother"),
        ("Mr. Hussain, my landlord", "Mr. Hussain", "landlord"),
        ("Rick, who owns the garage", "Rick", "who owns the garage"),
        ("my manager Dana", "Dana", "manager"),
        ("dana my manager", "Dana", "manager"),
        ("my mum", "Mum", "mum"),
        ("the landlord", "the landlord", "landlord"),
        ("Jess", "Jess", "manager"),
        ("my boss, he's called Tom", "Tom", "boss"),
    ],
)
def test_name_and_relation_are_read_from_free_text(other: str, name: str, relation: str) -> None:
    """However people write who it is."""
    found = name_and_relation(other, "your manager")
    assert found[0] == name
    assert found[1].startswith(relation)


def test_the_manner_is_the_chosen_one_else_what_the_reaction_sounds_like() -> None:
    """Chosen in the setup, or heard in "laughs, then gets short"."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    assert make_persona(scenario, brief).manner == "generous"
    unsaid = replace(brief, details={}, reaction="impatient, wants to get back to work")
    assert make_persona(scenario, unsaid).manner == "blunt"
    assert make_persona(scenario, replace(brief, details={}, reaction="")).manner == ""


@pytest.mark.parametrize("name", scenarios.names())
def test_the_persona_knows_neither_want_nor_fear(name: str) -> None:
    """Nothing of either stands in any field."""
    brief = scenarios.example_brief(name)
    persona = make_persona(scenarios.load(name), replace(brief, want="a purple zebra", fear="a green mango"))
    assert "zebra" not in str(persona)
    assert "mango" not in str(persona)


def test_a_picture_in_a_name_is_left_out() -> None:
    """Nobody talks to "the Dana 🦄"."""
    assert name_and_relation("Dana 🦄", "your manager") == ("Dana", "manager")
    assert name_and_relation("my mum ❤️", "your manager")[0] == "Mum"
    assert name_and_relation("José, my boss 👩🏽‍💼", "x") == ("José", "boss")
