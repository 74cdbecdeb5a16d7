"""The rehearsals on this machine."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from voicecoach.errors import RehearsalError
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal import store
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.records import brief_to_json
from voicecoach.types import Brief

BRIEF = Brief("raise", "Dana", "a raise")


def made(scenario: str = "raise", **facts: object) -> Path:
    folder = store.new_folder(scenario)
    journal = FolderJournal(folder)
    journal.append("begin", brief=brief_to_json(BRIEF), **facts)
    journal.close()
    return folder


def test_two_of_the_same_minute_have_their_own_folders() -> None:
    assert made() != made()
    assert len(store.list_all()) == 2


def test_a_name_that_leads_elsewhere_stays_inside() -> None:
    folder = store.new_folder("../../evil/x")
    assert folder.parent == rehearsals_dir()


def test_found_by_id_by_its_start_by_folder_and_as_the_last() -> None:
    first, second = made(), made("boundary")
    assert store.find(first.name).folder == first
    assert store.find(str(second)).folder == second
    assert store.find("last").folder == second
    with pytest.raises(RehearsalError, match="no rehearsal"):
        store.find("nothing")
    with pytest.raises(RehearsalError, match="several"):
        store.find("20")


def test_attempts_on_a_brief_belong_together() -> None:
    first = made()
    second = made(attempt=2, attempt_of=first.name)
    made()
    assert [k.folder for k in store.attempts_of(store.find(second.name))] == [first, second]


def test_one_that_cannot_be_read_hides_none_of_the_others() -> None:
    good, bad = made(), made()
    (bad / "journal.jsonl").write_text("{}\n")
    assert [k.folder for k in store.list_all()] == [good]


def test_delete_removes_everything_and_says_what() -> None:
    folder = made()
    (folder / "report.html").write_text("x")
    assert store.delete(store.find(folder.name)) == [".lock", "journal.jsonl", "report.html"]
    assert not folder.exists()


def test_export_is_one_archive_without_the_lock(tmp_path: Path) -> None:
    folder = made()
    held = store.lock(folder)
    archive = store.export(store.find(folder.name), tmp_path)
    held.release()
    assert zipfile.ZipFile(archive).namelist() == [f"{folder.name}/journal.jsonl"]


def test_a_rehearsal_that_is_open_elsewhere_is_said_so() -> None:
    folder = made()
    held = store.lock(folder)
    with pytest.raises(RehearsalError, match="open in another"):
        store.lock(folder)
    held.release()
    store.lock(folder).release()
