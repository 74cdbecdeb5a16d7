"""The recorded user of the demo."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from voicecoach.audio.recordings import load_recording
from voicecoach.errors import UsageError
from voicecoach.paths import package_data
from voicecoach.rehearsal.journal import JOURNAL
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.types import Brief, Sound


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
    """A folder to leave the demo in. An earlier demo there is replaced, anything else is left alone.

    Raises UsageError where the folder holds something else.
    """
    if out is None or not out.exists():
        return out
    if not out.is_dir() or (any(out.iterdir()) and not (out / JOURNAL).is_file()):
        raise UsageError(f"{out} holds something else.", "Give a new folder with --out.")
    for path in sorted(out.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    return out
