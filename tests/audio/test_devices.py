"""Choosing devices by name, and what is said where there is none."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from voicecoach.audio import portaudio as library
from voicecoach.audio.devices import Device, Kind, choose
from voicecoach.errors import DeviceError

LAPTOP = Device(
    "Built-in Audio", "ALSA", 2, 2, 48_000, is_default_input=True, is_default_output=True, index=0
)
USB = Device("USB Mic", "ALSA", 1, 0, 44_100, index=1)
USB_WINDOWS = Device("USB Mic", "Windows WASAPI", 1, 0, 48_000, index=7)
HEADSET = Device("Headset (WH-1000 Hands-Free AG Audio)", "Windows WASAPI", 1, 2, 16_000, index=8)
ALL = [LAPTOP, USB, USB_WINDOWS, HEADSET]


def test_the_default_is_taken_where_nothing_is_named() -> None:
    assert choose(ALL, Kind.INPUT, None) is LAPTOP


def test_without_a_default_the_first_that_can_is_taken() -> None:
    assert choose([HEADSET, USB], Kind.INPUT, None) is HEADSET


def test_name_and_host_api_tell_twins_apart() -> None:
    assert choose(ALL, Kind.INPUT, "USB Mic, Windows WASAPI") is USB_WINDOWS
    assert choose(ALL, Kind.INPUT, "USB Mic") is USB


def test_part_of_a_name_will_do() -> None:
    assert choose(ALL, Kind.OUTPUT, "wh-1000") is HEADSET


def test_a_device_is_found_again_when_its_number_has_changed() -> None:
    moved = Device("USB Mic", "ALSA", 1, 0, 44_100, index=3)
    assert choose([LAPTOP, moved], Kind.INPUT, USB.label) is moved


def test_an_unknown_name_tells_which_there_are() -> None:
    with pytest.raises(DeviceError, match=r"no loudspeaker called Tannoy.*Built-in Audio, ALSA"):
        choose(ALL, Kind.OUTPUT, "Tannoy")


def test_a_microphone_is_no_loudspeaker() -> None:
    with pytest.raises(DeviceError, match="There is no loudspeaker"):
        choose([USB], Kind.OUTPUT, None)


def test_a_bluetooth_headset_is_known_by_its_name() -> None:
    assert HEADSET.bluetooth_headset
    assert not LAPTOP.bluetooth_headset


@pytest.mark.parametrize(
    ("release", "line"),
    [
        ({"ID": "debian"}, "sudo apt install libportaudio2"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "sudo apt install libportaudio2"),
        ({"ID": "fedora"}, "sudo dnf install portaudio"),
        ({"ID": "endeavouros", "ID_LIKE": "arch"}, "sudo pacman -S portaudio"),
        ({"ID": "haiku"}, "portaudio"),
    ],
)
def test_a_missing_portaudio_is_explained(
    release: dict[str, str], line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.setattr(library.platform, "freedesktop_os_release", lambda: release)
    with pytest.raises(DeviceError, match="PortAudio") as caught:
        library.portaudio()
    assert line in caught.value.next_step
