"""What a line takes up from the turn before it."""

from __future__ import annotations

import pytest

from voicecoach.partner.taking_up import giving_way, is_greeting, question_kind

NAMES = frozenset({"dana", "mum"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When will you know?", "when"),
        ("so who decides then", "who"),
        ("Why not?", "why"),
        ("I hear you. What would it take?", "need"),
        ("So is that a no?", "is_no"),
        ("Are we okay?", "okay"),
        ("What would you do in my place?", "place"),
        ("I doubled the account. What do you think?", "your_view"),
        ("The moon is far.", ""),
    ],
)
def test_the_kind_of_a_question(text: str, kind: str) -> None:
    """By how it is asked, with or without punctuation."""
    assert question_kind(text) == kind


@pytest.mark.parametrize(
    ("gave", "text", "way"),
    [
        ("88 would be fine", "Maybe 88 would be fine too.", "less"),
        ("I can wait", "No that's fine, I can wait until the next review.", "later"),
        ("forget I asked", "You're right, forget I asked.", "dropped"),
        ("just this week", "Fine, just this week then.", "once"),
        ("I can do the extra project", "Sure, I can do the extra project.", "task"),
        ("okay", "Okay.", ""),
    ],
)
def test_the_way_ground_was_given(gave: str, text: str, way: str) -> None:
    """What the persona can build on."""
    assert giving_way(gave, text) == way


def test_a_greeting_is_a_greeting_and_no_more() -> None:
    """With or without a name; what says anything else is none."""
    assert is_greeting("Hi mum.", NAMES)
    assert is_greeting("Hello Dana, thanks for seeing me.", NAMES)
    assert not is_greeting("Hi Dana, I want more money.", NAMES)
