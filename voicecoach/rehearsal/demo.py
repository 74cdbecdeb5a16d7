"""The recorded user of the demo."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from voicecoach.audio.recordings import load_recording
from voicecoach.errors import UsageError
from voicecoach.paths import package_data
from voicecoach.rehearsal.journal import AUDIO, JOURNAL
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.types import Brief, Sound

MARK = ".demo"
"""A file that says whose the folder is."""

LEFT = {
    JOURNAL,
    "brief.toml",
    "transcript.md",
    "conversation.flac",
    "critique.flac",
    "critique.json",
    "report.html",
    "report.md",
    "card.html",
}
"""What a demo leaves, beside the audio."""


@cache
def demo_turns() -> tuple[dict[str, Any], ...]:
    """The recorded turns in order, each with `file` and the `text` that was spoken."""
    table = tomllib.loads((package_data("data") / "demo" / "demo.toml").read_text(encoding="utf-8"))
    return tuple(table["turns"])


def demo_recordings() -> list[Sound]:
    """What the recorded user says, one sound a turn."""
    return [load_recording(package_data("data") / "demo" / turn["file"]) for turn in demo_turns()]


def demo_brief() -> Brief:
    """The recorded user's brief."""
    return example_brief("raise")


def fresh_folder(out: Path | None) -> Path | None:
    """A folder to leave the demo in. What an earlier demo left there is replaced, and nothing else touched.

    Raises UsageError where the folder holds anything that no demo left.
    """
    if out is None or not out.exists():
        return out
    if not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file()):
        raise UsageError(f"{out} holds something that no demo left there.", "Give a new folder with --out.")
    found = (*out.iterdir(), *(out / AUDIO).glob("*.wav"))
    left = [path for path in found if path.name in LEFT or path.parent != out]
    for path in left:
        path.unlink()
    return out


def mark(folder: Path) -> None:
    """This folder is a demo's: the next demo may replace what it left."""
    (folder / MARK).touch(mode=0o600)
