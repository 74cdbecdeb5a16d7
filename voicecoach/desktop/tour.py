"""A picture of every page, from example data: the demo's recorded user, in a home of its own."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

from voicecoach import settings as user_settings
from voicecoach.desktop.look import dress
from voicecoach.desktop.welcome import Welcome
from voicecoach.desktop.window import Window
from voicecoach.errors import VoicecoachError
from voicecoach.rehearsal.demo import demo_brief, demo_recordings
from voicecoach.rehearsal.events import Level, State, StateChanged
from voicecoach.rehearsal.sitting import Plan
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices

LONGEST_S = 180.0
"""How long the recorded rehearsal may take."""

THEMES = ("light", "dark", "contrast")


def take_pictures(app: QApplication, folder: Path) -> int:
    """Write them as PNG, one a page and theme. Gives 0."""
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("VOICECOACH_HOME")
    with tempfile.TemporaryDirectory(prefix="voicecoach-tour-") as home:
        os.environ["VOICECOACH_HOME"] = home
        try:
            _Tour(app, folder).go()
        finally:
            if before is None:
                del os.environ["VOICECOACH_HOME"]
            else:
                os.environ["VOICECOACH_HOME"] = before
    return 0


def recorded_user(_mode: str, settings: Settings) -> Devices:
    """The demo's user in place of devices, as fast as the machine allows."""
    return open_devices("tap", settings, demo_recordings(), None, fast=True)


class _Tour:
    def __init__(self, app: QApplication, folder: Path) -> None:
        self._app, self._folder = app, folder
        for stage, engine in (("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")):
            user_settings.save(f"{stage}.engine", engine)
        user_settings.save("coach.speak", False)
        self._window = Window(recorded_user)

    def go(self) -> None:
        window = self._window
        window.start()
        self._take("home")
        self._welcome()
        window.set_up("raise")
        self._take("setup")
        while window.setup._questions[window.setup._at].question.key != "push":
            window.setup.next()
        self._take("setup-push")
        window.begin(Plan(demo_brief(), seed=1))
        self._until(lambda: len(window.room._turns) >= 6)
        self._until(lambda: window.critique is not None)
        self._room()
        window.go(window.review)
        self._take("critique")
        bar = window.review.verticalScrollBar()
        self._take("critique-below", lambda: bar.setValue(bar.maximum()))
        window._correct()
        self._take("correct")
        window._done()
        self._until(lambda: window.pages.currentWidget() is window.home)
        self._take("home-again")
        window.go_by_name("settings")
        self._settle(1.0)
        self._take("settings")
        window.failed(VoicecoachError("There is no microphone.", "Plug one in, or choose another."))
        self._take("error")
        window.close()

    def _welcome(self) -> None:
        self._window.go_by_name("welcome")
        welcome = self._window.pages.currentWidget()
        assert isinstance(welcome, Welcome)
        for step in range(1, 7):
            self._take(f"welcome-{step}")
            if step < 6:
                welcome.next()
        welcome.back()

    def _room(self) -> None:
        """The room as it is while the user talks, and while the partner does."""
        room = self._window.room
        room.filter.active = False
        self._window.pages.setCurrentWidget(room)
        room._show(StateChanged(State.LISTENING))
        room._show(Level(-18.0))
        self._take("room")
        room._show(StateChanged(State.SPEAKING))
        self._take("room-speaking")

    def _take(self, name: str, prepare: Callable[[], None] = lambda: None) -> None:
        for theme in THEMES:
            user_settings.save("look.theme", theme)
            dress(self._app, user_settings.load())
            self._settle(0.1)
            prepare()
            self._settle(0.1)
            picture: QWidget = self._window
            picture.grab().save(str(self._folder / f"{name}-{theme}.png"))

    def _until(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + LONGEST_S
        while not done():
            if time.monotonic() > deadline:
                raise VoicecoachError("The tour did not come to its end.", "The log says more.")
            self._settle(0.05)

    def _settle(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, QDeadlineTimer(20))
            time.sleep(0.005)
