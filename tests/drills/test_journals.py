"""Journals that were torn, mixed up, written by an older or by a newer voicecoach."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from voicecoach.errors import RehearsalError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.journal import JOURNAL, VERSION, FolderJournal
from voicecoach.rehearsal.records import brief_to_json, turn_to_json
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Heard, Turn, Who

SAMPLES = Path(__file__).parents[1] / "data" / "journals"


@pytest.fixture
def journal(tmp_path: Path) -> FolderJournal:
    journal = FolderJournal(tmp_path / "rehearsal")
    journal.append("begin", brief=brief_to_json(example_brief("raise")), seed=7)
    return journal


@pytest.mark.parametrize(("sample", "turns"), [("version-1", 4), ("torn", 3), ("foreign", 4)])
def test_every_finished_turn_is_read_and_gone_on_with(tmp_path: Path, sample: str, turns: int) -> None:
    folder = Path(shutil.copytree(SAMPLES / sample, tmp_path / sample))
    story = read_story(folder)
    assert len(story.turns) == turns
    journal = FolderJournal(folder)
    talk = Talk.resume(scenarios.load("raise"), story, journal)
    talk.add_yours(Heard("And I go on.", (), "sphinx"), start_s=60.0, end_s=62.0, audio=None)
    journal.close()
    assert [t.text for t in read_story(folder).turns][-1] == "And I go on."
    assert len(read_story(folder).turns) == turns + 1


def test_a_newer_journal_is_refused_kindly_and_left_alone() -> None:
    before = (SAMPLES / "newer" / JOURNAL).read_bytes()
    with pytest.raises(RehearsalError, match="newer voicecoach") as refused:
        read_story(SAMPLES / "newer")
    assert "Update voicecoach" in (refused.value.next_step or "")
    assert (SAMPLES / "newer" / JOURNAL).read_bytes() == before


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x1e", "\x0c"])
def test_characters_that_some_call_line_ends_lose_no_turn(journal: FolderJournal, character: str) -> None:
    journal.append("turn", turn=turn_to_json(Turn(0, Who.YOU, f"One{character}two")))
    assert journal.folder
    assert [t.text for t in read_story(journal.folder).turns] == [f"One{character}two"]


def test_half_a_character_from_a_model_does_not_stop_the_journal(journal: FolderJournal) -> None:
    journal.append("turn", turn=turn_to_json(Turn(0, Who.PARTNER, "No \ud83d way")))
    assert journal.folder
    assert [t.text for t in read_story(journal.folder).turns] == ["No ? way"]


def test_a_line_cut_by_a_full_disk_does_not_take_the_next_one_along(
    journal: FolderJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:20]))
    with pytest.raises(RehearsalError, match=os.strerror(errno.ENOSPC)):
        journal.append("turn", turn=turn_to_json(Turn(0, Who.YOU, "Lost")))
    monkeypatch.setattr(os, "write", write)
    journal.append("turn", turn=turn_to_json(Turn(0, Who.YOU, "Kept")))
    assert journal.folder
    assert [t.text for t in read_story(journal.folder).turns] == ["Kept"]


def test_lines_that_make_no_sense_are_left_out(journal: FolderJournal) -> None:
    journal.append("turn", turn=turn_to_json(Turn(0, Who.YOU, "Kept")))
    journal.append("corrected", turn=99, text="x")
    journal.append("dropped", **{"from": float("inf")})
    journal.append("turn", turn=["a list"])
    assert journal.folder
    with (journal.folder / JOURNAL).open("a") as file:
        file.write("[" * 100_000 + "\n")
    assert [t.text for t in read_story(journal.folder).turns] == ["Kept"]


def test_there_is_a_sample_of_every_version_so_far() -> None:
    """Keep one when `VERSION` goes up: today's program reads them all."""
    assert all((SAMPLES / f"version-{version}" / JOURNAL).is_file() for version in range(1, VERSION + 1))
