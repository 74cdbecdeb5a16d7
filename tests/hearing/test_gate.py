"""The gate lets speech through and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from voicecoach.audio.recordings import load_recording
from voicecoach.hearing.gate import VoiceSoFar, level_dbfs, speech_in
from voicecoach.types import HEARING_RATE, Sound

from .speech import DATA, recording, said

NOISES = sorted((DATA / "noise").glob("*.flac"))


@pytest.mark.parametrize("name", said())
def test_every_recording_of_speech_passes(name: str) -> None:
    check = speech_in(recording(name))
    assert check.spoken
    assert not check.dead
    assert -24 < check.level_dbfs < -16


@pytest.mark.parametrize("noise", NOISES, ids=lambda path: path.stem)
def test_no_noise_passes(noise) -> None:
    sound = load_recording(noise)
    minute = Sound(np.tile(sound.samples, 1 + round(60 / sound.seconds))[: 60 * HEARING_RATE], HEARING_RATE)
    assert not speech_in(minute).spoken
    assert not speech_in(minute).dead


def fed(samples: np.ndarray) -> VoiceSoFar:
    """In pieces of 100 ms, as they come."""
    voice = VoiceSoFar()
    for at in range(0, len(samples), HEARING_RATE // 10):
        voice.feed(samples[at : at + HEARING_RATE // 10])
    return voice


def test_a_voice_is_found_while_the_sound_still_comes() -> None:
    quiet = np.zeros(2 * HEARING_RATE, np.int16)
    assert fed(recording("ask").samples).spoken
    assert fed(np.concatenate([quiet, recording("ask").samples, quiet])).spoken
    assert not fed(quiet).spoken


@pytest.mark.parametrize("noise", NOISES, ids=lambda path: path.stem)
def test_no_noise_is_a_voice_second_by_second_either(noise) -> None:
    samples = load_recording(noise).samples
    assert not fed(np.tile(samples, 1 + 20 * HEARING_RATE // len(samples))[: 20 * HEARING_RATE]).spoken


@pytest.mark.parametrize("gain_db", [-30, -20, -10, 6])
def test_a_short_yes_passes_soft_or_loud(gain_db: float) -> None:
    samples = recording("yes").samples * 10 ** (gain_db / 20)
    assert speech_in(Sound(np.clip(samples, -32768, 32767).astype(np.int16), HEARING_RATE)).spoken


def test_speech_over_a_fan_passes() -> None:
    fan = load_recording(DATA / "noise" / "fan.flac").samples
    speech = recording("ask").samples
    mixed = np.clip(speech.astype(int) + fan[: len(speech)], -32768, 32767).astype(np.int16)
    assert speech_in(Sound(mixed, HEARING_RATE)).spoken


def test_a_muted_microphone_is_told_from_a_quiet_room() -> None:
    zeros = np.zeros(60 * HEARING_RATE, np.int16)
    muted = speech_in(Sound(zeros, HEARING_RATE))
    assert muted.dead
    assert not muted.spoken
    zeros[1000] = 1
    assert not speech_in(Sound(zeros, HEARING_RATE)).dead


@pytest.mark.parametrize("samples", [0, 1, 160, 511, 512, 513])
def test_hardly_any_sound_is_no_speech(samples: int) -> None:
    assert not speech_in(Sound(np.full(samples, 50, np.int16), HEARING_RATE)).spoken


def test_another_rate_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="48000"):
        speech_in(Sound(np.zeros(480, np.int16), 48_000))


def test_levels_are_below_full_scale() -> None:
    full = (32767 * np.sin(np.arange(16_000) / 10)).astype(np.int16)
    assert level_dbfs(full) == pytest.approx(-3.0, abs=0.1)
    assert level_dbfs(np.zeros(10, np.int16)) == -120
    assert level_dbfs(np.zeros(0, np.int16)) == -120
