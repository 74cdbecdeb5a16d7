"""Sound files: any WAV, FLAC or OGG in, mono 16 kHz int16 in memory, FLAC or WAV out."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecoach.errors import RecordingError
from voicecoach.types import HEARING_RATE, Pcm, Sound

LOWEST_RATE, HIGHEST_RATE = 8_000, 96_000
"""Hertz. What a microphone's file may be at."""

_FORMATS = {".wav": "WAV", ".flac": "FLAC"}


def load_recording(path: Path) -> Sound:
    """A sound file as one channel at `HEARING_RATE`.

    Stereo is mixed, other rates are resampled; of a file that breaks off, what is there is used.
    Raises RecordingError.
    """
    try:
        samples, rate = _read(path)
    except (OSError, RuntimeError) as error:
        raise _unreadable(path) from error
    if samples.size == 0:
        raise RecordingError(f"{path} holds no sound.", "Record it again.")
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise RecordingError(f"{path} is at {rate} Hz.", f"Use {LOWEST_RATE} to {HIGHEST_RATE} Hz.")
    return Sound(to_pcm(resampled(_mono(samples), rate, HEARING_RATE)), HEARING_RATE)


def save_sound(path: Path, sound: Sound) -> None:
    """Write FLAC or WAV, as the name ends: whole or not at all, readable by its owner only.

    Raises RecordingError.
    """
    if path.suffix.lower() not in _FORMATS:
        raise RecordingError(f"{path.name} cannot be written as sound.", "End it in .flac or .wav.")
    try:
        _write_whole(path, sound)
    except (OSError, RuntimeError) as error:
        raise RecordingError(
            f"{path} could not be written.", "Is there room, may you write there?"
        ) from error


def resampled(samples: NDArray[np.float32], rate: int, to_rate: int) -> NDArray[np.float32]:
    """The same sound, shape (n,), at another rate in Hertz."""
    if rate == to_rate:
        return samples
    import soxr

    out: NDArray[np.float32] = soxr.resample(samples, rate, to_rate)
    return out


def to_pcm(samples: NDArray[np.float32]) -> Pcm:
    """int16 from -1 to 1; what is louder is clipped, what is not a number is silence."""
    clean = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.asarray(np.clip(np.rint(clean * 32768.0), -32768, 32767), dtype=np.int16)


def to_float(samples: Pcm) -> NDArray[np.float32]:
    """-1 to 1 from int16."""
    return samples.astype(np.float32) / np.float32(32768.0)


def _read(path: Path) -> tuple[NDArray[np.float32], int]:
    """Frames, shape (n, channels), and the rate; what can be read of a file that breaks off."""
    import soundfile

    with soundfile.SoundFile(path) as file:
        blocks = list(_blocks(file))
        samples = np.concatenate(blocks) if blocks else np.zeros((0, file.channels), np.float32)
        return samples, file.samplerate


def _blocks(file: Any) -> Any:
    """Blocks until the end, or until the file is broken: FLAC and OGG raise there."""
    while True:
        try:
            block = file.read(HEARING_RATE, dtype="float32", always_2d=True)
        except RuntimeError:
            return
        if not len(block):
            return
        yield block


def _mono(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    mixed: NDArray[np.float32] = samples.mean(axis=1, dtype=np.float32)
    return mixed


def _unreadable(path: Path) -> RecordingError:
    if not path.exists():
        return RecordingError(f"There is no file {path}.", "Check the name.")
    if path.is_dir():
        return RecordingError(f"{path} is a folder.", "Name a sound file in it.")
    if not os.access(path, os.R_OK):
        return RecordingError(f"{path} may not be read.", "Check its permissions.")
    if path.stat().st_size == 0:
        return RecordingError(f"{path} is empty.", "Record it again.")
    return RecordingError(f"{path} is not a sound file that can be read.", "Use WAV, FLAC or OGG.")


def _write_whole(path: Path, sound: Sound) -> None:
    import soundfile

    # In memory first: on a full disk the library's callback would print a traceback of its own.
    encoded = io.BytesIO()
    form = _FORMATS[path.suffix.lower()]
    soundfile.write(encoded, sound.samples, sound.rate, subtype="PCM_16", format=form)
    # mkstemp makes the file 0600; the rename puts it in place only when it is whole.
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            file.write(encoded.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
