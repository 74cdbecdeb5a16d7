"""What is kept of a rehearsal, where, and who can read it: looked at on disk, after the real commands."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from tests.hearing.speech import DATA, WHISPER
from voicecoach import logs, settings
from voicecoach.paths import log_file, package_data, rehearsals_dir
from voicecoach.rehearsal import store
from voicecoach.terminal.cli import main

CANARY = "Zebulon"
MICS = [part for name in ("raise", "thanks") for part in ("--mic", str(DATA / "speech" / f"{name}.flac"))]
SPEAK = ["--hearing", str(WHISPER), "--speaking", "espeak", "--partner", "scripted", "--fast", "--yes"]


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    """A brief with a name in it that stands nowhere else."""
    text = (package_data("scenarios") / "briefs" / "raise.toml").read_text("utf-8")
    file = tmp_path / "brief.toml"
    file.write_text(re.sub(r"^other = .*$", f'other = "{CANARY}, my manager"', text, flags=re.MULTILINE))
    return file


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def rehearse(brief: Path, *more: str) -> None:
    logs.stop()  # of an earlier test
    assert main(["-vv", "rehearse", "--brief", str(brief), *MICS, *SPEAK, *more]) == 0
    logs.stop()


def holding(words: str, root: Path) -> list[Path]:
    """Files below a folder that hold these words."""
    return [file for file in root.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def test_everything_is_for_its_owner_only_and_the_log_holds_nothing_that_was_said(
    brief: Path, own_home: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Folders 0700, files 0600; even the fullest log knows neither brief nor talk; no scraps are left."""
    settings.save("privacy.keep_audio", "all")
    rehearse(brief)
    assert main(["rehearsals", "export", "last", str(own_home)]) == 0
    capsys.readouterr()
    modes = {path: path.stat().st_mode & 0o777 for path in own_home.rglob("*")}
    assert {oct(mode) for path, mode in modes.items() if path.is_dir()} == {"0o700"}
    assert {oct(mode) for path, mode in modes.items() if path.is_file()} == {"0o600"}
    logged = log_file().read_text("utf-8")
    assert CANARY not in logged
    for turn in store.find("last").story.turns:
        assert turn.text not in logged
    assert list(temporary.iterdir()) == []
    assert {file.parent for file in holding(CANARY, own_home)} <= {store.find("last").folder}


@pytest.mark.parametrize(
    ("keep", "recordings", "clips"), [("quotes", False, True), ("all", True, True), ("none", False, False)]
)
def test_of_the_recorded_voice_stays_what_the_setting_says(
    keep: str, recordings: bool, clips: bool, brief: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The recordings of turns and of the whole talk; and the quoted clips, which are inside the report."""
    settings.save("privacy.keep_audio", keep)
    rehearse(brief)
    capsys.readouterr()
    folder = store.find("last").folder
    sounds = [file for file in folder.rglob("*") if file.suffix in (".wav", ".flac", ".ogg", ".mp3")]
    assert bool(sounds) is recordings
    assert clips or "data:audio" not in (folder / "report.html").read_text("utf-8")


def test_private_is_kept_in_memory_and_says_that_it_cannot_be_resumed(
    brief: Path, own_home: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse(brief, "--private")
    told = capsys.readouterr()
    assert "cannot be resumed" in told.err
    assert "Coach:" in told.out
    assert not rehearsals_dir().exists()
    assert holding(CANARY, own_home) == []
    assert list(temporary.iterdir()) == []
    assert main(["rehearsals", "resume", "last", "--yes"]) == 1


def test_deleting_takes_everything_and_says_what(
    brief: Path, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No word of it is left anywhere in voicecoach's folders."""
    rehearse(brief)
    folder = store.find("last").folder
    files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    capsys.readouterr()
    assert main(["rehearsals", "delete", "last", "--yes"]) == 0
    assert set(capsys.readouterr().out.splitlines()) == files
    assert not folder.exists()
    assert holding(CANARY, own_home) == []


def test_an_export_is_one_archive_with_everything_in_it(
    brief: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rehearse(brief)
    capsys.readouterr()
    assert main(["rehearsals", "export", "last", str(tmp_path)]) == 0
    archive = Path(capsys.readouterr().out.strip())
    folder = store.find("last").folder
    with zipfile.ZipFile(archive) as opened:
        names = {name.partition("/")[2] for name in opened.namelist()}
    assert names == {str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file()} - {".lock"}
    assert archive.stat().st_mode & 0o777 == 0o600
