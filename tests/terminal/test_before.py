"""What is not rehearsed here is said before the partner says a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from voicecoach.rehearsal.scenario import example_brief, names
from voicecoach.terminal.before import may_begin


@pytest.mark.parametrize("name", names())
def test_every_example_brief_may_be_rehearsed(name: str) -> None:
    assert may_begin(example_brief(name), questions=False)


def test_an_undecided_talk_is_not_rehearsed_and_told_kindly(capsys: pytest.CaptureFixture[str]) -> None:
    assert not may_begin(replace(example_brief("friend"), decided=False), questions=False)
    assert "decided" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fear", ["he'll hit me again like last time", "she says she is going to kill herself tonight"]
)
def test_danger_in_the_brief_is_met_with_who_can_help(fear: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not may_begin(replace(example_brief("boundary"), fear=fear), questions=False)
    told = capsys.readouterr().err
    assert "In danger now" in told
    assert "last checked" in told
