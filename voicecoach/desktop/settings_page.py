"""Settings: every one of the table in `data/settings.toml`, each with the control that its kind wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.desktop.device_panel import HearLine, MicrophoneTest
from voicecoach.desktop.model_panel import ModelPanel
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import Combo, button, card, label, name_it, row
from voicecoach.desktop.setting_control import VOICES, control, help_of
from voicecoach.desktop.words import word, words
from voicecoach.errors import VoicecoachError
from voicecoach.settings import Setting, Value

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window


class SettingsPage(Page):
    """What is changed here holds at once, or from the next rehearsal on."""

    def __init__(self, window: Window) -> None:
        super().__init__(word("settings.title"))
        self._window = window
        self._now = user_settings.load()
        self._back = button(word("settings.back"), self.back)
        self._told = label("", "notice")
        self._told.setVisible(False)
        head = row(label(word("settings.title"), "title"), self._back)
        head.setStretch(0, 1)
        self.column.addLayout(head)
        self.column.addWidget(label(word("settings.about"), "quiet"))
        self.column.addWidget(self._told)
        for group, title in words("group").items():
            self.column.addSpacing(8)
            self.column.addWidget(label(title, "heading"))
            self.column.addWidget(self._group(group))
        self.models = ModelPanel(window.backstage)
        self.column.addSpacing(8)
        self.column.addWidget(label(word("settings.models"), "heading"))
        self.column.addWidget(label(word("settings.models_about"), "quiet"))
        self.column.addWidget(self.models)
        self.column.addStretch()

    def first_focus(self) -> QWidget | None:
        return self._back

    def back(self) -> None:
        self.models.close_downloads()
        self._window.go_home()
        self.deleteLater()

    def _group(self, group: str) -> QFrame:
        window = self._window
        keys = [key for key in user_settings.table() if key.startswith(f"{group}.")]
        parts = [self._setting(user_settings.setting(key)) for key in keys]
        if group == "audio":
            parts.insert(1, MicrophoneTest(window.backstage, window.open_with))
            text = word("settings.test_loudspeaker")
            parts.append(HearLine(window.backstage, window.open_with, text, text))
        made = card(*parts)
        inside = made.layout()
        if inside is not None:
            inside.setSpacing(18)
        return made

    def _setting(self, one: Setting) -> QWidget:
        made = QWidget()
        made.setAccessibleName(one.label)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        shown = control(one, self._now, self._save)
        if one.kind != "switch":
            column.addWidget(label(one.label, "name"))
        column.addWidget(shown)
        if text := help_of(one):
            column.addWidget(label(text, "quiet"))
        if one.key in VOICES and isinstance(shown, Combo):
            column.addWidget(self._hear(one, shown))
        return made

    def _hear(self, one: Setting, box: Combo) -> HearLine:
        text = word("settings.hear")
        return HearLine(
            self._window.backstage,
            self._window.open_with,
            text,
            f"{text}: {one.label}",
            VOICES[one.key],
            lambda: str(box.currentData()),
        )

    def _save(self, key: str, value: Value) -> None:
        try:
            user_settings.save(key, value)
        except VoicecoachError as error:
            self._tell(str(error))
            return
        self._told.setVisible(False)
        if key.startswith("look."):
            self._window.redress()

    def _tell(self, text: str) -> None:
        name_it(self._told, text)
        self._told.setVisible(True)
        self.verticalScrollBar().setValue(0)
