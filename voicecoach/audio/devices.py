"""Which microphones and loudspeakers there are, by name: numbers change when something is plugged in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voicecoach.audio.portaudio import portaudio
from voicecoach.errors import DeviceError

_BLUETOOTH = ("bluetooth", "bluez", "hands-free", "handsfree", "hands free", "airpods", "hfp", "headset (")


class Kind(StrEnum):
    """Which way the sound goes."""

    INPUT = "input"
    OUTPUT = "output"


_SPOKEN = {Kind.INPUT: "microphone", Kind.OUTPUT: "loudspeaker"}


@dataclass(frozen=True, slots=True)
class Device:
    """One device as its host API shows it."""

    name: str
    host_api: str
    inputs: int
    """Channels that can be recorded."""
    outputs: int
    """Channels that can be played."""
    rate: int
    """The device's own rate, Hertz."""
    is_default_input: bool = False
    is_default_output: bool = False
    index: int = -1
    """PortAudio's number: holds until the list is refreshed."""

    @property
    def label(self) -> str:
        """What is remembered of it: name and host API."""
        return f"{self.name}, {self.host_api}"

    @property
    def bluetooth_headset(self) -> bool:
        """A headset whose microphone makes everything it plays sound like a telephone."""
        name = self.name.lower()
        return self.inputs > 0 and any(mark in name for mark in _BLUETOOTH)

    def channels(self, kind: Kind) -> int:
        """How many channels it has that way."""
        return self.inputs if kind is Kind.INPUT else self.outputs


def list_devices() -> list[Device]:
    """All devices that PortAudio knows. Raises DeviceError where PortAudio is missing or does not answer."""
    sounddevice = portaudio()
    try:
        apis = sounddevice.query_hostapis()
        found = [device for info in sounddevice.query_devices() if (device := _device(info, apis))]
        default_input, default_output = _defaults(apis)
    except (sounddevice.PortAudioError, LookupError, TypeError, ValueError) as error:
        raise DeviceError("The sound system does not answer.", "Is the sound server running?") from error
    return [_marked(device, default_input, default_output) for device in found]


def choose(devices: Sequence[Device], kind: Kind, wanted: str | None) -> Device:
    """The device that was asked for by label, name, or part of its name; the default for None.

    Raises DeviceError.
    """
    able = [device for device in devices if device.channels(kind)]
    if not able:
        raise DeviceError(f"There is no {_SPOKEN[kind]}.", "Plug one in, or use recordings with --mic.")
    if wanted is None:
        return next((device for device in able if _is_default(device, kind)), able[0])
    matching = (
        [d for d in able if d.label == wanted]
        or [d for d in able if d.name == wanted]
        or [d for d in able if wanted.lower() in d.label.lower()]
    )
    if not matching:
        names = "; ".join(device.label for device in able)
        raise DeviceError(f"There is no {_SPOKEN[kind]} called {wanted}.", f"There are: {names}.")
    return matching[0]


def _is_default(device: Device, kind: Kind) -> bool:
    return device.is_default_input if kind is Kind.INPUT else device.is_default_output


def _device(info: Any, apis: Any) -> Device | None:
    """One device; None where what a driver tells of it makes no sense."""
    try:
        return Device(
            name=str(info["name"]),
            host_api=str(apis[info["hostapi"]]["name"]),
            inputs=int(info["max_input_channels"]),
            outputs=int(info["max_output_channels"]),
            rate=int(info["default_samplerate"]),
            index=int(info["index"]),
        )
    except (LookupError, TypeError, ValueError, OverflowError):
        return None


def _defaults(apis: Any) -> tuple[int, int]:
    """Numbers of the default devices: those of the first host API that has any."""
    first = next((api for api in apis if api["devices"]), None)
    return (first["default_input_device"], first["default_output_device"]) if first else (-1, -1)


def _marked(device: Device, default_input: int, default_output: int) -> Device:
    return Device(
        name=device.name,
        host_api=device.host_api,
        inputs=device.inputs,
        outputs=device.outputs,
        rate=device.rate,
        is_default_input=device.index == default_input,
        is_default_output=device.index == default_output,
        index=device.index,
    )
