"""A window with recordings in place of devices."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from voicecoach import settings
from voicecoach.desktop.look import dress
from voicecoach.desktop.stage import Stage
from voicecoach.desktop.window import Window
from voicecoach.rehearsal.demo import demo_brief, demo_recordings
from voicecoach.rehearsal.events import State
from voicecoach.rehearsal.sitting import Plan
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices

LONG = 180_000
"""Milliseconds within which a short recorded rehearsal is over."""


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


def dressed(qtbot: QtBot, open_with: Callable[[str, Settings], Devices]) -> Window:
    """A window at home, coloured as the settings say."""
    made = Window(open_with)
    qtbot.addWidget(made)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    dress(app, settings.load())
    made.start()
    return made


@pytest.fixture
def window(qtbot: QtBot, starters: None) -> Iterator[Window]:
    """With a user who says the demo's first two turns and stops."""
    made = dressed(qtbot, recorded(2))
    yield made
    made.close()


@pytest.fixture
def in_the_room(qtbot: QtBot, starters: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[InTheRoom]:
    """In a rehearsal, on the user's turn; nobody presses a key but the test."""
    settings.save("talk.mode", "hold")
    settings.save("coach.speak", False)
    person = InTheRoom(qtbot)

    def beside(stage: Stage, devices: Devices) -> Callable[[], None]:
        return person.beside(stage, devices)

    monkeypatch.setattr(Stage, "_recorded_person", beside)
    person.window.begin(Plan(demo_brief(), seed=1))
    person.until(State.READY)
    yield person
    person.window.close()


class InTheRoom:
    """Presses keys, and speaks the demo's turns into the microphone."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.devices: list[Devices] = []
        self._lets_go = False
        self.window = dressed(qtbot, self._opened)

    def _opened(self, mode: str, now: Settings) -> Devices:
        self.devices.append(open_devices(mode, now, demo_recordings()[:3], None, fast=True))
        return self.devices[-1]

    def beside(self, stage: Stage, devices: Devices) -> Callable[[], None]:
        """Lets the key go with the last word: recorded time is too quick for a hand."""

        def after_frame() -> None:
            time.sleep(0.0003)
            if self._lets_go and devices.recordings and not devices.recordings.saying and stage.talk_key:
                self._lets_go = False
                stage.talk_key.lost()

        return after_frame

    def until(self, state: State) -> None:
        """Wait for the state to be shown."""
        self.qtbot.waitUntil(lambda: self.window.room.state is state, timeout=LONG)

    def start_talking(self) -> None:
        """Space goes down."""
        self.qtbot.keyPress(self.window, Qt.Key.Key_Space)
        self.until(State.LISTENING)

    def say(self) -> None:
        """Hold Space for as long as a turn takes, and hear the answer out."""
        before = len(self.window.room.turns)
        self.start_talking()
        user = self.devices[-1].recordings
        assert user is not None
        user.say_next()
        self._lets_go = True
        self.qtbot.waitUntil(lambda: len(self.window.room.turns) >= before + 2, timeout=LONG)
        self.until(State.READY)
        self.qtbot.keyRelease(self.window, Qt.Key.Key_Space)
