"""The real Piper, on a voice of tones that the tests made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from voicecoach.errors import EngineError, EngineMissing
from voicecoach.hearing.gate import level_dbfs
from voicecoach.speaking.piper import SENTENCE_GAP_S, PiperVoice

VOICE = Path(__file__).parent.parent / "data" / "piper-test-voice" / "tones.onnx"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(VOICE, tmp_path / VOICE.name)
    shutil.copy(f"{VOICE}.json", tmp_path / f"{VOICE.name}.json")
    return tmp_path / VOICE.name


@pytest.fixture(scope="module")
def piper() -> PiperVoice:
    voice = PiperVoice(VOICE)
    voice.warm()
    return voice


def test_it_speaks_sentence_by_sentence_with_a_pause_after_each(piper: PiperVoice) -> None:
    pieces = list(piper.speak("I want more. I have earned it. Do you agree?"))
    assert len(pieces) == 3
    for piece in pieces:
        assert piece.sound.rate == 22_050
        assert piece.sound.samples.dtype == np.int16
        assert level_dbfs(piece.sound.samples) > -35
        gap = piece.sound.samples[-round(SENTENCE_GAP_S * 22_050) :]
        assert not gap.any()


def test_a_short_word_is_no_louder_than_a_long_line(piper: PiperVoice) -> None:
    (short,), (long,) = list(piper.speak("Yes.")), list(piper.speak("I hear what you are telling me today."))
    peaks = [np.abs(piece.sound.samples.astype(int)).max() for piece in (short, long)]
    assert peaks[0] == pytest.approx(peaks[1], rel=0.1)
    assert max(peaks) < 32767


def test_slower_is_longer() -> None:
    own, slow = (
        sum(
            piece.sound.seconds
            for piece in PiperVoice(VOICE, length_scale=scale).speak("Good morning to you.")
        )
        for scale in (1.0, 2.0)
    )
    assert slow > 1.7 * own


def test_it_reads_amounts_in_words(piper: PiperVoice) -> None:
    (written,), (said,) = list(piper.speak("$95k")), list(piper.speak("ninety-five thousand dollars"))
    assert np.array_equal(written.sound.samples, said.sound.samples)


@pytest.mark.parametrize("text", ["", "...", "—", "🙂", "(laughs)"])
def test_nothing_to_say_is_no_sound(piper: PiperVoice, text: str) -> None:
    assert list(piper.speak(text)) == []


def test_a_missing_model_or_its_settings_is_missing(copied: Path) -> None:
    copied.unlink()
    with pytest.raises(EngineMissing, match=r"tones\.onnx"):
        PiperVoice(copied).warm()
    copied.with_name(copied.name + ".json").unlink()
    with pytest.raises(EngineMissing, match="settings"):
        PiperVoice(copied).warm()


@pytest.mark.parametrize("settings", ["", "not json", "[]", "{}", '{"audio": 3}'])
def test_wrong_settings_are_an_error_with_a_next_step(copied: Path, settings: str) -> None:
    copied.with_name(copied.name + ".json").write_text(settings)
    with pytest.raises(EngineError) as caught:
        PiperVoice(copied).warm()
    assert caught.value.next_step


@pytest.mark.parametrize("keep", [0, 100, 2000])
def test_a_damaged_model_is_an_error_with_a_next_step(copied: Path, keep: int) -> None:
    copied.write_bytes(copied.read_bytes()[:keep])
    with pytest.raises(EngineError, match="damaged") as caught:
        PiperVoice(copied).warm()
    assert caught.value.next_step


def test_a_speaker_the_voice_has_not_is_an_error() -> None:
    with pytest.raises(EngineError, match="no speaker 3"):
        PiperVoice(VOICE, speaker=3).warm()


def test_a_phoneme_the_voice_does_not_know_is_left_out(copied: Path) -> None:
    path = copied.with_name(copied.name + ".json")
    settings = json.loads(path.read_text())
    del settings["phoneme_id_map"]["z"]
    path.write_text(json.dumps(settings))
    assert list(PiperVoice(copied).speak("Zoo."))
