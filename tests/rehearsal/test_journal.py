"""The record of a rehearsal on disk."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import numpy as np
import pytest

from voicecoach.errors import RehearsalError
from voicecoach.rehearsal.journal import FolderJournal, MemoryJournal, journal_lines
from voicecoach.rehearsal.records import brief_from_json, brief_to_json, turn_from_json, turn_to_json
from voicecoach.rehearsal.story import fold, read_story
from voicecoach.types import Brief, Move, Push, Sound, Stakes, Turn, Who, Word

BRIEF = Brief("raise", "Dana, my manager", "a raise", ("95 thousand",), stakes=Stakes.HIGH, push=Push.TOUGH)


def turn(number: int, who: Who = Who.YOU, text: str = "Hello.", audio: str | None = None) -> Turn:
    return Turn(number, who, text, (Word(text, 0.1, 0.5, 0.9),), 1.0, 2.0, audio, "sphinx")


@pytest.fixture
def journal(tmp_path: Path) -> FolderJournal:
    journal = FolderJournal(tmp_path / "rehearsal")
    journal.append("begin", brief=brief_to_json(BRIEF), seed=7)
    return journal


def folder_of(journal: FolderJournal) -> Path:
    assert journal.folder
    return journal.folder


def test_a_turn_and_a_brief_come_back_as_they_were_written() -> None:
    said = Turn(3, Who.PARTNER, "No.", (), 1.5, 2.5, "audio/003-partner.wav", "scripted", Move.DENY, True)
    assert turn_from_json(json.loads(json.dumps(turn_to_json(said)))) == said
    assert brief_from_json(json.loads(json.dumps(brief_to_json(BRIEF)))) == BRIEF


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "audio/../../x", "c:evil", "a/b/c", ""])
def test_audio_names_that_lead_out_of_the_folder_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a file"):
        turn_from_json(turn_to_json(turn(0)) | {"audio": name})


def test_each_turn_is_on_disk_when_append_returns(journal: FolderJournal) -> None:
    journal.append("turn", turn=turn_to_json(turn(0)), mind={"stage": 1})
    story = read_story(folder_of(journal))
    assert [t.text for t in story.turns] == ["Hello."]
    assert story.minds == ({"stage": 1},)
    assert (story.brief, story.seed) == (BRIEF, 7)


def test_only_the_owner_can_read_a_rehearsal(journal: FolderJournal) -> None:
    journal.save_audio("000-you", Sound(np.zeros(160, np.int16), 16_000))
    for path in [folder_of(journal), *folder_of(journal).rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_torn_last_line_and_a_foreign_line_lose_nothing_else(journal: FolderJournal) -> None:
    journal.append("turn", turn=turn_to_json(turn(0)))
    journal.close()
    with (folder_of(journal) / "journal.jsonl").open("a") as file:
        file.write('somebody was here\n[1, 2]\n{"v": 1, "kind": "turn", "turn": {"numb')
    again = FolderJournal(folder_of(journal))
    again.append("turn", turn=turn_to_json(turn(1, text="Still here.")))
    assert [t.text for t in read_story(folder_of(journal)).turns] == ["Hello.", "Still here."]


def test_a_newer_journal_is_refused_kindly(journal: FolderJournal) -> None:
    with (folder_of(journal) / "journal.jsonl").open("a") as file:
        file.write('{"v": 99, "kind": "turn"}\n')
    with pytest.raises(RehearsalError, match="newer voicecoach") as caught:
        read_story(folder_of(journal))
    assert "Update" in caught.value.next_step


def test_no_journal_is_said_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(RehearsalError, match="no rehearsal"):
        journal_lines(tmp_path)


def test_what_was_taken_back_stays_marked_and_out_of_the_transcript(journal: FolderJournal) -> None:
    for n in range(3):
        journal.append("turn", turn=turn_to_json(turn(n, text=f"line {n}")))
    journal.append("dropped", **{"from": 1})
    journal.append("turn", turn=turn_to_json(turn(1, text="better")))
    story = read_story(folder_of(journal))
    assert [t.text for t in story.turns] == ["line 0", "better"]
    assert [t.text for t in story.taken_back] == ["line 1", "line 2"]


def test_corrections_strikes_and_notes_are_folded_in(journal: FolderJournal) -> None:
    journal.append("turn", turn=turn_to_json(turn(0)))
    journal.append("corrected", turn=0, text="Halo.")
    journal.append("struck", finding="0:apology:1-3")
    journal.append("note", key="confidence_after", value=7)
    journal.append("ended")
    story = read_story(folder_of(journal))
    assert (story.turns[0].text, story.turns[0].corrected) == ("Halo.", True)
    assert story.struck == {"0:apology:1-3"}
    assert story.notes == {"confidence_after": 7}
    assert story.ended


def test_audio_comes_back_from_folder_and_memory(journal: FolderJournal) -> None:
    sound = Sound(np.arange(1600, dtype=np.int16), 16_000)
    for kept in (journal, MemoryJournal()):
        loaded = kept.load_audio(kept.save_audio("000-you", sound))
        assert loaded is not None
        np.testing.assert_array_equal(loaded.samples, sound.samples)
        assert kept.load_audio("audio/none.wav") is None


def test_memory_leaves_nothing_and_tells_the_same_story() -> None:
    journal = MemoryJournal()
    journal.append("begin", brief=brief_to_json(BRIEF))
    journal.append("turn", turn=turn_to_json(turn(0)))
    assert journal.folder is None
    assert [t.text for t in fold(journal.lines).turns] == ["Hello."]


def test_a_full_disk_is_said_with_the_next_step(
    journal: FolderJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voicecoach.rehearsal.journal.os.write", full)
    with pytest.raises(RehearsalError, match="No space left") as caught:
        journal.append("ended")
    assert "resume" in caught.value.next_step
