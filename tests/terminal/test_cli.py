"""The command line as a user meets it: help that helps, errors in two lines, exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach import settings
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal.brief import dump_brief
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.records import brief_to_json
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.terminal import cli
from voicecoach.terminal.cli import COMMANDS, main


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


def test_version_needs_no_heavy_library() -> None:
    program = (
        "import sys; from voicecoach.terminal.cli import main; main(['--version']);"
        "heavy = {'numpy', 'pydantic', 'onnxruntime', 'sounddevice', 'ollama'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("voicecoach, version ")


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_has_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, name, "--help")
    assert code == 0
    assert "Usage:" in out


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "rehears")
    assert code == 2
    assert "rehears" in err


def test_hold_is_wrong_usage_in_a_terminal_and_says_what_works(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "rehearse", "raise", "--mode", "hold")
    assert code == 2
    assert "--mode tap" in err


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('push = "realistic"', 'push = "brutal"', "push"),
        ("fear_likely = 70", 'fear_likely = "often"', "fear_likely"),
        ('other = "', 'othr = "', "othr"),
        ("[details]", "[details", "TOML"),
    ],
)
def test_a_wrong_brief_is_one_line_that_names_the_field(
    old: str, new: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = dump_brief(example_brief("raise"))
    assert old in text
    brief = tmp_path / "brief.toml"
    brief.write_text(text.replace(old, new, 1))
    code, _, err = run(capsys, "rehearse", "--brief", str(brief), "--yes")
    assert code == 2
    assert named in err
    assert len(err.strip().splitlines()) <= 2
    assert not rehearsals_dir().exists()


def sound_file(path: Path, kind: str) -> Path:
    tone = (0.2 * np.sin(2 * np.pi * 220 * np.arange(16_000) / 16_000)).astype(np.float32)
    match kind:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("this is not sound")
        case "no samples":
            soundfile.write(path, tone[:0], 16_000)
        case "header only":
            soundfile.write(path, tone, 16_000)
            path.write_bytes(path.read_bytes()[:30])
    return path


@pytest.mark.parametrize("kind", ["empty", "text", "no samples", "header only", "missing"])
def test_a_recording_that_is_none_is_said_before_anything_is_written(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = sound_file(tmp_path / "said.wav", kind)
    code, _, err = run(capsys, "rehearse", "raise", "--mic", str(path), "--fast", "--yes")
    assert code in (1, 2)
    assert "said.wav" in err
    assert len(err.strip().splitlines()) <= 3
    assert not rehearsals_dir().exists()


@pytest.mark.parametrize(
    "option",
    [("--hearing", "whisper"), ("--speaking", "piper"), ("--partner", "parrot"), ("--hearing", "/no/such")],
)
def test_a_chosen_engine_that_is_missing_is_an_error_with_the_next_step(
    option: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "rehearse", "raise", "--yes", *option)
    assert code in (1, 2)
    assert len(err.strip().splitlines()) >= 2
    assert not rehearsals_dir().exists()


def test_a_scenario_with_an_unknown_key_names_file_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from voicecoach.rehearsal.scenario import scenario_files

    path = tmp_path / "mine.toml"
    path.write_text('colour = "red"\n' + scenario_files()["raise"].read_text(encoding="utf-8"))
    code, _, err = run(capsys, "scenarios", "check", str(path))
    assert code == 2
    assert "mine.toml" in err
    assert "colour" in err


def test_scope_and_speakable_print_one_json_object_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = tmp_path / "t.jsonl"
    texts.write_text(
        '{"id": "a", "text": "I want a raise", "where": "setup"}\n\n{"id": "b", "text": "hello"}\n'
    )
    code, out, _ = run(capsys, "scope", "--jsonl", str(texts))
    assert code == 0
    assert [line[:9] for line in out.splitlines()] == ['{"id": "a', '{"id": "b']
    lines = tmp_path / "l.jsonl"
    lines.write_text('{"id": "a", "persona": "Dana", "raw": "*sighs* No."}\n')
    code, out, _ = run(capsys, "speakable", "--jsonl", str(lines))
    assert (code, '"spoken": "No."' in out) == (0, True)


@pytest.mark.parametrize("text", ["not json\n", "[1]\n", '{"text": "no id"}\n'])
def test_a_broken_jsonl_file_names_the_line(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"id": "a", "text": "x"}\n' + text)
    code, _, err = run(capsys, "scope", "--jsonl", str(path))
    assert code == 2
    assert "t.jsonl:2" in err


def test_a_home_that_is_a_file_is_told_as_that(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And not as settings that want mending."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "file"))
    code, _, err = run(capsys, "models", "list")
    assert code == 2
    assert "VOICECOACH_HOME" in err
    assert "Let it name a folder" in err


def test_export_replaces_no_file_without_being_told_to(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = rehearsals_dir() / "one"
    journal = FolderJournal(folder)
    journal.append("begin", brief=brief_to_json(example_brief("raise")))
    journal.close()
    target = tmp_path / "thesis.zip"
    target.write_text("years of work")
    code, _, err = run(capsys, "rehearsals", "export", "one", str(target))
    assert code == 2
    assert "thesis.zip is there already" in err
    assert "--yes" in err
    assert target.read_text() == "years of work"
    assert run(capsys, "rehearsals", "export", "one", str(target), "--yes")[0] == 0
    assert target.read_bytes().startswith(b"PK")
    assert run(capsys, "rehearsals", "export", "one", str(tmp_path))[0] == 0
    assert run(capsys, "rehearsals", "export", "one", str(tmp_path))[0] == 2


@pytest.mark.parametrize(
    ("setting", "environment", "allowed"),
    [
        ("", "http://198.51.100.7:11434", {"198.51.100.7"}),
        ("", "gpu.lan:5000", {"gpu.lan"}),
        ("http://198.51.100.9", "http://198.51.100.7:11434", {"198.51.100.9"}),
        ("", "0.0.0.0", set()),
        ("http://[::1", "", set()),
    ],
)
def test_the_one_host_that_is_let_through_is_the_one_that_is_asked(
    setting: str, environment: str, allowed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if setting:
        settings.save("partner.host", setting)
    monkeypatch.setenv("OLLAMA_HOST", environment)
    assert cli._allowed_hosts() == set()
    settings.save("partner.allow_remote", True)
    assert cli._allowed_hosts() == allowed


@pytest.mark.parametrize("command", [("doctor",), ("rehearsals", "list"), ("config", "show")])
def test_a_home_of_a_user_that_there_is_not_is_said_in_a_sentence(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICECOACH_HOME", "~nosuchuser/x")
    code, _, err = run(capsys, *command)
    assert code == 2
    assert "~nosuchuser/x" in err
    assert "unset VOICECOACH_HOME" in err


@pytest.mark.parametrize("row", ['{"id": "b"}', '{"id": "b", "text": null}', '{"id": "b", "text": ["x"]}'])
@pytest.mark.parametrize("command", ["scope", "speakable"])
def test_a_line_without_its_text_is_named_and_never_called_ok(
    command: str, row: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    field = "text" if command == "scope" else "raw"
    file = tmp_path / "rows.jsonl"
    file.write_text(f'{{"id": "a", "{field}": "Hello."}}\n{row.replace("text", field)}\n')
    code, out, err = run(capsys, command, "--jsonl", str(file))
    assert code == 2
    assert f"rows.jsonl:2: it has no {field}" in err
    assert '"b"' not in out
