"""A picture of every page, from example data: the demo's recorded user, in a home of its own."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QPoint, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication

from voicecoach import settings as user_settings
from voicecoach.desktop.look import dress
from voicecoach.desktop.welcome import STEPS, Welcome
from voicecoach.desktop.window import Window
from voicecoach.errors import VoicecoachError
from voicecoach.rehearsal import store
from voicecoach.rehearsal.demo import demo_brief, demo_recordings
from voicecoach.rehearsal.events import Level, State, StateChanged
from voicecoach.rehearsal.sitting import Plan
from voicecoach.settings import Settings
from voicecoach.terminal.rooms import Devices, open_devices

LONGEST_S = 180.0
"""How long a recorded rehearsal may take."""

THEMES = ("light", "dark", "contrast")

SIZES = {1: (960, 780), 2: (640, 520)}
"""Pixels of the window at 100 and at 200 %: what a screen of 1280 by 1040 holds at either."""


@dataclass(frozen=True, slots=True)
class Route:
    """In which themes and at which scales the pages are drawn, and what is said on the way."""

    themes: tuple[str, ...] = THEMES
    scales: tuple[int, ...] = tuple(SIZES)
    said: tuple[Sequence[int], ...] = (range(8), (2, 4, 5, 6, 7), (2,))
    """Turns of the demo's: in the first attempt, in the second, and in a moment said again."""


FULL = Route()


def take_pictures(app: QApplication, folder: Path) -> int:
    """Write them as PNG, one a page, theme and scale. Gives 0."""
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("VOICECOACH_HOME")
    with tempfile.TemporaryDirectory(prefix="voicecoach-tour-") as home:
        os.environ["VOICECOACH_HOME"] = home
        try:
            Tour(app, folder, FULL).go()
        finally:
            if before is None:
                del os.environ["VOICECOACH_HOME"]
            else:
                os.environ["VOICECOACH_HOME"] = before
    return 0


