"""`voicecoach critique`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.coaching.talks import FOLDED, RAISE, turns
from voicecoach.rehearsal import store
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.records import brief_to_json, turn_to_json
from voicecoach.terminal.cli import main

ROW = {
    "id": "t1",
    "scenario": "raise",
    "brief": {"other": "Dana", "want": "a raise to 95 thousand", "ask": ["95 thousand"]},
    "turns": [{"who": who, "text": text} for who, text in FOLDED],
}


@pytest.fixture
def transcript(tmp_path: Path) -> Path:
    path = tmp_path / "talk.json"
    path.write_text(json.dumps(ROW), encoding="utf-8")
    return path


def kept() -> str:
    folder = store.new_folder("raise")
    journal = FolderJournal(folder)
    journal.append("begin", brief=brief_to_json(RAISE), seed=1)
    for turn in turns(FOLDED):
        journal.append("turn", turn=turn_to_json(turn))
    journal.close()
    return folder.name


def test_a_transcript_is_critiqued_in_words(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["critique", str(transcript)]) == 0
    told = capsys.readouterr().out
    assert "You said: “" in told and told.rstrip().endswith("You can stop here.")


def test_json_is_one_object(transcript: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["critique", str(transcript), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "t1"


def test_jsonl_prints_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({**ROW, "id": n}) for n in range(3)), encoding="utf-8")
    assert main(["critique", "--jsonl", str(path)]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == [0, 1, 2]


def test_a_rehearsal_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    name = kept()
    assert main(["critique", name, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == name


@pytest.mark.parametrize("arguments", [[], ["a", "--jsonl", "b"], ["x.json", "--partner", "wizard"]])
def test_wrong_usage_is_two(arguments: list[str]) -> None:
    assert main(["critique", *arguments]) == 2


def test_a_file_that_is_no_transcript_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "no.json"
    path.write_text("hello", encoding="utf-8")
    assert main(["critique", str(path)]) == 2
    assert "no transcript" in capsys.readouterr().err


def test_what_would_be_heard_goes_into_a_file(transcript: Path, tmp_path: Path) -> None:
    out = tmp_path / "coach.wav"
    assert main(["critique", str(transcript), "--speaker", str(out)]) == 0
    assert out.stat().st_size > 100_000
