"""Each fault alone, as `scripts/drill.py --faults` breaks it: it is told in words, and no turn is lost."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.drills import clock, devices, disk, faults, load
from scripts.drills.told import How, Told
from tests import virtual_sound
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Turn, Who

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and file limits"),
    pytest.mark.skipif(bool(virtual_sound.missing()), reason=f"not installed: {virtual_sound.missing()}"),
]

LONG = (clock.program_stopped_for_seconds, devices.sound_server_restarted, disk.disk_full_in_mid_turn)
"""In real time: with `scripts/drill.py` only."""


@pytest.mark.parametrize("drill", [d for d in faults.ALL if d not in LONG], ids=lambda d: d.__name__)
def test_a_fault_is_told_with_a_next_step_and_loses_no_turn(
    drill: faults.Drill, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert isinstance(drill(tmp_path), Told)
    assert "Traceback" not in capfd.readouterr().err


def test_a_drill_that_ends_without_a_next_step_is_not_survived() -> None:
    with pytest.raises(AssertionError, match="next step"):
        Told(How.STEPPED_DOWN, "The voice stopped working.")


def test_a_mind_that_makes_no_sense_gives_way_to_the_one_before() -> None:
    brief = example_brief("raise")
    first = Talk.begin(scenarios.load("raise"), brief, MemoryJournal(), seed=1)
    turns = (Turn(0, Who.YOU, "Hello."), Turn(1, Who.YOU, "Again."))
    story = Story(brief, turns=turns, minds=(first.mind.snapshot(), {"state": 5}))
    talk = Talk.resume(scenarios.load("raise"), story, MemoryJournal())
    assert talk.mind.snapshot() == first.mind.snapshot()


def test_nothing_is_left_open_after_a_long_rehearsal(tmp_path: Path) -> None:
    tally = load.exchanges(tmp_path, early=5, late=20)
    assert (tally.turns, tally.left) == (20, (0, 0, 0))


def test_noise_before_an_open_microphone_makes_no_turn_and_speech_after_it_does(tmp_path: Path) -> None:
    assert load.open_microphone(tmp_path, minutes=2).turns == 1


def test_the_end_of_a_turn_that_is_too_long_is_told(tmp_path: Path) -> None:
    tally = load.monologue(tmp_path, minutes=4)
    assert tally.notices == ["talk.long_turn", "talk.too_long"]
    assert tally.turns == 1
