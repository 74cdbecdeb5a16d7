"""Files that anybody may have written are read as plain values of a sane size, or refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach import files
from voicecoach.errors import RehearsalError
from voicecoach.rehearsal import store
from voicecoach.rehearsal.journal import FolderJournal, write_private
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import Story
from voicecoach.terminal.say import plain


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a = " + "9" * 5000, "too many digits"),
        ("a = 0x" + "f" * 5000, "too many digits"),
        ("[" + ".".join("a" * 200) + "]", "nested"),
        ("a = " + "[" * 5000, "nested"),
        ("a = " + "[" * 100 + "]" * 100, "nested"),
        ("a = 1e999", "no number"),
        ("a = nan", "no number"),
        ("a = ", "not valid TOML"),
    ],
)
def test_toml_that_no_program_could_work_with_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(files.Unreadable, match=why):
        files.toml_in(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": ' + "9" * 5000 + "}", "too many digits"),
        ('{"a": 99999999999999999999}', "too many digits"),
        ("[" * 100_000, "nested"),
        ("[" * 100 + "]" * 100, "nested"),
        ('{"a": 1e999}', "no number"),
        ('{"a": NaN}', "no number"),
        (r'{"\ud83d": 1}', "half of a character"),
        ('{"a": ', "not valid JSON"),
    ],
)
def test_json_that_no_program_could_work_with_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(files.Unreadable, match=why):
        files.json_in(text)


def test_a_file_as_notepad_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes("\ufeffa = 1\r\nb = 2\r\n".encode())
    assert files.read_toml(tmp_path / "a.toml") == {"a": 1, "b": 2}


def test_a_file_larger_than_any_of_ours_is_not_read_to_its_end() -> None:
    with pytest.raises(files.Unreadable, match="larger than"):
        files.read_text(Path("/dev/zero"))


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_bytes(b"a = \xff")
    with pytest.raises(files.Unreadable, match="UTF-8"):
        files.read_toml(tmp_path / "a.toml")


def test_half_a_character_does_not_stop_the_terminal() -> None:
    assert plain("No \ud83d way").encode() == b"No  way"


@pytest.mark.parametrize("name", ["journal.jsonl", "audio"])
def test_a_rehearsal_that_leads_out_of_its_folder_is_not_written_to(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir() if name == "audio" else outside.write_text("theirs\n")
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    (folder / name).symlink_to(outside)
    with pytest.raises(RehearsalError) as refused:
        FolderJournal(folder)
    assert refused.value.next_step
    assert name == "audio" or outside.read_text() == "theirs\n"


def test_a_report_is_not_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("theirs")
    for name in ("report.md", "report.md.part"):
        (tmp_path / name).symlink_to(outside)
    write_private(tmp_path / "report.md", "ours")
    assert outside.read_text() == "theirs"
    assert (tmp_path / "report.md").read_text() == "ours"
    assert (tmp_path / "report.md").stat().st_mode & 0o777 == 0o600


def test_an_archive_takes_nothing_along_that_a_link_leads_to(tmp_path: Path) -> None:
    folder = tmp_path / "rehearsal"
    FolderJournal(folder).close()
    (tmp_path / "secret").write_text("theirs")
    (folder / "link").symlink_to(tmp_path / "secret")
    kept = store.Kept("rehearsal", folder, Story(example_brief("raise")))
    archive = store.export(kept, tmp_path / "out.zip")
    assert b"link" not in archive.read_bytes()
