"""The rehearsals on this machine."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from voicecoach.errors import RehearsalError, UsageError
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


def test_the_home_of_a_user_that_there_is_not_is_no_rehearsal() -> None:
    with pytest.raises(RehearsalError):
        store.find("~nobody-of-that-name/x")


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


def test_the_archive_is_its_owners_only_from_its_first_byte_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = store.find(made().name)
    seen: list[int] = []
    write = zipfile.ZipFile.write

    def look(archive: zipfile.ZipFile, *given: Any) -> None:
        seen.append((tmp_path / "out.zip.part").stat().st_mode & 0o777)
        write(archive, *given)

    monkeypatch.setattr(zipfile.ZipFile, "write", look)
    before = os.umask(0o022)
    try:
        store.export(kept, tmp_path / "out.zip")
    finally:
        os.umask(before)
    assert seen == [0o600]
    assert (tmp_path / "out.zip").stat().st_mode & 0o777 == 0o600


def test_archives_that_lie_in_the_folder_are_not_taken_into_the_next(tmp_path: Path) -> None:
    folder = made()
    kept = store.find(folder.name)
    store.export(kept, folder)
    store.export(kept, folder / "again.zip")
    archive = store.export(kept, tmp_path)
    assert zipfile.ZipFile(folder / "again.zip").namelist() == [f"{folder.name}/journal.jsonl"]
    assert zipfile.ZipFile(archive).namelist() == [f"{folder.name}/journal.jsonl"]


def test_an_empty_name_is_no_rehearsal_not_even_in_one_s_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made())
    for nothing in ("", "  "):
        with pytest.raises(UsageError, match="Which rehearsal"):
            store.find(nothing)
    assert store.find(".").folder == Path.cwd()


def test_a_rehearsal_that_is_open_elsewhere_is_said_so() -> None:
    folder = made()
    held = store.lock(folder)
    with pytest.raises(RehearsalError, match="open in another"):
        store.lock(folder)
    held.release()
    store.lock(folder).release()
