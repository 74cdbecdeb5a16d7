"""The control that a setting's kind wants. What is changed is saved at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from voicecoach.audio.devices import Kind
from voicecoach.catalog.models import Kind as Stage
from voicecoach.catalog.models import catalog
from voicecoach.desktop.announce import announce
from voicecoach.desktop.device_panel import DeviceChoice
from voicecoach.desktop.pieces import Button, Check, Combo
from voicecoach.desktop.words import word
from voicecoach.settings import Setting, Settings, Value
from voicecoach.speaking.voices import voices

Save = Callable[[str, Value], object]

DEVICES = {"audio.microphone": Kind.INPUT, "audio.loudspeaker": Kind.OUTPUT}
VOICES = {"speaking.partner_voice": "partner", "speaking.coach_voice": "coach"}
MODELS = {"hearing.model": Stage.HEARING, "partner.model": Stage.PARTNER}
TALK_KEY = "talk.key"
BESIDE = (10, 0, 10, 0)
"""Pixels around the figure in a box: left, above, right, below."""


def control(one: Setting, now: Settings, save: Save) -> QWidget:
    """Shows the value in force; named, and described by its help."""
    made = _of_kind(one, now, save)
    made.setAccessibleName(one.label)
    made.setAccessibleDescription(help_of(one))
    return made


def help_of(one: Setting) -> str:
    """What the window writes below it."""
    return one.help if one.window is None else one.window


def _of_kind(one: Setting, now: Settings, save: Save) -> QWidget:
    if one.key in DEVICES:
        return DeviceChoice(DEVICES[one.key], one.key, one.label)
    if one.key == TALK_KEY:
        return KeyChoice(now.text(one.key), lambda name: save(one.key, name))
    if names := _names(one):
        return _choice(one, names, now, save)
    match one.kind:
        case "switch":
            return _switch(one, now, save)
        case "whole":
            return _whole(one, now, save)
        case "number":
            return _number(one, now, save)
    line = QLineEdit(now.text(one.key))
    line.editingFinished.connect(lambda: save(one.key, line.text().strip()))
    return line


def _names(one: Setting) -> Mapping[str, str]:
    """Value to text, for what is chosen from a list."""
    if one.key in VOICES:
        return {"": word("settings.scenario")} | {v.name: f"{v.name}: {v.description}" for v in voices()}
    if one.key in MODELS:
        models = [model for model in catalog().models if model.kind is MODELS[one.key]]
        return {"": word("settings.best")} | {model.id: model.id for model in models}
    return {value: text[:1].upper() + text[1:] for value, text in one.choices.items()}


def _choice(one: Setting, names: Mapping[str, str], now: Settings, save: Save) -> Combo:
    box = Combo()
    chosen = now.text(one.key)
    for value, text in names.items():
        box.addItem(text, value)
    if box.findData(chosen) < 0:  # written into the file by hand
        box.addItem(chosen, chosen)
    box.setCurrentIndex(box.findData(chosen))
    box.activated.connect(lambda _index: save(one.key, str(box.currentData())))
    return box


def _switch(one: Setting, now: Settings, save: Save) -> Check:
    box = Check(one.label)
    box.setChecked(now.on(one.key))
    box.toggled.connect(lambda on: save(one.key, on))
    return box


def _whole(one: Setting, now: Settings, save: Save) -> QSpinBox:
    box = QSpinBox()
    box.lineEdit().setTextMargins(*BESIDE)
    box.setRange(int(one.least or 0), int(one.most or 0))
    box.setSingleStep(max(1, int((one.most or 0) - (one.least or 0)) // 20))
    box.setValue(int(now.number(one.key)))
    box.valueChanged.connect(lambda value: save(one.key, value))
    return box


def _number(one: Setting, now: Settings, save: Save) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.lineEdit().setTextMargins(*BESIDE)
    box.setRange(one.least or 0.0, one.most or 0.0)
    box.setSingleStep(0.1)
    box.setDecimals(2)
    box.setValue(now.number(one.key))
    box.valueChanged.connect(lambda value: save(one.key, round(value, 2)))
    return box


class KeyChoice(Button):
    """Pressed, it waits for a key, and that becomes the talk key. Esc leaves the one there was."""

    KEPT = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    """These mean something else in the room, or lead out of this button."""

    def __init__(self, key: str, chosen: Callable[[str], object]) -> None:
        super().__init__(key)
        self._chosen, self._key, self.waiting = chosen, key, False
        self.clicked.connect(lambda _checked: self._wait(True))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if not self.waiting:
            super().keyPressEvent(event)
            return
        name = QKeySequence(event.key()).toString()
        if event.key() == Qt.Key.Key_Escape:
            self._wait(False)
        elif event.key() in self.KEPT or name.upper() in ("R", "P") or not name.isprintable() or not name:
            announce(self, word("settings.key_taken"))
            self.setText(word("settings.key_taken"))
        else:
            self._key = name
            self._chosen(name)
            self._wait(False)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if not self.waiting:
            super().keyReleaseEvent(event)

    def _wait(self, on: bool) -> None:
        self.waiting = on
        text = word("settings.key_press") if on else self._key
        self.setText(text)
        announce(self, text)
