"""When known words were said: pocketsphinx lays them on the sound, frame by frame."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

from voicecoach.types import Sound

_FRAME_S = 0.01
_lock = threading.Lock()


def aligned(words: Sequence[str], sound: Sound) -> tuple[tuple[float, float], ...] | None:
    """Start and end of each word in seconds of `sound`, which is at `HEARING_RATE`.

    None where a word is not in the dictionary, or the words do not fit the sound.
    """
    plain = [re.sub(r"[^a-z']", "", word.lower().replace("’", "'")) for word in words]
    if not plain or not all(plain):
        return None
    with _lock:
        try:
            return _laid(plain, sound)
        except (RuntimeError, ImportError, OSError):
            return None


def phones(word: str) -> int:
    """How many sounds a word has; by its letters where the dictionary does not know it."""
    with _lock:
        told = _decoder().lookup_word(re.sub(r"[^a-z']", "", word.lower().replace("’", "'")))
    return len(told.split()) if told else max(1, round(len(word) * 0.8))


def _laid(plain: Sequence[str], sound: Sound) -> tuple[tuple[float, float], ...] | None:
    decoder = _decoder()
    if any(decoder.lookup_word(word) is None for word in plain):
        return None
    decoder.set_align_text(" ".join(plain))
    decoder.start_utt()
    decoder.process_raw(sound.samples.tobytes(), full_utt=True)
    decoder.end_utt()
    laid = [
        (segment.start_frame * _FRAME_S, (segment.end_frame + 1) * _FRAME_S)
        for segment in decoder.seg() or ()
        if not segment.word.startswith(("<", "[", "+"))
    ]
    return tuple(laid) if len(laid) == len(plain) else None


@cache
def _decoder() -> Any:
    from pocketsphinx import Decoder

    return Decoder(loglevel="FATAL", lm=None)
