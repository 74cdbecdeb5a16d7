"""The recordings in tests/data/speech, with what they say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from voicecoach.audio.recordings import load_recording
from voicecoach.types import Sound

DATA = Path(__file__).parent.parent / "data"
WHISPER = DATA / "whisper-rehearsal-test"


def said() -> dict[str, str]:
    """File stem to words."""
    with (DATA / "speech" / "speech.toml").open("rb") as file:
        return {Path(each["file"]).stem: each["text"] for each in tomllib.load(file)["recordings"]}


def recording(name: str) -> Sound:
    return load_recording(DATA / "speech" / f"{name}.flac")


def plain(text: str) -> str:
    """Lower case, without punctuation: what word error rates compare."""
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())
