"""What an in-role line may not do just now."""

from __future__ import annotations

import pytest

from voicecoach.partner.line_rules import breaks_rules, numbers_in


@pytest.mark.parametrize(
    "line",
    [
        "Okay, you can have the raise.",
        "You're right, I'll pay it.",
        "Fine, I'll call first.",
        "You win.",
        "I'm so sorry, I was wrong.",
    ],
)
def test_ground_is_not_given_before_it_is_earned(line: str) -> None:
    """A concession or an apology is caught while the mind says no, and let through when it says yes."""
    assert breaks_rules(line, may_concede=False) in {"concession", "apology"}
    assert breaks_rules(line, may_concede=True) is None


@pytest.mark.parametrize(
    "line",
    [
        "I'm sorry, but the answer is no.",
        "Sorry, what?",
        "Fine. Be like that.",
        "Okay, I'll be honest with you, there's no money.",
        "Sure, in your dreams.",
        "I'm sorry to hear about your car. The rent is still due.",
        "I hear you, and it's still no.",
    ],
)
def test_a_refusal_in_soft_words_is_no_concession(line: str) -> None:
    """Politeness is not ground."""
    assert breaks_rules(line, may_concede=False) is None


def test_an_earlier_line_is_not_said_again() -> None:
    """Nearly the same words count as the same."""
    said = ["The budget is closed until spring, you know that."]
    assert breaks_rules(
        "The budget's closed until spring, you know that!", may_concede=False, history_lines=said
    )
    assert breaks_rules("Ask me again when the books open.", may_concede=False, history_lines=said) is None
    assert breaks_rules("No.", may_concede=False, history_lines=["Not now."]) is None


def test_only_numbers_in_play_are_spoken() -> None:
    """In figures or words, with thousands; small ones are ways of speaking."""
    assert breaks_rules("Ninety-five? I can't do 95k.", may_concede=False, numbers_in_play=[95_000]) is None
    assert breaks_rules("Take seventy thousand.", may_concede=False, numbers_in_play=[95_000]) is not None
    assert breaks_rules("One thing, in two minutes.", may_concede=False, numbers_in_play=[]) is None


def test_numbers_are_read_in_figures_and_words() -> None:
    """54k, 1,200, sixty-two, two hundred and forty."""
    assert numbers_in("54k or 1,200") == [54_000, 1_200]
    assert numbers_in("sixty-two, or two hundred and forty") == [62, 240]


def test_names_and_sides_are_kept_apart() -> None:
    """The persona is nobody else, does not talk to itself, and writes its own side only."""
    names = {"persona_name": "Dana, a manager", "other_names": ["Karthik"]}
    assert breaks_rules("This is Karthik, I want a raise.", may_concede=False, **names)
    assert breaks_rules("Look, Dana, I need it.", may_concede=False, **names)
    assert breaks_rules("No.\nKarthik: Please.", may_concede=False, **names)
    assert breaks_rules("Look, Karthik, I can't.", may_concede=False, **names) is None
