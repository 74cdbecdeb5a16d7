"""The scope check looks at acts: who somebody is, or what they believe, changes nothing."""

from __future__ import annotations

import re

import pytest

from voicecoach.rehearsal.scope import check_scope

SWAPS = {
    "he": "she",
    "him": "her",
    "his": "her",
    "husband": "wife",
    "boyfriend": "girlfriend",
    "father": "mother",
}

TEXTS = [
    "My husband hits me and I want to ask him to stop.",
    "I'm afraid of what he will do if I say no.",
    "I want to ask my husband to do the dishes.",
    "My boyfriend is always late and I want to tell him.",
    "He's breaking down the door right now.",
    "I need to tell my father I'm not coming home for the holidays.",
]


def swapped(text: str) -> str:
    return re.sub(r"\w+", lambda m: SWAPS.get(m[0].lower(), m[0]), text)


@pytest.mark.parametrize("text", TEXTS)
def test_he_and_she_are_read_alike(text: str) -> None:
    """The same act by a man or by a woman gets the same answer."""
    assert swapped(text) != text
    assert check_scope(swapped(text), "setup").label == check_scope(text, "setup").label


@pytest.mark.parametrize("faith", ["church", "mosque", "temple", "synagogue"])
def test_leaving_a_faith_is_fit_and_being_forced_is_not(faith: str) -> None:
    """It is the force that counts, whatever the house of prayer."""
    assert check_scope(f"I'm leaving my {faith} and I've decided to tell my parents.", "setup").label == "ok"
    forced = f"My parents are forcing me to marry a man from their {faith} and I don't want to."
    assert check_scope(forced, "setup").label == "refer"
