"""One utterance on its way into words, also for engines that cannot hear as they go, or fail at it."""

from __future__ import annotations

import logging
from collections.abc import Callable

import numpy as np

from voicecoach.errors import EngineError
from voicecoach.stages import HearingStream
from voicecoach.types import HEARING_RATE, Heard, Pcm, Sound

log = logging.getLogger(__name__)


class KeptStream:
    """Keeps the sound beside the engine's own stream, if it has one.

    Where there is none, or it fails, the words are made of the whole when it is over.
    """

    def __init__(self, transcribe: Callable[[Sound], Heard], stream: HearingStream | None = None) -> None:
        self._transcribe, self._stream = transcribe, stream
        self._kept: list[Pcm] = []

    def feed(self, samples: Pcm) -> None:
        """See `HearingStream.feed`. Raises nothing: a stream that fails is done without."""
        self._kept.append(samples)
        if self._stream:
            try:
                self._stream.feed(samples)
            except EngineError as error:
                self._do_without(error)

    def so_far(self) -> str:
        """See `HearingStream.so_far`."""
        return self._stream.so_far() if self._stream else ""

    def finish(self) -> Heard:
        """See `HearingStream.finish`."""
        if self._stream:
            try:
                return self._stream.finish()
            except EngineError as error:
                self._do_without(error)
        whole = np.concatenate(self._kept) if self._kept else np.zeros(0, np.int16)
        return self._transcribe(Sound(whole, HEARING_RATE))

    def _do_without(self, error: EngineError) -> None:
        log.warning("hearing goes on without the stream: %s", type(error).__name__)
        self._stream = None
