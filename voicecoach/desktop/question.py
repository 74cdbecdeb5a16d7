"""One question of the setup with the control that its kind wants. The example stands in grey."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from voicecoach.desktop.announce import announce
from voicecoach.desktop.dictation import Dictation
from voicecoach.desktop.meter import Meter
from voicecoach.desktop.pieces import button, label, row
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.brief import MAX_MUST_SAY
from voicecoach.rehearsal.scenario import SetupQuestion

Say = Callable[[Dictation], Callable[[], None]]
"""Starts listening for one answer; gives what ends it."""


class Question(QWidget):
    """Asks, and gives the answer as text. What can be typed can be said as well."""

    def __init__(self, question: SetupQuestion, say: Say) -> None:
        super().__init__()
        self.question = question
        self._say = say
        self._end: Callable[[], None] | None = None
        self.setAccessibleName(question.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(question.ask, "heading"))
        if question.help:
            column.addWidget(label(question.help, "quiet"))
        column.addSpacing(2)
        self.editor = _editor(question)
        self.say_button = button(
            word("setup.say"), self.say, name=word("setup.say_name", ask=question.ask),
            about=word("setup.say_about"),
        )  # fmt: skip
        self._meter = Meter()
        self._meter.setVisible(False)
        line = row(self.editor, self.say_button)
        line.setStretch(0, 1)
        line.setAlignment(self.say_button, Qt.AlignmentFlag.AlignTop)
        self.say_button.setVisible(self.spoken)
        column.addLayout(line)
        column.addWidget(self._meter)

    @property
    def spoken(self) -> bool:
        """Can the answer be said instead of typed?"""
        return isinstance(self.editor, _Text | _Lines)

    def say(self) -> None:
        """Listen for the answer; pressed again while listening, that is the end of it."""
        if self._end:
            self._end()
            return
        self.say_button.setText(word("setup.saying"))
        announce(self, word("setup.listening"))
        self._meter.setVisible(True)
        self._end = self._say(Dictation(self._meter.show_level, self._said))

    def answer(self) -> str:
        """What was typed or chosen; empty where the example is to be taken."""
        return self.editor.text()

    def take(self, text: str) -> None:
        """Put an answer in: what was said aloud, or an earlier brief's."""
        self.editor.put(text)

    def focus(self) -> None:
        """The keyboard goes here."""
        self.editor.focus()

    def _said(self, text: str) -> None:
        self._end = None
        self._meter.rest()
        self._meter.setVisible(False)
        self.say_button.setText(word("setup.say"))
        if text:
            self.take(text)
        announce(self, text or word("setup.nothing_heard"))
        self.focus()


class _Editor(QWidget):
    def text(self) -> str:
        raise NotImplementedError

    def put(self, text: str) -> None:
        raise NotImplementedError

    def focus(self) -> None:
        raise NotImplementedError


class _Text(_Editor):
    def __init__(self, question: SetupQuestion) -> None:
        super().__init__()
        self.setAccessibleName(question.ask)
        self._line = QLineEdit()
        self._line.setPlaceholderText(question.example)
        self._line.setAccessibleName(question.ask)
        self._line.setAccessibleDescription(question.help or question.example)
        _fit(self, self._line)

    def text(self) -> str:
        return self._line.text()

    def put(self, text: str) -> None:
        self._line.setText(text)

    def focus(self) -> None:
        self._line.setFocus()


class _Lines(_Editor):
    """A few single lines, so that Enter goes on here as everywhere."""

    def __init__(self, question: SetupQuestion) -> None:
        super().__init__()
        self.setAccessibleName(question.ask)
        examples = [part.strip() for part in question.example.split(";")]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._lines = []
        for place in range(max(MAX_MUST_SAY, len(examples))):
            line = QLineEdit()
            line.setPlaceholderText(examples[place] if place < len(examples) else "")
            line.setAccessibleName(f"{question.ask} {place + 1}")
            line.setAccessibleDescription(question.help or question.example)
            self._lines.append(line)
            column.addWidget(line)

    def text(self) -> str:
        return "\n".join(line.text().strip() for line in self._lines if line.text().strip())

    def put(self, text: str) -> None:
        """Each line of it into the next field that is empty."""
        free = [line for line in self._lines if not line.text().strip()]
        for line, words_ in zip(free, text.splitlines(), strict=False):
            line.setText(words_)

    def focus(self) -> None:
        self._lines[0].setFocus()


class _Scale(_Editor):
    def __init__(self, question: SetupQuestion) -> None:
        super().__init__()
        self.setAccessibleName(question.ask)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(question.low, question.high)
        self._slider.setPageStep(max(1, (question.high - question.low) // 10))
        self._slider.setSingleStep(max(1, (question.high - question.low) // 20))
        self._slider.setAccessibleName(question.ask)
        self._shown = QLabel()
        self._shown.setMinimumWidth(56)
        self._shown.setProperty("kind", "heading")
        self._slider.valueChanged.connect(self._show)
        self.put(question.example)
        self._show(self._slider.value())
        _fit(self, self._slider, self._shown)

    def _show(self, value: int) -> None:
        self._shown.setText(str(value))
        self._shown.setAccessibleName(str(value))

    def text(self) -> str:
        return str(self._slider.value())

    def put(self, text: str) -> None:
        if text.strip().isdigit():
            self._slider.setValue(int(text))

    def focus(self) -> None:
        self._slider.setFocus()


class _Choose(_Editor):
    def __init__(self, question: SetupQuestion, choices: dict[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(question.ask)
        self._group = QButtonGroup(self)
        self._values = list(choices)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for place, (value, text) in enumerate(choices.items()):
            one = QRadioButton(text)
            one.setAccessibleName(text)
            one.setAccessibleDescription(question.ask)
            one.setChecked(value == question.example)
            self._group.addButton(one, place)
            line = row(one, None)
            column.addLayout(line)

    def text(self) -> str:
        at = self._group.checkedId()
        return self._values[at] if at >= 0 else ""

    def put(self, text: str) -> None:
        if text in self._values:
            self._group.button(self._values.index(text)).setChecked(True)

    def focus(self) -> None:
        chosen = self._group.checkedButton() or self._group.button(0)
        chosen.setFocus()


def _editor(question: SetupQuestion) -> _Editor:
    told = words("choices")
    match question.kind:
        case "lines":
            return _Lines(question)
        case "scale":
            return _Scale(question)
        case "choice":
            return _Choose(question, {c: told.get(f"{question.key}_{c}", c) for c in question.choices})
        case "yesno":
            return _Choose(question, {"yes": told["yes"], "no": told["no"]})
    return _Text(question)


def _fit(into: QWidget, *parts: QWidget) -> None:
    line = QHBoxLayout(into)
    line.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        line.addWidget(part)
