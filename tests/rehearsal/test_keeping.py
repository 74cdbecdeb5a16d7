"""What is kept of a rehearsal: the conversation as one sound, and the sweep afterwards."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from voicecoach import settings
from voicecoach.rehearsal.conversation import LONGEST_GAP_S, RATE, conversation
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.rehearsal.sweep import sweep
from voicecoach.types import Heard, Sound, Turn, Who


def tone(seconds: float, rate: int) -> Sound:
    return Sound(np.full(int(seconds * rate), 5000, np.int16), rate)


def test_the_conversation_has_every_turn_where_it_was() -> None:
    sounds = {"a": tone(1.0, 16_000), "b": tone(2.0, 22_050)}
    turns = [
        Turn(0, Who.PARTNER, "x", start_s=0.0, end_s=2.0, audio="b"),
        Turn(1, Who.YOU, "y", start_s=3.0, end_s=4.0, audio="a"),
    ]
    whole = conversation(turns, sounds.get)
    assert whole.seconds == pytest.approx(4.0, abs=0.05)
    loud = np.abs(whole.samples) > 1000
    assert loud[: 2 * RATE].mean() > 0.98
    assert loud[int(2.05 * RATE) : int(2.95 * RATE)].mean() == 0
    assert loud[int(3.05 * RATE) :].mean() > 0.98


def test_a_long_wait_is_cut_short() -> None:
    turns = [
        Turn(0, Who.PARTNER, "x", start_s=0.0, end_s=1.0, audio="a"),
        Turn(1, Who.YOU, "y", start_s=600.0, end_s=601.0, audio="a"),
    ]
    whole = conversation(turns, {"a": tone(1.0, RATE)}.get)
    assert whole.seconds == pytest.approx(2.0 + LONGEST_GAP_S)


def test_turns_without_audio_make_no_sound() -> None:
    assert conversation([Turn(0, Who.YOU, "x")], lambda _: None).seconds == 0


@pytest.mark.parametrize(("keep", "left"), [("all", 3), ("quotes", 0), ("none", 0)])
def test_the_sweep_does_what_the_setting_says(tmp_path: Path, keep: str, left: int) -> None:
    (tmp_path / "audio").mkdir()
    for name in ("audio/000-you.wav", "audio/001-partner.wav", "conversation.flac"):
        (tmp_path / name).write_bytes(b"x")
    for name in ("journal.jsonl", "report.html"):
        (tmp_path / name).write_text("x")
    swept = sweep(tmp_path, keep)
    sounds = [p for p in tmp_path.rglob("*") if p.suffix in (".wav", ".flac")]
    assert len(sounds) == left
    assert len(swept) == 3 - left
    assert (tmp_path / "journal.jsonl").exists()
    assert (tmp_path / "report.html").exists()


@pytest.mark.parametrize("keep", ["all", "quotes", "none"])
def test_what_a_kill_left_half_written_is_swept_too(tmp_path: Path, keep: str) -> None:
    (tmp_path / "audio").mkdir()
    for name in ("audio/.000-you-8fh3k2_x.wav", ".conversation-k2_x8fh3.flac"):
        (tmp_path / name).write_bytes(b"x")
    sweep(tmp_path, keep)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("keep", ["all", "quotes", "none"])
def test_the_conversation_is_written_as_one_sound_only_where_it_stays(
    keep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr("voicecoach.rehearsal.review.save_sound", lambda path, _: written.append(path.name))
    with Sitting.begin(Plan(example_brief("raise")), settings.load()) as sitting:
        sitting.talk.add_yours(Heard("I want a raise."), start_s=0, end_s=1, audio=None)
        review = Review.of(sitting, settings.load(), keep)
        assert review.keep(review.critique())
    assert written == (["conversation.flac"] if keep == "all" else [])
