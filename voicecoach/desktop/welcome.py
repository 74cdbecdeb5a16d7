"""The welcome: six small steps. It can be left at any time, and run again without losing a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.devices import Kind
from voicecoach.desktop.announce import announce
from voicecoach.desktop.device_panel import DeviceChoice, MicrophoneTest, hear_line
from voicecoach.desktop.model_panel import ModelPanel
from voicecoach.desktop.pieces import Page, button, label, row
from voicecoach.desktop.words import word
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.sitting import Plan

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window


class Welcome(Page):
    """One step at a time."""

    def __init__(self, window: Window) -> None:
        super().__init__(word("welcome.title"))
        self._window = window
        self._count = label("", "quiet")
        self._heading = label("", "title")
        self._list = QVBoxLayout()
        self._steps: list[QWidget] = []
        self._at = 0
        self._titles: list[str] = []
        self._talk_key = KeyTrial()
        self._add("stays", label(word("welcome.stays")), label(str(rehearsals_dir()), "heading"))
        self._add("speaker", label(word("welcome.speaker")), *self._speaker())
        self._add("microphone", label(word("welcome.microphone")), *self._microphone())
        self._models = ModelPanel(window.backstage)
        self._add("models", label(word("welcome.models")), self._models)
        self._add("key", self._talk_key)
        self._add("try", label(word("welcome.try")))
        self._back = button(word("welcome.back"), self._step_back, "link")
        self._leave = button(word("welcome.leave"), self.back, "link")
        self._next = button(word("welcome.next"), self.next, "main")
        self.column.addWidget(self._count)
        self.column.addWidget(self._heading)
        self.column.addLayout(self._list)
        self.column.addLayout(row(self._leave, None, self._back, self._next))
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
        brief = example_brief("raise")
        self._window.begin(Plan(brief, private=True))
        self.deleteLater()

    def back(self) -> None:
        """Leave it; what was chosen stays."""
        self._mark_seen()
        self._models.stop()
        self._window.go_home()
        self.deleteLater()

    def _step_back(self) -> None:
        self._show(self._at - 1)

    def _add(self, name: str, *parts: QWidget) -> None:
        self._titles.append(word(f"welcome.{name}_title"))
        step = QWidget()
        step.setAccessibleName(self._titles[-1])
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(14)
        for part in parts:
            column.addWidget(part)
        column.addStretch()
        step.setVisible(False)
        self._list.addWidget(step)
        self._steps.append(step)

    def _show(self, at: int) -> None:
        self._at = at
        for place, step in enumerate(self._steps):
            step.setVisible(place == at)
        self._count.setText(word("welcome.count", at=at + 1))
        self._heading.setText(self._titles[at])
        self._heading.setAccessibleName(self._titles[at])
        self._back.setVisible(at > 0)
        last = at + 1 == len(self._steps)
        self._next.setText(word("welcome.try_start" if last else "welcome.next"))
        self._next.setAccessibleName(self._next.text())
        self._leave.setText(word("welcome.finish" if last else "welcome.leave"))
        self._leave.setAccessibleName(self._leave.text())
        announce(self, self._titles[at])
        (self._talk_key if at == 4 else self._next).setFocus()

    def _speaker(self) -> list[QWidget]:
        window = self._window
        told = label("", "quiet")
        loudspeaker = user_settings.setting("audio.loudspeaker")
        return [
            DeviceChoice(Kind.OUTPUT, loudspeaker.key, loudspeaker.label),
            button(
                word("welcome.speaker_play"),
                lambda: hear_line(window.backstage, window.open_with, "", "partner", told.setText),
            ),
            told,
        ]

    def _microphone(self) -> list[QWidget]:
        microphone = user_settings.setting("audio.microphone")
        return [
            DeviceChoice(Kind.INPUT, microphone.key, microphone.label),
            MicrophoneTest(self._window.backstage, self._window.open_with),
        ]

    def _mark_seen(self) -> None:
        """A settings file is there from now on, so the welcome does not come by itself again."""
        user_settings.save("talk.key", user_settings.load().text("talk.key"))


class KeyTrial(QWidget):
    """Shows the talk key going down and up."""

    def __init__(self) -> None:
        super().__init__()
        name = user_settings.load().text("talk.key")
        text = word("welcome.key", key=name)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._key = QKeySequence.fromString(name)
        self._told = label(word("welcome.key_waiting"), "heading")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(text))
        column.addWidget(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if QKeySequence(event.key()) == self._key:
            self._tell(word("welcome.key_down"))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if QKeySequence(event.key()) == self._key and not event.isAutoRepeat():
            self._tell(word("welcome.key_up"))

    def _tell(self, text: str) -> None:
        self._told.setText(text)
        self._told.setAccessibleName(text)
        announce(self, text)
