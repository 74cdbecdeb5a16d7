"""A window with recordings in place of devices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from voicecoach import settings
from voicecoach.desktop.look import dress
from voicecoach.desktop.window import Window
from voicecoach.rehearsal.demo import demo_recordings
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices


@pytest.fixture(autouse=True, scope="session")
def no_screen() -> None:
    """Qt draws into memory."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def recorded(count: int) -> Callable[[str, Settings], Devices]:
    """Devices on which the demo's first turns are said, as fast as the machine allows."""

    def opened(mode: str, now: Settings) -> Devices:
        return open_devices("tap", now, demo_recordings()[:count], None, fast=True)

    return opened


@pytest.fixture
def starters(own_home: Path) -> None:
    """The starter engines, whatever this machine has."""
    for key, value in (("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")):
        settings.save(f"{key}.engine", value)


@pytest.fixture
def window(qtbot: QtBot, starters: None) -> Iterator[Window]:
    """The window at home, with a user who says the demo's first two turns and stops."""
    made = Window(recorded(2))
    qtbot.addWidget(made)
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, settings.load())
    made.start()
    yield made
    made.close()
