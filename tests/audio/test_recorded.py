"""Recordings as a sound card: one clock for both sides, and what would be heard, in a file."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from voicecoach.audio.recorded import PLAYED_RATE, RecordedCard
from voicecoach.audio.recordings import load_recording
from voicecoach.types import FRAME_SAMPLES, Pcm, Sound


def level(value: int, seconds: float, rate: int = 16_000) -> Sound:
    return Sound(np.full(round(seconds * rate), value, np.int16), rate)


def read(card: RecordedCard, seconds: float) -> Pcm:
    frames = [card.microphone.read(1.0) for _ in range(round(seconds * 50))]
    return np.concatenate([frame for frame in frames if frame is not None])


def card(*recordings: Sound, out: Path | None = None, real_time: bool = False) -> RecordedCard:
    made = RecordedCard(recordings, real_time=real_time, out=out)
    made.microphone.start()
    made.speaker.start()
    return made


def test_the_user_says_nothing_until_told() -> None:
    one = card(level(1000, 0.5))
    assert np.abs(read(one, 1)).max() == 1, "a quiet room, and not a dead microphone"
    assert one.user.left == 1
    assert one.user.say_next()
    assert one.user.saying
    heard = read(one, 1)
    assert list(np.flatnonzero(heard == 1000)) == list(range(8000))
    assert not one.user.saying
    assert not one.user.say_next()


def test_one_recording_at_a_time() -> None:
    one = card(level(1000, 0.5), level(2000, 0.5))
    assert one.user.say_next()
    assert not one.user.say_next()
    assert one.user.left == 1


def test_recordings_at_any_rate_are_heard_at_the_microphones() -> None:
    one = card(level(1000, 0.5, 44_100))
    one.user.say_next()
    assert np.sum(read(one, 1) > 500) == pytest.approx(8000, abs=20)


def test_time_passes_only_when_frames_are_read() -> None:
    one = card()
    one.speaker.begin_line()
    one.speaker.play(level(500, 1.0))
    assert not one.speaker.idle
    assert one.speaker.heard_s == 0.0
    read(one, 0.5)
    assert one.speaker.heard_s == pytest.approx(0.5)
    read(one, 0.6)
    assert one.speaker.idle
    assert one.speaker.heard_s == pytest.approx(1.0, abs=0.002)
    assert one.now_s == pytest.approx(1.1)


def test_stop_tells_what_was_heard_and_drops_the_rest() -> None:
    one = card()
    one.speaker.begin_line()
    one.speaker.play(level(500, 1.0, PLAYED_RATE))
    read(one, 0.3)
    assert one.speaker.stop() == pytest.approx(0.3)
    read(one, 0.1)
    assert one.speaker.idle
    assert one.speaker.heard_s == pytest.approx(0.3)


def test_the_file_holds_what_was_heard_and_where(tmp_path: Path) -> None:
    out = tmp_path / "heard.wav"
    one = card(out=out)
    read(one, 1)
    one.speaker.play(level(5000, 0.5))
    read(one, 1)
    one.speaker.close()
    heard = load_recording(out)
    assert heard.seconds == pytest.approx(2.0, abs=0.01)
    loud = np.flatnonzero(np.abs(heard.samples) > 2000) / 16_000
    assert loud.min() == pytest.approx(1.0, abs=0.01)
    assert loud.max() == pytest.approx(1.5, abs=0.01)


def test_the_conversation_holds_both_sides(tmp_path: Path) -> None:
    one = card(level(4000, 0.5))
    one.user.say_next()
    read(one, 1)
    one.speaker.play(level(8000, 0.5))
    read(one, 1)
    one.save_conversation(tmp_path / "both.flac")
    both = load_recording(tmp_path / "both.flac").samples
    middles = [
        int(np.median(both[int(at * 16_000) : int((at + 0.2) * 16_000)])) for at in (0.1, 0.7, 1.1, 1.7)
    ]
    assert middles == [pytest.approx(4000, rel=0.05), 0, pytest.approx(8000, rel=0.05), 0]


def test_in_real_time_a_frame_comes_when_it_is_due() -> None:
    one = card(real_time=True)
    began = time.monotonic()
    assert len(read(one, 0.2)) == 10 * FRAME_SAMPLES
    assert time.monotonic() - began >= 0.19
    assert one.microphone.read(0.0) is None


def test_a_closed_microphone_gives_nothing() -> None:
    one = card()
    one.microphone.close()
    one.microphone.close()
    assert one.microphone.read(0.0) is None
