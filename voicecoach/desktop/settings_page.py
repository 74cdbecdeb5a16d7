"""Settings: every one of the table in `data/settings.toml`, each with the control that its kind wants."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.devices import Kind
from voicecoach.desktop.device_panel import DeviceChoice, MicrophoneTest, hear_line
from voicecoach.desktop.model_panel import ModelPanel
from voicecoach.desktop.pieces import Combo, Page, button, card, label, row
from voicecoach.desktop.words import word, words
from voicecoach.errors import VoicecoachError
from voicecoach.settings import Setting, Value
from voicecoach.speaking.voices import voices

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window

DEVICES = {"audio.microphone": Kind.INPUT, "audio.loudspeaker": Kind.OUTPUT}
VOICES = {"speaking.partner_voice": "partner", "speaking.coach_voice": "coach"}


class SettingsPage(Page):
    """What is changed here holds at once, or from the next rehearsal on."""

    def __init__(self, window: Window) -> None:
        super().__init__(word("settings.title"))
        self._window = window
        self._now = user_settings.load()
        self._back = button(word("settings.back"), self.back)
        self._told = label("", "notice")
        self._told.setVisible(False)
        self.column.addLayout(row(self._back, None))
        self.column.addWidget(label(word("settings.title"), "title"))
        self.column.addWidget(self._told)
        for group, title in words("group").items():
            self.column.addWidget(label(title, "heading"))
            parts: list[QWidget] = []
            for key, one in user_settings.table().items():
                if key.startswith(f"{group}."):
                    parts += [self._setting(one)]
            if group == "audio":
                parts.append(MicrophoneTest(window.backstage, window.open_with))
            self.column.addWidget(card(*parts))
        self.models = ModelPanel(window.backstage)
        self.column.addWidget(label(word("settings.models"), "heading"))
        self.column.addWidget(label(word("settings.models_about"), "quiet"))
        self.column.addWidget(self.models)
        self.column.addStretch()

    def first_focus(self) -> QWidget | None:
        return self._back

    def back(self) -> None:
        self.models.stop()
        self._window.go_home()
        self.deleteLater()

    def _setting(self, one: Setting) -> QWidget:
        made = QWidget()
        made.setAccessibleName(one.label)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        control = self._control(one)
        if one.kind != "switch":
            column.addWidget(label(one.label))
        if one.key in VOICES and isinstance(control, QComboBox):
            line = row(control, self._hear(one, control))
            line.setStretch(0, 1)
            column.addLayout(line)
        else:
            column.addWidget(control)
        column.addWidget(label(one.help, "quiet"))
        return made

    def _control(self, one: Setting) -> QWidget:
        made = self._of_kind(one)
        made.setAccessibleName(one.label)
        made.setAccessibleDescription(one.help)
        return made

    def _of_kind(self, one: Setting) -> QWidget:
        if one.key in DEVICES:
            return DeviceChoice(DEVICES[one.key], one.key, one.label)
        if one.key in VOICES:
            names = {"": word("settings.scenario")} | {v.name: f"{v.name}: {v.description}" for v in voices()}
            return self._choice(one, names)
        match one.kind:
            case "choice":
                return self._choice(one, dict(one.choices))
            case "switch":
                box = QCheckBox(one.label)
                box.setChecked(self._now.on(one.key))
                box.toggled.connect(partial(self._save, one.key))
                return box
            case "whole":
                whole = QSpinBox()
                whole.setRange(int(one.least or 0), int(one.most or 0))
                whole.setValue(int(self._now.number(one.key)))
                whole.valueChanged.connect(partial(self._save, one.key))
                return whole
            case "number":
                number = QDoubleSpinBox()
                number.setRange(one.least or 0.0, one.most or 0.0)
                number.setSingleStep(0.1)
                number.setDecimals(1)
                number.setValue(self._now.number(one.key))
                number.valueChanged.connect(lambda value: self._save(one.key, round(value, 2)))
                return number
        line = QLineEdit(self._now.text(one.key))
        line.editingFinished.connect(lambda: self._save(one.key, line.text().strip()))
        return line

    def _choice(self, one: Setting, choices: dict[str, str]) -> QComboBox:
        box = Combo()
        for value, text in choices.items():
            box.addItem(text, value)
        box.setCurrentIndex(max(0, box.findData(self._now.text(one.key))))
        box.activated.connect(lambda _index: self._save(one.key, str(box.currentData())))
        return box

    def _hear(self, one: Setting, box: QComboBox) -> QWidget:
        def hear() -> None:
            window = self._window
            hear_line(window.backstage, window.open_with, str(box.currentData()), VOICES[one.key], self._tell)

        return button(word("settings.hear"), hear, name=f"{word('settings.hear')}: {one.label}")

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
        self._told.setText(text)
        self._told.setAccessibleName(text)
        self._told.setVisible(True)
        self.verticalScrollBar().setValue(0)
