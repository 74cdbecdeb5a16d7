"""A rehearsal killed at any moment is taken up again with all that was shown of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.drills import kill


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX here")
def test_sigkill_loses_no_turn_that_was_shown(tmp_path: Path) -> None:
    tally = kill.run(12, tmp_path)
    assert (tally.kills, tally.by_command_line) == (12, 6)
    assert tally.turns_shown > 0
    assert (tally.turns_lost, tally.unopened, tally.processes_left) == (0, [], 0)
