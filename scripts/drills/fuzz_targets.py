"""Who reads what in the fuzz drill: files, records, and whatever devices, models and people give."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from scripts.drills.fuzz import Check, Target
from scripts.drills.fuzz_talk import Stream, answered, devices, keys, lines, reported, shown_as_it_is
from voicecoach.audio.recordings import load_recording
from voicecoach.catalog.models import read
from voicecoach.coaching.transcripts import critique_transcript, read_transcript
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.brief import load_brief
from voicecoach.rehearsal.journal import JOURNAL, MemoryJournal
from voicecoach.rehearsal.scenario_file import read_scenario
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.transcript import transcript_lines
from voicecoach.settings import load as load_settings
from voicecoach.speaking.voices import load_voice_file
from voicecoach.terminal import cli

ROOT = Path(__file__).parents[2]
SETTINGS = (
    b'[talk]\npatience = "patient"\ncues = true\n\n[speaking]\npace = 1.1\n\n[privacy]\nkeep_audio = "none"\n'
)
DEVICES = {
    "apis": [{"name": "ALSA", "devices": [0, 1], "default_input_device": 0, "default_output_device": 1}],
    "devices": [
        {
            "name": f"Card {n}", "index": n, "hostapi": 0, "max_input_channels": 1 - n,
            "max_output_channels": n, "default_samplerate": 48000.0,
        }
        for n in range(2)
    ],
}  # fmt: skip
STREAM = [
    {"message": {"role": "assistant", "content": "No. "}, "done": False},
    {"message": {"role": "assistant", "content": "Not now."}, "done": False},
    {"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"},
]


def targets(home: Path) -> dict[str, Target]:
    """For every kind of input: good ones, and who reads them."""
    data, journal = ROOT / "voicecoach", _journal()
    home.mkdir(parents=True, exist_ok=True)
    return {
        "keys": Target([b"b", b"", b"p", b"\x1b[A", b"s s", b"3 the right words"], keys, 200),
        "journals": Target([journal], _reads_journal(home / "fuzzed"), 200),
        "briefs": Target(
            _all(data / "scenarios" / "briefs", "toml"), _file(home / "brief.toml", load_brief), 150
        ),
        "recordings": Target(_recordings(), _file(home / "sound.flac", load_recording), 110),
        "streams": Target([b"".join(json.dumps(p).encode() + b"\n" for p in STREAM)], Stream(), 60),
        "lines": Target([b'Dana: "No. *sighs* Not this year." (quietly)'], lines, 20),
        "devices": Target([json.dumps(DEVICES).encode()], devices, 50),
        "voices": Target(_all(ROOT / "voices", "toml"), _file(home / "voice.toml", load_voice_file), 50),
        "settings": Target([SETTINGS], _file(home / "some.toml", load_settings), 50),
        "transcripts": Target([_transcript()], _critiqued(home / "talk.json"), 30),
        "models": Target([(ROOT / "models.toml").read_bytes()], _file(home / "models.toml", read), 20),
        "scenarios": Target(
            _all(data / "scenarios", "toml"), _file(home / "scenario.toml", read_scenario), 10
        ),
        "coach": Target([b'{"carried": {"id": "s1", "line": "I am asking for ninety."}}'], answered, 10),
        "reports": Target([b"I just think *maybe* it is fine. <b>Sorry</b>."], reported, 5),
        "commands": Target([_transcript(), journal, *_all(data / "scenarios", "toml")], _Commands(home), 5),
    }


def _all(folder: Path, ending: str) -> list[bytes]:
    return [p.read_bytes() for p in sorted(folder.glob(f"*.{ending}"))]


def _file(path: Path, read_file: Callable[[Path], Any]) -> Check:
    def check(data: bytes) -> None:
        path.write_bytes(data)
        read_file(path)

    return check


def _recordings() -> list[bytes]:
    made = []
    for form in ("WAV", "FLAC"):
        out = io.BytesIO()
        soundfile.write(out, np.arange(2000, dtype=np.int16), 16_000, format=form)
        made.append(out.getvalue())
    return made


def _journal() -> bytes:
    return (ROOT / "tests" / "data" / "journals" / "version-1" / "journal.jsonl").read_bytes()


def _reads_journal(folder: Path) -> Check:
    folder.mkdir(parents=True, exist_ok=True)

    def check(data: bytes) -> None:
        (folder / JOURNAL).write_bytes(data)
        story = read_story(folder)
        "\n".join(transcript_lines(story)).encode()
        Talk.resume(scenarios.load(story.brief.scenario), story, MemoryJournal())

    return check


def _transcript() -> bytes:
    line = (ROOT / "tests" / "data" / "dialogues.jsonl").read_bytes().split(b"\n")[0]
    row: Mapping[str, Any] = json.loads(line)
    return json.dumps({**row, "turns": row["turns"][:4]}).encode()


def _critiqued(path: Path) -> Check:
    """From a file, as the program reads it; and as a table, as somebody's own program gives it."""

    def check(data: bytes) -> None:
        with contextlib.suppress(ValueError, RecursionError):
            row = json.loads(data)
            if isinstance(row, dict):
                critique_transcript({**row, "id": None})
        path.write_bytes(data)
        json.dumps(critique_transcript(read_transcript(path)[2]))

    return check


class _Commands:
    """The whole command line on one file, in this process; a crash in it is a traceback here."""

    def __init__(self, home: Path) -> None:
        self._file, self._folder, self._turn = home / "given", home / "given-folder", 0
        self._folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, data: bytes) -> None:
        self._file.write_bytes(data)
        (self._folder / JOURNAL).write_bytes(data)
        self._file.with_suffix(".toml").write_bytes(data)
        commands = [
            ["critique", str(self._file), "--json"],
            ["critique", str(self._folder)],
            ["rehearsals", "show", str(self._folder)],
            ["scenarios", "check", str(self._file.with_suffix(".toml"))],
            ["speakable", "--jsonl", str(self._file)],
            ["scope", "--jsonl", str(self._file)],
            ["rehearse", "--brief", str(self._file.with_suffix(".toml")), "--yes", "--mic", str(self._file)],
        ]
        self._turn += 1
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.main(["--debug", *commands[self._turn % len(commands)]])
        shown_as_it_is(out.getvalue() + err.getvalue())
        if code not in (0, 1, 2):
            raise AssertionError(f"ended with {code}")
