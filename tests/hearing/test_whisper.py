"""The real faster-whisper, on a small model made for tests."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jiwer
import numpy as np
import pytest

from voicecoach.errors import EngineError, EngineMissing
from voicecoach.hearing.whisper import WhisperTranscriber
from voicecoach.types import HEARING_RATE, Heard, Sound

from .speech import WHISPER, plain, recording, said


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    transcriber = WhisperTranscriber(WHISPER, threads=2)
    transcriber.warm()
    return transcriber


@pytest.mark.parametrize("name", ["raise", "writing", "direct", "thanks"])
def test_it_hears_the_words(whisper: WhisperTranscriber, name: str) -> None:
    heard = whisper.transcribe(recording(name))
    assert jiwer.wer(plain(said()[name]), plain(heard.text)) < 0.1
    assert heard.engine == "whisper"


def test_words_make_up_the_text_and_follow_each_other(whisper: WhisperTranscriber) -> None:
    sound = recording("writing")
    heard = whisper.transcribe(sound)
    assert " ".join(word.text for word in heard.words) == heard.text
    starts = [word.start_s for word in heard.words]
    assert starts == sorted(starts)
    assert all(0 <= word.start_s <= word.end_s <= sound.seconds + 0.1 for word in heard.words)
    assert all(0 <= word.sure <= 1 for word in heard.words)
    assert all(type(word.start_s) is float for word in heard.words)


def test_silence_and_noise_are_not_transcribed(whisper: WhisperTranscriber) -> None:
    noise = np.random.default_rng(3).normal(0, 3000, 3 * HEARING_RATE).astype(np.int16)
    assert whisper.transcribe(Sound(noise, HEARING_RATE)) == Heard("", engine="whisper")
    assert whisper.transcribe(Sound(np.zeros(HEARING_RATE, np.int16), HEARING_RATE)).words == ()


def test_two_threads_get_the_same_as_one(whisper: WhisperTranscriber) -> None:
    alone = [whisper.transcribe(recording(name)) for name in ("raise", "direct")]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda name: whisper.transcribe(recording(name)), ("raise", "direct")))
    assert together == alone


def test_hints_reach_the_engine(whisper: WhisperTranscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    class Model:
        def transcribe(self, samples: object, **settings: object) -> tuple[list[object], None]:
            given.update(settings)
            return [], None

    monkeypatch.setattr(whisper, "_model", Model())
    whisper.transcribe(recording("raise"), ["Dana", "95 thousand"])
    assert given["hotwords"] == "Dana, 95 thousand"
    assert given["temperature"] == 0.0
    assert given["beam_size"] == 1


@pytest.mark.parametrize("missing", ["config.json", "model.bin", "tokenizer.json", "vocabulary.json"])
def test_an_incomplete_folder_is_missing_and_asks_no_network(tmp_path: Path, missing: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(WHISPER, folder)
    (folder / missing).unlink()
    with pytest.raises(EngineMissing) as caught:
        WhisperTranscriber(folder).warm()
    assert missing.split(".", maxsplit=1)[0] in str(caught.value)
    assert caught.value.next_step


@pytest.mark.parametrize("broken", ["config.json", "model.bin", "tokenizer.json"])
def test_a_damaged_file_is_an_error_with_a_next_step(tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(WHISPER, folder)
    (folder / broken).write_bytes(b"not what it was")
    with pytest.raises(EngineError) as caught:
        WhisperTranscriber(folder).warm()
    assert "damaged" in str(caught.value)
    assert caught.value.next_step


def test_no_folder_at_all_is_missing(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing):
        WhisperTranscriber(tmp_path / "none").warm()
