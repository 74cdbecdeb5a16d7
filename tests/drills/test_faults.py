"""Each fault alone, as `scripts/drill.py --faults` breaks it: it is told in words, and no turn is lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.drills import faults, load
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Turn, Who

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and file limits")


@pytest.mark.parametrize("drill", faults.ALL, ids=lambda d: d.__name__)
def test_a_fault_is_told_and_loses_no_turn(
    drill: Callable[[Path], str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert drill(tmp_path)
    assert "Traceback" not in capfd.readouterr().err


def test_a_mind_that_makes_no_sense_gives_way_to_the_one_before() -> None:
    brief = example_brief("raise")
    first = Talk.begin(scenarios.load("raise"), brief, MemoryJournal(), seed=1)
    turns = (Turn(0, Who.YOU, "Hello."), Turn(1, Who.YOU, "Again."))
    story = Story(brief, turns=turns, minds=(first.mind.snapshot(), {"state": 5}))
    talk = Talk.resume(scenarios.load("raise"), story, MemoryJournal())
    assert talk.mind.snapshot() == first.mind.snapshot()


def test_nothing_is_left_open_after_a_long_rehearsal(tmp_path: Path) -> None:
    tally = load.exchanges(tmp_path, early=5, late=20)
    assert (tally.turns, tally.threads_left, tally.files_left) == (20, 0, 0)
