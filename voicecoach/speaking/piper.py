"""Piper: a neural voice from a file on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.recordings import to_pcm
from voicecoach.errors import EngineError, EngineMissing
from voicecoach.files import Unreadable, read_json
from voicecoach.speaking.speakable import speakable
from voicecoach.stages import Spoken
from voicecoach.types import Sound

SENTENCE_GAP_S = 0.18
"""Seconds of silence after each sentence: Piper itself leaves none."""

GAIN = 0.8
"""The same for every sentence. Piper's own levelling makes a short "Yes." jump out."""

_NEXT_STEP = "Fetch the voice again: voicecoach models pull"


class PiperVoice:
    """Speaks with Piper, a sentence at a time. Cannot tell where its words are."""

    name = "piper"

    def __init__(
        self, model: Path, *, speaker: int | None = None, length_scale: float | None = None, threads: int = 2
    ) -> None:
        """`model` is the .onnx file; its .onnx.json lies beside it. `length_scale` above 1 is slower."""
        self._model = model
        self._speaker = speaker
        self._length_scale = length_scale
        self._threads = threads
        self._voice: Any = None
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Load the voice and say one word to nobody. Raises EngineError."""
        for _ in self.speak("Yes."):
            pass

    def speak(self, text: str) -> Iterator[Spoken]:
        """See `Voice.speak`. A closed iterator leaves the sentences to come unmade."""
        said = speakable(text)
        if not any(letter.isalnum() for letter in said):
            return
        voice = self._loaded()
        settings = self._settings(voice)
        chunks = iter(voice.synthesize(said, settings))
        while (chunk := _next(chunks)) is not None:
            yield Spoken(_with_gap(chunk.audio_float_array, chunk.sample_rate))

    def _loaded(self) -> Any:
        with self._lock:
            if self._voice is None:
                self._voice = _load(self._model, self._threads)
            return self._voice

    def _settings(self, voice: Any) -> Any:
        from piper import SynthesisConfig

        speakers = voice.config.num_speakers
        if self._speaker is not None and self._speaker >= max(1, speakers):
            raise EngineError(f"{self._model.name} has no speaker {self._speaker}.", f"It has {speakers}.")
        return SynthesisConfig(
            speaker_id=self._speaker, length_scale=self._length_scale, normalize_audio=False, volume=GAIN
        )


def _load(model: Path, threads: int) -> Any:
    config = _read_config(model.with_name(model.name + ".json"))
    if not model.is_file():
        raise EngineMissing(f"The voice file {model} is not there.", _NEXT_STEP)
    import onnxruntime
    from piper import PiperConfig
    from piper import PiperVoice as Engine

    options = onnxruntime.SessionOptions()
    # All cores is the library's own choice: leave some to the partner's model.
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        return Engine(session=session, config=PiperConfig.from_dict(config))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EngineError(f"{model.name}.json does not describe a Piper voice.", _NEXT_STEP) from error
    except Exception as error:  # onnxruntime's errors share no class but this
        raise EngineError(f"The voice file {model} is damaged.", _NEXT_STEP) from error


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = read_json(path)
    except FileNotFoundError as error:
        raise EngineMissing(f"The voice's settings {path} are not there.", _NEXT_STEP) from error
    except Unreadable as error:
        raise EngineError(f"The voice's settings {path} cannot be read.", _NEXT_STEP) from error
    if not isinstance(config, dict):
        raise EngineError(f"{path.name} does not describe a Piper voice.", _NEXT_STEP)
    return config


def _next(chunks: Iterator[Any]) -> Any:
    try:
        return next(chunks, None)
    except Exception as error:  # onnxruntime's errors share no class but this
        raise EngineError("Piper could not speak this line.", _NEXT_STEP) from error


def _with_gap(samples: Any, rate: int) -> Sound:
    gap = np.zeros(round(SENTENCE_GAP_S * rate), np.float32)
    return Sound(to_pcm(np.concatenate([np.atleast_1d(samples).astype(np.float32), gap])), rate)
