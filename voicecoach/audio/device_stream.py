"""One open stream of a device, that notices when the device is gone and takes it up when it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from voicecoach.audio.devices import Device, Kind, choose, list_devices
from voicecoach.audio.portaudio import portaudio, refresh
from voicecoach.errors import DeviceError

HEARTBEAT_S = 1.5
"""Without a callback for so long, a device is gone."""

FIRST_BEAT_S = 3.0
"""A sound server may take its time before the first callback."""

LATENCY_S = {Kind.INPUT: 0.1, Kind.OUTPUT: 0.06}
"""What is asked of PortAudio: heard without a gap on a busy machine; silent at once, and no stutter."""

_WATCH_S = 0.25
_RETRY_S = 1.0


class DeviceStream:
    """A stream of int16, one channel, at the device's own rate. `callback` runs in PortAudio's thread.

    `on_open` is told the rate before the first callback of every opening, in the thread that opens.
    """

    def __init__(
        self,
        kind: Kind,
        wanted: str | None,
        callback: Callable[[Any, int, Any], None],
        on_open: Callable[[int], None],
    ) -> None:
        self.kind, self.wanted = kind, wanted
        self._callback, self._on_open = callback, on_open
        self._stream: Any = None
        self._beat = 0.0
        self.device: Device | None = None
        self.channels = 1
        self.lost = False
        """The device is gone; it is taken up again when it is back."""

    @property
    def latency_s(self) -> float:
        """What PortAudio says is between the callback and the ear, or the voice and the callback."""
        stream = self._stream
        return float(stream.latency) if stream else 0.0

    def start(self) -> None:
        """Open the device, and keep it open. Raises DeviceError."""
        with _caretaker.lock:
            if self._stream is None:
                self.open()
                _caretaker.take_care_of(self)

    def close(self) -> None:
        """Close the device for good. Safe to call twice."""
        with _caretaker.lock:
            _caretaker.leave(self)
            self.shut()

    def open(self) -> None:
        """Open the stream once. Raises DeviceError."""
        sounddevice = portaudio()
        device = choose(list_devices(), self.kind, self.wanted)
        try:
            self._stream = self._opened(sounddevice, device)
            self._on_open(int(self._stream.samplerate))
            self._beat = time.monotonic() + FIRST_BEAT_S - HEARTBEAT_S
            self._stream.start()
        except sounddevice.PortAudioError as error:
            self.shut()
            raise DeviceError(
                f"{device.name} cannot be opened.", "Is another program using it? Try another device."
            ) from error
        self.device, self.lost = device, False

    def shut(self) -> None:
        """Close the stream, whatever state it is in."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    @property
    def dead(self) -> bool:
        """Has the device stopped calling back?"""
        stream = self._stream
        return stream is None or not stream.active or time.monotonic() - self._beat > HEARTBEAT_S

    def _opened(self, sounddevice: Any, device: Device) -> Any:
        """One channel where the device gives it, else all it has."""
        make = sounddevice.RawInputStream if self.kind is Kind.INPUT else sounddevice.RawOutputStream
        for channels in (1, min(2, device.channels(self.kind)), device.channels(self.kind)):
            self.channels = channels
            try:
                return make(
                    samplerate=device.rate,
                    device=device.index,
                    channels=channels,
                    dtype="int16",
                    latency=LATENCY_S[self.kind],
                    extra_settings=_extra(sounddevice, device),
                    callback=self._called,
                )
            except sounddevice.PortAudioError:
                if channels == device.channels(self.kind):
                    raise
        raise AssertionError("the last try returns or raises")

    def _called(self, buffer: Any, frames: int, times: Any, _status: Any) -> None:
        self._beat = max(self._beat, time.monotonic())
        self._callback(buffer, frames, times)


def _extra(sounddevice: Any, device: Device) -> Any:
    """Windows' WASAPI takes one channel only where it may convert."""
    return sounddevice.WasapiSettings(auto_convert=True) if "WASAPI" in device.host_api else None


class _Caretaker:
    """Watches all open streams from a thread of its own.

    PortAudio must be shut down to see new devices, and takes every stream with it: so they are recovered
    together.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._streams: list[DeviceStream] = []
        self._watching = False

    def take_care_of(self, stream: DeviceStream) -> None:
        self._streams.append(stream)
        if not self._watching:
            self._watching = True
            threading.Thread(target=self._watch, name="sound devices", daemon=True).start()

    def leave(self, stream: DeviceStream) -> None:
        self._streams = [other for other in self._streams if other is not stream]

    def _watch(self) -> None:
        while True:
            time.sleep(_WATCH_S)
            with self.lock:
                if not self._streams:
                    self._watching = False
                    return
                recovered = self._recover() if any(stream.dead for stream in self._streams) else True
            if not recovered:
                time.sleep(_RETRY_S)

    def _recover(self) -> bool:
        """Close all, look for devices anew, open all. Gives whether it worked."""
        for stream in self._streams:
            stream.lost = stream.lost or stream.dead
        for stream in self._streams:
            stream.shut()
        try:
            refresh()
            for stream in self._streams:
                stream.open()
        except DeviceError:
            return False
        return True


_caretaker = _Caretaker()
