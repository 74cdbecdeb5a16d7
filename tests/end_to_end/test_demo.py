"""The demo, as a program of its own on a machine with no network, no sound card and no display."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jiwer
import numpy as np
import pytest
import soundfile

from voicecoach.rehearsal.demo import demo_turns
from voicecoach.rehearsal.story import Story, read_story
from voicecoach.types import Who


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that one run of the demo leaves, cut off from every network."""
    if not shutil.which("unshare"):
        pytest.skip("unshare is not installed")
    home = tmp_path_factory.mktemp("demo")
    out = home / "demo-out"
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "PULSE_SERVER")
    }
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "voicecoach", "demo", "--out", str(out)],
        env={**environment, "VOICECOACH_HOME": str(home / "home")},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    yield out


@pytest.fixture(scope="module")
def story(demo: Path) -> Story:
    return read_story(demo)


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_it_leaves_transcript_audio_report_and_card(demo: Path) -> None:
    for name in (
        "transcript.md",
        "conversation.flac",
        "report.html",
        "report.md",
        "critique.json",
        "card.html",
    ):
        assert (demo / name).stat().st_size > 100, name


def test_every_turn_is_heard_well_enough(story: Story) -> None:
    heard = [turn.text for turn in story.turns if turn.who is Who.YOU]
    said = [turn["text"] for turn in demo_turns()]
    assert len(heard) == len(said) >= 6
    rates = [jiwer.wer(plain(a), plain(b)) for a, b in zip(said, heard, strict=True)]
    assert max(rates) < 0.25
    assert statistics.median(rates) < 0.10


def test_the_partner_answers_every_turn_and_never_repeats_itself(story: Story) -> None:
    lines = [turn.text for turn in story.turns if turn.who is Who.PARTNER]
    assert len(lines) == len(demo_turns()) + 1
    assert len(set(lines)) == len(lines)


def test_every_turns_audio_is_there_and_the_conversation_holds_them_all(demo: Path, story: Story) -> None:
    total = 0.0
    for turn in story.turns:
        sound, rate = soundfile.read(demo / str(turn.audio))
        assert np.abs(sound).max() > 0.05
        total += len(sound) / rate
    whole, rate = soundfile.read(demo / "conversation.flac")
    assert total * 0.95 <= len(whole) / rate <= total * 1.5
    assert np.abs(whole).max() <= 1.0


def test_every_quote_of_the_critique_stands_in_the_transcript_to_the_letter(demo: Path, story: Story) -> None:
    critique = json.loads((demo / "critique.json").read_text())
    quotes = [point["quote"] for point in critique["points"] if point["quote"]]
    assert quotes
    for quote in quotes:
        first, last = quote["at"]
        assert story.turns[quote["turn"]].text[first:last] == quote["text"]
    for finding in critique["findings"]:
        assert finding["quote"] in story.turns[finding["turn"]].text


def test_the_report_plays_the_quotes_and_asks_nothing_of_any_network(demo: Path) -> None:
    html = (demo / "report.html").read_text()
    assert html.count("data:audio/mpeg;base64,") >= 1
    assert all(url.startswith(("data:", "#")) for url in re.findall(r"(?:src|href)=\"([^\"]*)\"", html))
    assert "<script" not in html
    assert (demo / "report.html").stat().st_size < 10_000_000


def test_what_it_leaves_is_its_owners_alone(demo: Path) -> None:
    for path in demo.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
