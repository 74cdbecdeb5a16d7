"""The welcome: six small steps. It can be left at any time, and run again without losing a setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.devices import Kind
from voicecoach.desktop.announce import announce
from voicecoach.desktop.device_panel import DeviceChoice, HearLine, MicrophoneTest
from voicecoach.desktop.model_panel import ModelPanel
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import button, card, label, name_it, row
from voicecoach.desktop.setting_control import control
from voicecoach.desktop.words import word, words
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.sitting import Plan

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window

STEPS = 6
KEY_STEP = 4


class Welcome(Page):
    """One step at a time."""

    def __init__(self, window: Window) -> None:
        super().__init__(word("welcome.title"))
        self._window = window
        self._at = 0
        self._steps: list[QWidget] = []
        self._titles: list[str] = []
        self._count = label("", "over")
        self._bar = QProgressBar()
        self._bar.setProperty("kind", "steps")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, STEPS)
        self._bar.setAccessibleName(word("welcome.title"))
        self._heading = label("", "title")
        self._list = QVBoxLayout()
        self.key_trial = KeyTrial(self.next)
        self.models = ModelPanel(window.backstage)
        self._add_steps()
        self._leave = button(word("welcome.leave"), self.back, "link")
        self._back = button(word("welcome.back"), self._step_back)
        self._next = button(word("welcome.next"), self.next, "main")
        for part in (self._count, self._bar, self._heading):
            self.column.addWidget(part)
        self.column.addLayout(self._list)
        self.column.addSpacing(8)
        self.column.addLayout(row(self._next, self._back, None, self._leave))
        self.column.addStretch()
        self._show(0)

    def first_focus(self) -> QWidget | None:
        return self._next

    def next(self) -> None:
        """The next step; the last one starts the small rehearsal."""
        if self._at + 1 < len(self._steps):
            self._show(self._at + 1)
            return
        self._mark_seen()
        self.models.close_downloads()
        self._window.begin(Plan(example_brief("raise"), private=True))
        self.deleteLater()

    def back(self) -> None:
        """Leave it; what was chosen stays."""
        self._mark_seen()
        self.models.close_downloads()
        self._window.go_home()
        self.deleteLater()

    def _step_back(self) -> None:
        self._show(self._at - 1)

    def _add_steps(self) -> None:
        window = self._window
        loudspeaker = user_settings.setting("audio.loudspeaker")
        microphone = user_settings.setting("audio.microphone")
        play = word("welcome.speaker_play")
        self._add("stays", label(word("welcome.stays")), card(label(str(rehearsals_dir()), "name")),
                  label(word("welcome.network")))  # fmt: skip
        self._add("speaker", label(word("welcome.speaker")),
                  DeviceChoice(Kind.OUTPUT, loudspeaker.key, loudspeaker.label),
                  HearLine(window.backstage, window.open_with, play, play))  # fmt: skip
        self._add("microphone", label(word("welcome.microphone")),
                  DeviceChoice(Kind.INPUT, microphone.key, microphone.label),
                  MicrophoneTest(window.backstage, window.open_with))  # fmt: skip
        self._add("models", label(word("welcome.models")), self.models)
        self._add("key", self.key_trial, *self._mode())
        self._add("try", label(word("welcome.try")), label(word("welcome.try_private"), "quiet"))

    def _mode(self) -> list[QWidget]:
        mode = user_settings.setting("talk.mode")
        shown = control(mode, user_settings.load(), user_settings.save)
        return [label(mode.label, "name"), shown]

    def _add(self, name: str, *parts: QWidget) -> None:
        self._titles.append(words("welcome_title")[name])
        step = QWidget()
        step.setAccessibleName(self._titles[-1])
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(16)
        for part in parts:
            column.addWidget(part)
        step.setVisible(False)
        self._list.addWidget(step)
        self._steps.append(step)

    def _show(self, at: int) -> None:
        self._at = at
        for place, step in enumerate(self._steps):
            step.setVisible(place == at)
        name_it(self._count, word("welcome.count", at=at + 1, of=STEPS))
        self._bar.setValue(at + 1)
        name_it(self._heading, self._titles[at])
        self._back.setVisible(at > 0)
        last = at + 1 == len(self._steps)
        name_it(self._next, word("welcome.try_start" if last else "welcome.next"))
        name_it(self._leave, word("welcome.finish" if last else "welcome.leave"))
        announce(self, self._titles[at])
        self.verticalScrollBar().setValue(0)
        (self.key_trial if at == KEY_STEP else self._next).setFocus()

    def _mark_seen(self) -> None:
        """A settings file is there from now on, so the welcome does not come by itself again."""
        user_settings.save("talk.key", user_settings.load().text("talk.key"))


class KeyTrial(QWidget):
    """Shows the talk key going down and up; Enter goes on, as on every other step."""

    def __init__(self, go_on: Callable[[], object]) -> None:
        super().__init__()
        self._go_on = go_on
        name = user_settings.load().text("talk.key")
        text = word("welcome.key", key=name)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._key = QKeySequence.fromString(name)
        self._told = label(word("welcome.key_waiting"), "state")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(label(text))
        column.addWidget(card(self._told))

    @property
    def told(self) -> str:
        """What the key was last seen to do."""
        return self._told.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if QKeySequence(event.key()) == self._key:
            self._tell(word("welcome.key_down"))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._go_on()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if QKeySequence(event.key()) == self._key and not event.isAutoRepeat():
            self._tell(word("welcome.key_up"))

    def _tell(self, text: str) -> None:
        name_it(self._told, text)
        announce(self, text)
