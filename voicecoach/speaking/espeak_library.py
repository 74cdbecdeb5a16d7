"""The espeak-ng library through ctypes: one machine for the whole process, so one lock, one call at a time.

Piper carries an espeak-ng of its own inside its extension module; the two share nothing.
"""

from __future__ import annotations

import ctypes
import threading
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from voicecoach.errors import EngineError
from voicecoach.types import Pcm

_LOCK = threading.Lock()

# Values of speak_lib.h, espeak-ng 1.52.
_SYNCHRONOUS, _BUFFER_MS, _DONT_EXIT = 2, 100, 0x8000
_UTF8, _BY_CHARACTER = 1, 1
_RATE, _VOLUME, _PITCH, _RANGE = 1, 2, 3, 4
_HEADROOM = 50  # of espeak's own 100, at which some voices clip
_WORD, _CLAUSE_END = 1, 5


@dataclass(frozen=True, slots=True)
class Style:
    """How espeak-ng is to speak."""

    voice: str
    """espeak's own name, with a variant: "en-us+f3"."""
    rate_wpm: int
    """Words a minute, 80 to 450."""
    pitch: int
    """0 to 100; 50 is the voice's own."""
    pitch_range: int
    """0 (flat) to 100; 50 is the voice's own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text that the sound has come to."""

    character: int | None
    """Where a word starts, from 0; None where a clause has ended."""
    sample: int


@dataclass(frozen=True, slots=True)
class Synthesis:
    """A text as sound."""

    samples: Pcm
    rate: int
    """Hertz."""
    marks: tuple[Mark, ...]
    """In the order of the sound."""


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


def check(style: Style) -> None:
    """Load the library and try the voice. Raises EngineError."""
    with _LOCK:
        _choose(_library()[0], style)


def synthesise(style: Style, text: str) -> Synthesis:
    """Speak `text` into memory: about a thousandth of the time it takes to say. Raises EngineError."""
    buffers: list[Pcm] = []
    marks: list[Mark] = []

    def collect(samples: Any, count: int, events: Any) -> int:
        # The buffer is espeak's own and is overwritten by the next one.
        if samples and count > 0:
            buffers.append(np.ctypeslib.as_array(samples, (count,)).copy())
        marks.extend(_marks(events))
        return 0

    callback = _Callback(collect)
    data = text.replace("\0", " ").encode()
    with _LOCK:
        library, rate = _library()
        _choose(library, style)
        library.espeak_SetSynthCallback(callback)
        failed = library.espeak_Synth(
            data, ctypes.c_size_t(len(data) + 1), 0, _BY_CHARACTER, 0, _UTF8, None, None
        )
    if failed:
        raise EngineError("espeak-ng could not speak this line.", "Choose another voice: voicecoach voices")
    return Synthesis(np.concatenate(buffers or [np.zeros(0, np.int16)]), rate, tuple(marks))


def _marks(events: Any) -> list[Mark]:
    found, index = [], 0
    while events[index].type:
        event = events[index]
        if event.type == _WORD:
            found.append(Mark(event.text_position - 1, event.sample))
        elif event.type == _CLAUSE_END:
            found.append(Mark(None, event.sample))
        index += 1
    return found


@cache
def _library() -> tuple[Any, int]:
    """The library, ready, and its rate in Hertz."""
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        folder = espeakng_loader.get_data_path().encode()
        rate = library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, folder, _DONT_EXIT)
    except (ImportError, OSError, RuntimeError) as error:
        raise _broken() from error
    if rate <= 0:
        raise _broken()
    return library, rate


def _broken() -> EngineError:
    return EngineError("espeak-ng did not start.", "Install voicecoach again: python3 scripts/start.py")


def _choose(library: Any, style: Style) -> None:
    if library.espeak_SetVoiceByName(style.voice.encode()):
        raise EngineError(f'espeak-ng has no voice "{style.voice}".', "Choose another: voicecoach voices")
    # The voice brings values of its own: set these after it.
    values = {_RATE: style.rate_wpm, _VOLUME: _HEADROOM, _PITCH: style.pitch, _RANGE: style.pitch_range}
    for parameter, value in values.items():
        library.espeak_SetParameter(parameter, value, 0)
