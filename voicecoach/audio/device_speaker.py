"""A loudspeaker: one stream that stays open, fed from a queue, silent within a buffer's length."""

from __future__ import annotations

import threading
from time import monotonic
from typing import Any

import numpy as np

from voicecoach.audio.device_stream import DeviceStream
from voicecoach.audio.devices import Kind
from voicecoach.audio.playout import Playout
from voicecoach.types import Sound

_LONGEST_LATENCY_S = 2.0


class DeviceSpeaker:
    """A loudspeaker by name, or the system's default. What is queued waits while the device is lost."""

    def __init__(self, device: str | None = None) -> None:
        self.name = device or "loudspeaker"
        self._lock = threading.Lock()
        self._playout = Playout(48_000)
        self._line_ends_at = 0.0
        self._sound_ends_at = 0.0
        self._stream = DeviceStream(Kind.OUTPUT, device, self._called, self._opened)

    @property
    def lost(self) -> bool:
        """Is the device gone?"""
        return self._stream.lost

    @property
    def latency_s(self) -> float:
        """How long a sample takes from here to the ear, as PortAudio says."""
        return self._stream.latency_s

    def start(self) -> None:
        """Open the device. Raises DeviceError."""
        self._stream.start()
        if self._stream.device:
            self.name = self._stream.device.label

    def begin_line(self) -> None:
        """A new line starts: `heard_s` counts from zero."""
        with self._lock:
            self._playout.begin_line()
            self._line_ends_at = 0.0

    def play(self, sound: Sound) -> None:
        """Queue sound, at any rate, behind what is queued. Returns at once."""
        with self._lock:
            self._playout.put(sound)

    @property
    def heard_s(self) -> float:
        """Seconds of the present line that have left the loudspeaker: taken, less what is on its way."""
        on_its_way = max(0.0, self._line_ends_at - monotonic())
        return max(0.0, self._playout.taken_s - on_its_way)

    @property
    def idle(self) -> bool:
        """Has all that was queued been heard?"""
        with self._lock:
            self._playout.finish()
        return self._playout.empty and monotonic() >= self._sound_ends_at

    def stop(self) -> float:
        """Silence as soon as the device's own buffer is through; gives what will have been heard by then.

        What is in that buffer cannot be called back, and the user hears it.
        """
        with self._lock:
            self._playout.drop()
            return self._playout.taken_s

    def close(self) -> None:
        """Close the device. Safe to call twice."""
        self._stream.close()

    def _opened(self, rate: int) -> None:
        with self._lock:
            self._playout.change_rate(rate)

    def _called(self, buffer: Any, frames: int, times: Any) -> None:
        taken = self._playout.take(frames)
        block = taken.samples
        if self._stream.channels > 1:
            block = np.repeat(block, self._stream.channels)
        buffer[:] = block.tobytes()
        if taken.filled:
            starts_at = monotonic() + self._delay(times)
            rate = self._playout.rate
            self._sound_ends_at = starts_at + taken.filled / rate
            if taken.line_end:
                self._line_ends_at = starts_at + taken.line_end / rate

    def _delay(self, times: Any) -> float:
        """From now to when the block is heard, in seconds; not every host API tells."""
        delay = float(times.outputBufferDacTime - times.currentTime)
        return delay if 0.0 < delay < _LONGEST_LATENCY_S else self._stream.latency_s
