"""Tests of microphone and loudspeaker, and voices to be heard, from the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import LONG, dressed
from voicecoach import settings
from voicecoach.audio.devices import Device
from voicecoach.audio.recordings import load_recording
from voicecoach.desktop import device_panel
from voicecoach.desktop.device_panel import DeviceChoice, HearLine, Kind, MicrophoneTest
from voicecoach.desktop.settings_page import SettingsPage
from voicecoach.desktop.window import Window
from voicecoach.errors import DeviceError
from voicecoach.rehearsal.demo import demo_recordings
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return tmp_path / "heard.wav"


@pytest.fixture
def page(qtbot: QtBot, starters: None, heard: Path) -> Iterator[SettingsPage]:
    """The settings, with a file in place of the loudspeaker."""

    def opened(mode: str, now: Settings) -> Devices:
        return open_devices("tap", now, demo_recordings()[:1], heard, fast=True)

    window = dressed(qtbot, opened)
    window.go_by_name("settings")
    made = window.pages.currentWidget()
    assert isinstance(made, SettingsPage)
    yield made
    window.close()


def loudness(file: Path) -> float:
    return float(np.abs(load_recording(file).samples.astype(np.int32)).max())


def test_hear_it_speaks_a_line_in_the_voice_that_is_chosen(
    page: SettingsPage, heard: Path, qtbot: QtBot
) -> None:
    buttons = {b.accessibleName(): b for b in page.findChildren(QPushButton)}
    button = buttons["Hear it: The coach's voice"]
    button.click()
    assert not button.isEnabled()
    qtbot.waitUntil(button.isEnabled, timeout=LONG)
    assert load_recording(heard).seconds > 1
    assert loudness(heard) > 500


def test_the_loudspeaker_has_a_test_too(page: SettingsPage, heard: Path, qtbot: QtBot) -> None:
    button = next(b for b in page.findChildren(QPushButton) if b.text() == "Test: hear a line")
    button.click()
    qtbot.waitUntil(button.isEnabled, timeout=LONG)
    assert loudness(heard) > 500


def test_what_the_microphone_heard_is_played_back_and_its_level_told(
    page: SettingsPage, heard: Path, qtbot: QtBot
) -> None:
    test = page.findChild(MicrophoneTest)
    assert isinstance(test, MicrophoneTest)
    test.start()
    qtbot.waitUntil(lambda: test.told.startswith("Loudest"), timeout=LONG)
    assert "dBFS, good" in test.told
    assert load_recording(heard).seconds >= 3
    assert loudness(heard) > 500


def test_without_a_loudspeaker_that_is_said_beside_the_button(window: Window, qtbot: QtBot) -> None:
    def none(mode: str, now: Settings) -> Devices:
        raise DeviceError("There is no loudspeaker.", "Plug one in.")

    line = HearLine(window.backstage, none, "Hear it", "Hear it")
    qtbot.addWidget(line)
    line.hear()
    qtbot.waitUntil(lambda: "no loudspeaker" in line.told, timeout=LONG)
    assert line.button.isEnabled()


HEADSET = Device("AirPods Hands-Free", "PulseAudio", 1, 1, 16000, is_default_input=True)


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[Device]], None]:
    def plug(devices: list[Device]) -> None:
        monkeypatch.setattr(device_panel, "list_devices", lambda: devices)

    return plug


def test_a_bluetooth_headset_is_warned_of(
    qtbot: QtBot, own_home: Path, plugged: Callable[[list[Device]], None]
) -> None:
    plugged([HEADSET])
    choice = DeviceChoice(Kind.INPUT, "audio.microphone", "Microphone")
    qtbot.addWidget(choice)
    assert "telephone" in choice._warning.text()


def test_a_device_that_is_gone_stays_chosen_and_is_shown_as_gone(
    qtbot: QtBot, own_home: Path, plugged: Callable[[list[Device]], None]
) -> None:
    settings.save("audio.microphone", HEADSET.label)
    plugged([])
    choice = DeviceChoice(Kind.INPUT, "audio.microphone", "Microphone")
    qtbot.addWidget(choice)
    assert "not plugged in" in choice.box.currentText()
    plugged([HEADSET])
    choice.refresh()
    assert choice.box.currentText() == HEADSET.label
    assert settings.load().text("audio.microphone") == HEADSET.label
