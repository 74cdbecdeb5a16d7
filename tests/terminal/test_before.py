"""What is not rehearsed here is said before the partner says a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voicecoach.rehearsal.scenario import example_brief, names
from voicecoach.rehearsal.scope import ScopeVerdict
from voicecoach.terminal import before
from voicecoach.terminal.before import Begin, may_begin


@pytest.mark.parametrize("name", names())
def test_every_example_brief_may_be_rehearsed(name: str) -> None:
    assert may_begin(example_brief(name), questions=False) is Begin.YES


def test_an_undecided_talk_is_not_rehearsed_and_told_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert may_begin(replace(example_brief("friend"), decided=False), questions=False) is Begin.NO
    assert "decided" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fear", ["he'll hit me again like last time", "she says she is going to kill herself tonight"]
)
def test_danger_in_the_brief_is_met_with_who_can_help(fear: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert may_begin(replace(example_brief("boundary"), fear=fear), questions=False) is Begin.NO
    told = capsys.readouterr().err
    assert "In danger now" in told
    assert "last looked at in" in told
    assert "Nothing of what you said or typed was kept" in told


def test_after_a_brief_that_is_not_rehearsed_it_stays_and_offers_another(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a bare refusal: it waits for what the user chooses."""
    monkeypatch.setattr(before, "attended", lambda: True)
    said = iter(["", "2"])
    monkeypatch.setattr(before, "_typed", lambda question: next(said))
    brief = replace(example_brief("boundary"), fear="he'll hit me again like last time")
    assert may_begin(brief, questions=True) is Begin.ELSE
    assert "Rehearse something else" in capsys.readouterr().err


def test_where_nobody_can_answer_a_doubt_is_shown_and_does_not_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(before, "check_brief", lambda brief: ScopeVerdict("ask", "", "Is anyone in danger?"))
    assert may_begin(example_brief("raise"), questions=False) is Begin.YES
    assert "Is anyone in danger?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("answer", "begins"),
    [("no", Begin.YES), ("um no, nobody", Begin.YES), ("well, yes", Begin.NO), ("I'm not sure", Begin.NO)],
)
def test_in_doubt_about_a_brief_one_question_is_put(
    answer: str, begins: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No clear no counts as a yes."""
    monkeypatch.setattr(before, "attended", lambda: True)
    monkeypatch.setattr(before, "check_brief", lambda brief: ScopeVerdict("ask", "", "Is anyone in danger?"))
    monkeypatch.setattr("click.prompt", lambda question, **_: answer)
    monkeypatch.setattr(before, "_typed", lambda question: "1")
    assert may_begin(example_brief("raise"), questions=True) is begins