def small(picture: QPixmap) -> QImage:
    """With the 256 colours that it has most of, which is nearly all of a window: a third of the bytes."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32)
    colours, counts = np.unique(pixels, return_counts=True)
    table = [int(colour) for colour in colours[np.argsort(-counts)][:256]]
    return image.convertToFormat(QImage.Format.Format_Indexed8, table, Qt.ImageConversionFlag.ThresholdDither)


class Tour:
    """Goes from page to page of one window, by the steps that a user would take."""

    def __init__(self, app: QApplication, folder: Path, route: Route) -> None:
        self._app, self._folder, self._route = app, folder, route
        for stage, engine in (("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")):
            user_settings.save(f"{stage}.engine", engine)
        user_settings.save("coach.speak", False)
        user_settings.save("privacy.keep_audio", "all")
        self._says = iter(route.said)
        self.window = Window(self._recorded_user)

    def _recorded_user(self, _mode: str, settings: Settings) -> Devices:
        """In place of devices, as fast as the machine allows."""
        recordings = demo_recordings()
        said = [recordings[n] for n in next(self._says)]
        return open_devices("tap", settings, said, None, fast=True)

    def go(self) -> None:
        """Every page, once."""
        window = self.window
        self.before_the_talk()
        window.begin(Plan(demo_brief(), seed=1))
        self._until(lambda: window.looking_back.critique is not None)
        self._room()
        self._critique()
        window.looking_back.done()
        self._until(lambda: window.pages.currentWidget() is window.home)
        self._second_attempt()
        self._said_again()
        self._others()
        window.close()

    def before_the_talk(self) -> None:
        """The pages that need no rehearsal."""
        self.window.start()
        self.window.go_home()
        self._take("home")
        self._welcome()
        self._setup()

    def _welcome(self) -> None:
        self.window.go_by_name("welcome")
        welcome = self.window.pages.currentWidget()
        assert isinstance(welcome, Welcome)
        self._settle(0.5)
        for step in range(1, STEPS + 1):
            self._take(f"welcome-{step}")
            if step < STEPS:
                welcome.next()
        welcome.back()

    def _setup(self) -> None:
        page = self.window.setting_up.page
        self.window.setting_up.ask("raise")
        self._take("setup")
        for wanted in ("must_say", "push"):
            while page.questions[page.at].question.key != wanted:
                page.next()
            self._take(f"setup-{wanted.replace('_', '-')}")
        page.all_at_once.setChecked(True)
        self._take("setup-all")
        page.all_at_once.setChecked(False)

    def _room(self) -> None:
        """The room in each of its states, as it was at the end of the talk."""
        window, room = self.window, self.window.room
        room.keys.filter.active = False
        window.pages.setCurrentWidget(room)
        for state in (State.READY, State.SPEAKING, State.PAUSED, State.LISTENING):
            room.show_event(StateChanged(state))
            room.show_event(Level(-18.0))
            self._take("room" if state is State.LISTENING else f"room-{state.value}")
        window.moments.show_turns(room.turns)
        window.go(window.moments)
        self._take("moments")

    def _critique(self) -> None:
        window = self.window
        page = window.looking_back.page
        window.go(page)
        self._take("critique")
        bar = page.verticalScrollBar()
        self._take("critique-middle", lambda: bar.setValue(bar.maximum() // 2))
        self._take("critique-below", lambda: bar.setValue(bar.maximum()))
        window.looking_back.correct()
        self._take("correct")

    def _second_attempt(self) -> None:
        window = self.window
        window.begin(Plan(demo_brief(), seed=2, attempt_of=store.list_all()[0]))
        self._until(lambda: window.looking_back.critique is not None)
        window.looking_back.compare()
        self._until(lambda: window.pages.currentWidget() is window.looking_back.compare_page)
        self._take("compare")
        window.looking_back.done()
        self._until(lambda: window.pages.currentWidget() is window.home)
        bar = window.home.verticalScrollBar()
        self._take("home-again", lambda: bar.setValue(bar.maximum()))

    def _said_again(self) -> None:
        window = self.window
        window.open_kept(store.list_all()[0])
        self._until(lambda: window.looking_back.critique is not None)
        window.looking_back.again(3)
        self._until(lambda: window.looking_back.critique is not None)
        self._take("critique-again")
        window.looking_back.done()
        self._until(lambda: window.pages.currentWidget() is window.home)

    def _others(self) -> None:
        window = self.window
        window.go_by_name("settings")
        self._settle(0.5)
        self._take("settings")
        page = window.pages.currentWidget()
        bar = page.verticalScrollBar()  # type: ignore[union-attr]
        self._take("settings-middle", lambda: bar.setValue(bar.maximum() // 3))
        self._take("settings-models", lambda: bar.setValue(bar.maximum() * 2 // 3))
        window.show_who_can_help("refer", store.list_all()[0].folder)
        self._take("help")
        window.failed(VoicecoachError("There is no microphone.", "Plug one in, or choose another."))
        self._take("error")

    def _take(self, name: str, prepare: Callable[[], None] = lambda: None) -> None:
        for scale in self._route.scales:
            self.window.resize(*SIZES[scale])
            self.window.activateWindow()  # or nothing would show that it has the keyboard
            for theme in self._route.themes:
                if scale > 1 and theme == "contrast":
                    continue
                user_settings.save("look.theme", theme)
                dress(self._app, user_settings.load())
                self._settle(0.05)
                prepare()
                self._settle(0.05)
                ending = "" if scale == 1 else f"-{scale}00"
                small(self._grab(scale)).save(str(self._folder / f"{name}-{theme}{ending}.png"), quality=0)
        self.window.resize(*SIZES[1])

    def _grab(self, scale: int) -> QPixmap:
        """The window as a screen of that scale shows it."""
        picture = QPixmap(self.window.size() * scale)
        picture.setDevicePixelRatio(scale)
        self.window.render(picture, QPoint())
        return picture

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
