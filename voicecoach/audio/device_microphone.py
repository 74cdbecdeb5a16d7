"""A microphone: open at its own rate, read as frames at `HEARING_RATE`."""

from __future__ import annotations

from collections import deque
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from voicecoach.audio.device_stream import DeviceStream
from voicecoach.audio.devices import Kind
from voicecoach.audio.resample import Framer, StreamResampler
from voicecoach.types import HEARING_RATE, Pcm

WAITING_AT_MOST_S = 5.0
"""What is kept for a reader that is late; more is dropped, and counted."""


class DeviceMicrophone:
    """A microphone by name, or the system's default. Survives being unplugged: `lost` until it is back."""

    def __init__(self, device: str | None = None) -> None:
        self.name = device or "microphone"
        self.dropped = 0
        """Pieces of sound that nobody read in time."""
        self._pieces: SimpleQueue[tuple[int, bytes]] = SimpleQueue()
        self._waiting_at_most = 1
        self._frames: deque[Pcm] = deque()
        self._rate = HEARING_RATE
        self._resampler = StreamResampler(HEARING_RATE, HEARING_RATE)
        self._framer = Framer()
        self._stream = DeviceStream(Kind.INPUT, device, self._called, self._opened)

    @property
    def lost(self) -> bool:
        """Is the device gone?"""
        return self._stream.lost

    @property
    def bluetooth_headset(self) -> bool:
        """Does it make everything it plays sound like a telephone?"""
        return self._stream.device is not None and self._stream.device.bluetooth_headset

    def start(self) -> None:
        """Open the device. Raises DeviceError."""
        self._stream.start()
        if self._stream.device:
            self.name = self._stream.device.label

    def read(self, timeout_s: float) -> Pcm | None:
        """The next frame; None where none came in time, as while the device is lost."""
        while not self._frames:
            try:
                rate, piece = self._pieces.get(timeout=timeout_s)
            except Empty:
                return None
            self._take(rate, np.frombuffer(piece, np.int16))
        return self._frames.popleft()

    def close(self) -> None:
        """Close the device. Safe to call twice."""
        self._stream.close()

    def _opened(self, rate: int) -> None:
        self._rate = rate
        # A callback brings 5 ms or more.
        self._waiting_at_most = int(WAITING_AT_MOST_S / 0.005)

    def _called(self, buffer: Any, _frames: int, _times: Any) -> None:
        if self._pieces.qsize() < self._waiting_at_most:
            self._pieces.put((self._rate, bytes(buffer)))
        else:
            self.dropped += 1

    def _take(self, rate: int, samples: Pcm) -> None:
        if rate != self._resampler.rate:
            self._resampler = StreamResampler(rate, HEARING_RATE)
        channels = self._stream.channels
        if channels > 1:
            samples = samples.reshape(-1, channels).mean(axis=1).astype(np.int16)
        self._frames.extend(self._framer.feed(self._resampler.feed(samples)))
