"""A minute of every noise makes no turn, with the real judges: hands-free, held and tapped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.fakes import frames_of
from voicecoach.audio.levels import LevelMeter, dbfs
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Ended, ListenEvent, Mode
from voicecoach.audio.noise_floor import LOWEST_DBFS, MARGIN_DB, NoiseFloor
from voicecoach.hearing.gate import speech_in
from voicecoach.types import HEARING_RATE, Pcm, Sound

DATA = Path(__file__).parent.parent / "data"
NOISES = sorted((DATA / "noise").glob("*.flac"))


def minute_of(path: Path) -> Pcm:
    samples, rate = soundfile.read(path, dtype="int16")
    assert rate == HEARING_RATE
    return np.resize(np.asarray(samples, np.int16), 60 * HEARING_RATE)


def test_the_fixtures_are_there() -> None:
    assert {path.stem for path in NOISES} >= {"silence", "fan", "hum", "typing", "coughs", "door"}


@pytest.mark.parametrize("path", NOISES, ids=lambda path: path.stem)
@pytest.mark.parametrize("mode", list(Mode))
def test_noise_makes_no_turn(path: Path, mode: Mode) -> None:
    listener = Listener(mode, confirm=lambda sound: speech_in(sound).spoken)
    events: list[ListenEvent] = []
    for number, frame in enumerate(frames_of(minute_of(path))):
        if mode is not Mode.OPEN and number % 300 == 50:
            events += listener.key_down()
        if mode is Mode.HOLD and number % 300 == 200:
            events += listener.key_up()
        events += listener.feed(frame)
    assert not [event for event in events if isinstance(event, Ended)]


def test_the_real_judges_hear_a_voice_in_a_fan() -> None:
    """The gate that keeps a fan out lets a voice in that stands 10 dB above it."""
    speech, rate = soundfile.read(
        Path(__file__).parent.parent / "data" / "turns" / "salary.flac", dtype="int16"
    )
    assert rate == HEARING_RATE
    fan = minute_of(DATA / "noise" / "fan.flac")[: 20 * HEARING_RATE].astype(np.int32)
    start = 8 * HEARING_RATE
    gain = 10 ** ((dbfs(fan.astype(np.int16)) + 10 - dbfs(speech)) / 20)
    fan[start : start + len(speech)] += (speech * gain).astype(np.int32)
    listener = Listener(Mode.OPEN, confirm=lambda sound: speech_in(sound).spoken)
    events = [
        e for frame in frames_of(np.clip(fan, -32768, 32767).astype(np.int16)) for e in listener.feed(frame)
    ]
    ends = [event for event in events if isinstance(event, Ended)]
    assert len(ends) == 1
    assert ends[0].utterance.start <= start
    assert ends[0].utterance.speech_end == pytest.approx(start + len(speech), abs=0.3 * HEARING_RATE)


def test_the_floor_follows_a_room_that_gets_louder() -> None:
    floor = NoiseFloor()
    for _ in range(300):
        floor.feed(-70.0)
    assert floor.dbfs == LOWEST_DBFS
    assert floor.feed(-40.0)
    for _ in range(300):
        floor.feed(-40.0)
    assert not floor.feed(-40.0)
    assert floor.feed(-40.0 + MARGIN_DB + 2)


def test_speech_with_its_breaths_is_not_taken_for_the_room() -> None:
    floor = NoiseFloor()
    for second in range(30):
        for frame in range(50):
            floor.feed(-60.0 if frame < 10 else -25.0)
        assert floor.dbfs < -50, second


def test_what_was_judged_a_noise_is_the_room_at_once() -> None:
    floor = NoiseFloor()
    for _ in range(10):
        floor.feed(-30.0)
    assert floor.feed(-30.0)
    floor.learn()
    assert not floor.feed(-30.0)


def test_levels_are_decibels_below_full_scale() -> None:
    assert dbfs(np.zeros(320, np.int16)) == -120
    assert dbfs(np.zeros(0, np.int16)) == -120
    assert dbfs(np.full(320, 32767, np.int16)) == pytest.approx(0, abs=0.01)
    assert dbfs(np.full(320, 3277, np.int16)) == pytest.approx(-20, abs=0.01)


def test_the_meter_shows_the_louder_of_two_frames() -> None:
    meter = LevelMeter()
    assert [meter.feed(level) for level in (-30.0, -50.0, -60.0, -20.0)] == [None, -30.0, None, -20.0]


def test_the_gate_is_asked_for_sound_at_its_rate() -> None:
    asked: list[Sound] = []

    def confirm(sound: Sound) -> bool:
        asked.append(sound)
        return False

    listener = Listener(Mode.OPEN, confirm=confirm)
    for frame in frames_of(
        minute_of(next(path for path in NOISES if path.stem == "typing"))[: 5 * HEARING_RATE]
    ):
        listener.feed(frame)
    assert asked
    assert {sound.rate for sound in asked} == {HEARING_RATE}
