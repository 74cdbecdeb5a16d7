"""`voicecoach devices`, with devices made up for it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.catalog.test_doctor import MIC, OUT, FakeMicrophone
from voicecoach.audio import device_microphone, device_speaker
from voicecoach.audio.devices import Device
from voicecoach.terminal import devices_commands
from voicecoach.terminal.devices_commands import devices
from voicecoach.types import Sound

HEADSET = Device("WH-1000 Hands-Free", "ALSA", 1, 1, 16_000, index=2)


class FakeSpeaker:
    """Remembers what it was given to play."""

    played: list[Sound]

    def __init__(self, device: str | None = None) -> None:
        self.name = "Speakers"
        type(self).played = []

    def start(self) -> None:
        pass

    def begin_line(self) -> None:
        pass

    def play(self, sound: Sound) -> None:
        self.played.append(sound)

    idle = True

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def three_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    """A microphone, a loudspeaker, a Bluetooth headset."""
    monkeypatch.setattr(devices_commands, "list_devices", lambda: [MIC, OUT, HEADSET])
    monkeypatch.setattr(device_microphone, "DeviceMicrophone", FakeMicrophone)
    monkeypatch.setattr(device_speaker, "DeviceSpeaker", FakeSpeaker)


def run(*arguments: str) -> Any:
    """The result of a command that must succeed."""
    result = CliRunner().invoke(devices, list(arguments))
    assert result.exception is None, result.exception
    return result


def test_the_list_shows_labels_the_default_and_the_headset_trap() -> None:
    """Inputs and outputs apart; the label is what settings remember."""
    out = run("list").stdout
    assert "Desk Mic, ALSA (48000 Hz, the system's choice)" in out
    assert "sounds like a telephone" in out
    assert out.index("Desk Mic") < out.index("loudspeakers:") < out.index("Speakers, ALSA")
    assert json.loads(run("list", "--json").stdout)[0]["label"] == "Desk Mic, ALSA"


def test_the_test_says_how_loud_it_was_and_plays_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds in, three seconds out, and nothing kept."""
    monkeypatch.setattr(FakeMicrophone, "loudness", 3000)
    said = run("test").stderr
    assert "good" in said
    assert FakeSpeaker.played[0].seconds == pytest.approx(3.0, abs=0.1)
    assert np.all(FakeSpeaker.played[0].samples == 3000)
