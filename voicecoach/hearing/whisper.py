"""Whisper, from a folder on this machine."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from voicecoach.audio.recordings import to_float
from voicecoach.errors import EngineError, EngineMissing
from voicecoach.hearing.gate import speech_in
from voicecoach.hearing.invented import is_invented
from voicecoach.types import Heard, Sound, Word

_NEEDED = ("config.json", "model.bin", "tokenizer.json", "vocabulary.*")
_NEXT_STEP = "Fetch it again: voicecoach models pull"


class WhisperTranscriber:
    """Hears with faster-whisper on the CPU. Leaves most fillers out."""

    name = "whisper"

    def __init__(self, directory: Path, *, threads: int | None = None, language: str = "en") -> None:
        """`directory` holds the model in CTranslate2 form. `threads` None is all cores but one, 4 at most."""
        self._directory = directory
        self._threads = threads or max(1, min(4, (os.cpu_count() or 2) - 1))
        self._language = language
        self._model: Any = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the model. Raises EngineMissing, EngineError."""
        with self._lock:
            self._load()

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        """See `Transcriber.transcribe`."""
        check = speech_in(sound)
        if not check.spoken:
            return Heard("", engine=self.name)
        with self._lock:
            segments = self._decode(sound, hints)
        kept = [segment for segment in segments if not is_invented(segment, check.speech_s)]
        words = tuple(_words(kept))
        return Heard(" ".join(word.text for word in words), words, self.name)

    def _load(self) -> Any:
        if self._model is None:
            self._model = _load(self._directory, self._threads)
        return self._model

    def _decode(self, sound: Sound, hints: Sequence[str]) -> list[Any]:
        model = self._load()
        try:
            segments, _ = model.transcribe(
                to_float(sound.samples),
                language=self._language,
                beam_size=1,
                best_of=1,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                hotwords=", ".join(hints) or None,
                max_new_tokens=200,
            )
            return list(segments)
        except (RuntimeError, ValueError) as error:
            raise EngineError("Whisper failed on this recording.", "Say it again, or type it.") from error


def _load(directory: Path, threads: int) -> Any:
    for pattern in _NEEDED:
        # Without its tokenizer.json faster-whisper asks the network for one.
        if not any(found.is_file() for found in directory.glob(pattern)):
            raise EngineMissing(f"The Whisper model in {directory} has no {pattern}.", _NEXT_STEP)
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        from faster_whisper import WhisperModel

        return WhisperModel(str(directory), device="cpu", compute_type="int8", cpu_threads=threads)
    except Exception as error:  # CTranslate2 and tokenizers raise what they like
        raise EngineError(f"The Whisper model in {directory} is damaged.", _NEXT_STEP) from error


def _words(segments: Iterable[Any]) -> Iterator[Word]:
    """The words with what clings to them: "Hello," and not a space."""
    for segment in segments:
        for word in segment.words or ():
            text = word.word.strip()
            if text:
                yield Word(text, float(word.start), float(word.end), min(1.0, float(word.probability)))
