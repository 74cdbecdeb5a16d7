"""The coach is never at a loss where a rehearsal is not the place."""

from __future__ import annotations

import pytest

from voicecoach.rehearsal.scope_help import (
    countries,
    help_for,
    kind_question,
    likely_country,
    offers,
    spoken_help,
)


@pytest.mark.parametrize("label", ["refer", "emergency"])
def test_the_coach_says_two_or_three_sentences_and_stays(label: str) -> None:
    """Warm, short, and with something still on offer: never a bare refusal."""
    assert 2 <= sum(spoken_help(label).count(mark) for mark in ".?!") <= 3
    assert len(offers(label)) >= 2


@pytest.mark.parametrize("label", ["refer", "emergency"])
def test_before_a_talk_the_coach_does_not_speak_of_one(label: str) -> None:
    said = spoken_help(label, "GB", before=True)
    assert "999" in said
    assert not any(word in said for word in ("scene", "What you said", "keep it"))


@pytest.mark.parametrize("country", [*countries(), "", "XX"])
def test_every_country_has_an_emergency_number_and_few_dated_lines(country: str) -> None:
    """The number first, then at most four lines, a date, and that they may have changed."""
    found = help_for(country)
    assert found.emergency_number
    assert 1 <= len(found.lines) <= 4
    assert found.last_verified.year >= 2026
    assert "Check that these are current" in found.caution


def test_an_unknown_country_is_not_given_another_ones_numbers() -> None:
    """No national line is shown where the country is not known."""
    assert help_for("XX").country == ""
    assert not any(line in help_for("GB").lines for line in help_for("XX").lines)


def test_the_country_comes_from_the_language_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """en_GB means GB."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert likely_country() == "GB"


def test_kind_questions_are_questions() -> None:
    """One for danger, one for everything else."""
    assert kind_question("danger").endswith("?")
    assert kind_question("matter").endswith("?")
