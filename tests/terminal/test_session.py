"""A rehearsal as it is shown in a terminal."""

from __future__ import annotations

import pytest

from voicecoach.terminal.session import LAST_LINES, Session
from voicecoach.types import Turn, Who


def test_one_that_is_taken_up_again_shows_what_was_said_last(capsys: pytest.CaptureFixture[str]) -> None:
    """A few lines, so that one knows where one is; a new one shows nothing."""
    turns = tuple(Turn(n, Who.YOU if n % 2 else Who.PARTNER, f"Line {n}.", (), n, n + 1) for n in range(9))
    Session._look_back(turns, "Dana")
    shown = capsys.readouterr().err.splitlines()
    assert len(shown) == LAST_LINES + 1
    assert shown[-2:] == ["You: Line 7.", "Dana: Line 8."]
    Session._look_back((), "Dana")
    assert capsys.readouterr().err == ""
