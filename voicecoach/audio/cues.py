"""Short soft sounds that say what the screen says, for eyes that are elsewhere."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from voicecoach.types import Sound


class Cue(StrEnum):
    """What a cue says."""

    START = "start"
    """I am listening."""
    STOP = "stop"
    """I have heard you."""
    THINKING = "thinking"
    """An answer is on its way."""
    READY = "ready"
    """They have spoken; it is your turn."""
    PAUSED = "paused"
    """Nothing is heard until you go on."""


_NOTES: dict[Cue, tuple[float, ...]] = {
    Cue.START: (392.0, 523.3),
    Cue.STOP: (523.3, 392.0),
    Cue.THINKING: (293.7,),
    Cue.READY: (440.0,),
    Cue.PAUSED: (392.0, 293.7),
}
"""Hertz, one after the other."""

_NOTE_S = 0.09
_THINKING_S = 0.22
_PEAK = 0.08
"""Of full scale: well below a voice."""


def cue(name: Cue | str, rate: int) -> Sound:
    """The cue's sound at a rate in Hertz: less than a quarter of a second, from silence to silence."""
    kind = Cue(name)
    length = _THINKING_S if kind is Cue.THINKING else _NOTE_S
    tone = np.concatenate([_note(pitch, length, rate) for pitch in _NOTES[kind]])
    return Sound((tone * _PEAK * 32767).astype(np.int16), rate)


def _note(pitch: float, seconds: float, rate: int) -> NDArray[np.float64]:
    """A sine with a little of its octave, that swells and fades."""
    t = np.arange(int(seconds * rate)) / rate
    swell: NDArray[np.float64] = np.sin(np.pi * np.linspace(0.0, 1.0, len(t))) ** 2
    tone: NDArray[np.float64] = np.sin(2 * np.pi * pitch * t) + 0.2 * np.sin(4 * np.pi * pitch * t)
    return swell * tone / 1.2
