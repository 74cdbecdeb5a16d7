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


def test_enter_leaves_a_question_out_and_each_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was typed stays the only thing that is theirs; the example is shown, and not taken."""
    typed = {"What do you want? Name the number.": "31 dollars an hour"}

    def prompt(question: str, default: str, **_: object) -> str:
        return typed.get(question, default)

    monkeypatch.setattr(click, "prompt", prompt)
    brief = ask_brief(scenario.load("raise"))
    assert (brief.want, brief.must_say, brief.push.value) == ("31 dollars an hour", (), "realistic")
    told = capsys.readouterr().err
    assert "1 of 17" in told
    assert "for example: 82 thousand" in told


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
