"""Recordings: whatever a user's file is, it becomes 16 kHz mono or one clear line."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.audio.recordings import load_recording, save_sound, to_pcm
from voicecoach.errors import RecordingError
from voicecoach.types import HEARING_RATE, Sound


def tone(rate: int, seconds: float = 1.0, hertz: float = 440.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)).astype(np.float32)


def pitch_of(sound: Sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound.samples * np.hanning(len(sound.samples))))
    return float(np.argmax(spectrum)) * sound.rate / len(sound.samples)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("form", ["wav", "flac", "ogg"])
def test_any_rate_and_format_keeps_length_pitch_and_loudness(tmp_path: Path, rate: int, form: str) -> None:
    if form == "ogg" and rate == 96_000:
        form = "wav"
    path = tmp_path / f"a.{form}"
    soundfile.write(path, tone(rate), rate)
    sound = load_recording(path)
    assert sound.rate == HEARING_RATE
    assert sound.samples.dtype == np.int16
    assert sound.seconds == pytest.approx(1.0, abs=0.01)
    assert pitch_of(sound) == pytest.approx(440, abs=2)
    assert np.abs(sound.samples.astype(int)).max() / 32768 == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW"])
def test_every_kind_of_wav_is_read(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(16_000), 16_000, subtype=subtype)
    assert pitch_of(load_recording(path)) == pytest.approx(440, abs=2)


def test_stereo_is_mixed(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone(16_000), np.zeros(16_000, np.float32)], axis=1), 16_000)
    assert np.abs(load_recording(path).samples.astype(int)).max() / 32768 == pytest.approx(0.25, abs=0.01)


def test_float_that_is_too_loud_or_not_a_number_becomes_clean_sound(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    samples = tone(16_000) * 10
    samples[100] = np.nan
    soundfile.write(path, samples, 16_000, subtype="FLOAT")
    sound = load_recording(path)
    assert sound.samples[100] == 0
    assert sound.samples.max() == 32767
    assert sound.samples.min() == -32768


@pytest.mark.parametrize("form", ["wav", "flac", "ogg"])
def test_of_a_file_that_breaks_off_what_is_there_is_used(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    noise = np.random.default_rng(1).normal(0, 0.1, 160_000).astype(np.float32)
    soundfile.write(path, noise, 16_000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert 1.0 < load_recording(path).seconds < 9.9


def _wav_without_sound() -> bytes:
    file = io.BytesIO()
    soundfile.write(file, np.zeros(0, np.float32), 16_000, format="WAV")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"this is a letter, not a sound" * 50, "not a sound file"),
        (b"RIFF\x24\x00\x00\x00WAVE", "not a sound file"),
        (bytes(range(64, 128)), "not a sound file"),
        (_wav_without_sound(), "no sound"),
    ],
)
def test_what_is_not_sound_is_one_line_with_a_next_step(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(RecordingError) as caught:
        load_recording(path)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.next_step


def test_a_missing_file_and_a_folder_are_named_so(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="no file"):
        load_recording(tmp_path / "none.wav")
    with pytest.raises(RecordingError, match="is a folder"):
        load_recording(tmp_path)


@pytest.mark.parametrize("rate", [4_000, 192_000])
def test_a_rate_no_microphone_has_is_refused(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(rate, 0.1), rate)
    with pytest.raises(RecordingError, match=f"{rate} Hz"):
        load_recording(path)


@pytest.mark.parametrize("name", ["a.flac", "a.wav", "a.FLAC"])
def test_what_is_saved_is_the_same_and_private(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    sound = Sound(to_pcm(tone(16_000)), HEARING_RATE)
    save_sound(path, sound)
    assert np.array_equal(load_recording(path).samples, sound.samples)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_save_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.flac"
    sound = Sound(to_pcm(tone(16_000)), HEARING_RATE)
    save_sound(path, sound)
    before = path.read_bytes()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(soundfile, "write", full)
    with pytest.raises(RecordingError, match="could not be written"):
        save_sound(path, Sound(sound.samples[:100], HEARING_RATE))
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["a.flac"]


def test_only_flac_and_wav_are_written(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match=r"a\.mp3"):
        save_sound(tmp_path / "a.mp3", Sound(np.zeros(10, np.int16), HEARING_RATE))
    with pytest.raises(RecordingError, match="could not be written"):
        save_sound(tmp_path / "none" / "a.wav", Sound(np.zeros(10, np.int16), HEARING_RATE))
