"""The setup questions in a terminal."""

from __future__ import annotations

import click
import pytest

from voicecoach.rehearsal import scenario
from voicecoach.terminal.ask_brief import ask_brief
from voicecoach.terminal.cli import main


def test_whoever_has_not_decided_is_asked_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not for here: the rest would be for nothing."""
    asked = []

    def prompt(question: str, default: str, err: bool) -> str:
        asked.append(question)
        return "no"

    monkeypatch.setattr(click, "prompt", prompt)
    assert not ask_brief(scenario.load("friend")).decided
    assert len(asked) == 1


def test_an_input_that_ends_is_no_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a pipe that is too short: said in words, and exit code 1."""
    monkeypatch.setattr("builtins.input", _ends)
    monkeypatch.setattr("click.termui.visible_prompt_func", _ends)
    assert main(["scenarios", "new"]) == 1
    told = capsys.readouterr().err
    assert "the input ended" in told
    assert "Interrupted" not in told


def test_ctrl_c_in_a_question_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("click.termui.visible_prompt_func", _interrupted)
    assert main(["scenarios", "new"]) == 130
    assert "Interrupted" in capsys.readouterr().err


def _ends(*_: object) -> str:
    raise EOFError


def _interrupted(*_: object) -> str:
    raise KeyboardInterrupt
