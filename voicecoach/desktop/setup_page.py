"""Setup: one question a page, or all at once; typed or said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from voicecoach.desktop.pieces import Page, button, empty, label, row
from voicecoach.desktop.question import Question
from voicecoach.desktop.words import word
from voicecoach.rehearsal.scenario import SetupQuestion

Answered = Callable[[Mapping[str, str], bool], None]
"""Gets the answers by question, and whether nothing is to be kept."""


class SetupPage(Page):
    """Asks a list of questions; whoever opens it says what becomes of the answers."""

    def __init__(self, *, leave: Callable[[], None], say: Callable[[Callable[[str], None]], None]) -> None:
        super().__init__(word("setup.title"))
        self._leave, self._say = leave, say
        self._answered: Answered = lambda answers, private: None
        self._questions: list[Question] = []
        self._at = 0
        self._heading = label("", "title")
        self._about = label("", "quiet")
        self._count = label("", "quiet")
        self._list = QVBoxLayout()
        self._list.setSpacing(30)
        self._wrong = label("", "notice")
        self._private = QCheckBox(word("setup.private"))
        self._private.setAccessibleName(word("setup.private"))
        self.all_at_once = QCheckBox(word("setup.all"))
        self.all_at_once.setAccessibleName(word("setup.all"))
        self.all_at_once.toggled.connect(lambda _on: self._show())
        self._back = button(word("setup.back"), self.back, "link")
        self._speak = button(word("setup.say"), self._say_it, about=word("setup.say_about"))
        self._next = button(word("setup.next"), self.next, "main")
        self._note = label(word("setup.example"), "quiet")
        for part in (self._heading, self._about, self._count):
            self.column.addWidget(part)
        self.column.addSpacing(8)
        self.column.addLayout(self._list)
        self.column.addWidget(self._note)
        self.column.addWidget(self._wrong)
        self.column.addWidget(self._private)
        self.column.addLayout(row(self._back, None, self._speak, self._next))
        self.column.addStretch()
        self.column.addLayout(row(None, self.all_at_once))

    def ask(
        self,
        title: str,
        about: str,
        questions: Sequence[SetupQuestion],
        answered: Answered,
        known: Mapping[str, str] | None = None,
    ) -> None:
        """Start with these questions; `known` answers stand in them already."""
        empty(self._list)
        self._answered = answered
        self._heading.setText(title)
        self._about.setText(about)
        self._questions = [Question(question) for question in questions]
        for one in self._questions:
            self._list.addWidget(one)
            if known and known.get(one.question.key):
                one.take(known[one.question.key])
        self._at = 0
        self._private.setChecked(False)
        self._show()

    def first_focus(self) -> QWidget | None:
        if self._questions:
            self._questions[self._at].focus()
        return None

    def next(self) -> None:
        """The next question; after the last one, the answers go on their way."""
        if self.all_at_once.isChecked() or self._at + 1 >= len(self._questions):
            answers = {one.question.key: one.answer() for one in self._questions}
            self._answered(answers, self._private.isChecked())
            return
        self._at += 1
        self._show()
        self._questions[self._at].focus()

    def back(self) -> None:
        """The question before; from the first one, away."""
        if self.all_at_once.isChecked() or self._at == 0:
            self._leave()
            return
        self._at -= 1
        self._show()
        self._questions[self._at].focus()

    def wrong(self, text: str) -> None:
        """Say what cannot stand as it is, at the question that it is about."""
        key = text.partition(":")[0].rpartition(" ")[2]
        places = [n for n, one in enumerate(self._questions) if one.question.key == key]
        if places:
            self._at = places[0]
        self._show()
        self._wrong.setText(text)
        self._wrong.setVisible(True)
        if places:
            self._questions[places[0]].focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        every = self.all_at_once.isChecked()
        last = every or self._at + 1 == len(self._questions)
        for place, one in enumerate(self._questions):
            one.setVisible(every or place == self._at)
        self._about.setVisible(every or self._at == 0)
        self._wrong.setVisible(False)
        self._count.setVisible(not every)
        self._count.setText(word("setup.count", at=self._at + 1, of=len(self._questions)))
        self._note.setVisible(every or self._current_spoken())
        self._private.setVisible(last)
        self._speak.setVisible(not every and self._current_spoken())
        self._next.setText(word("setup.start" if last else "setup.next"))
        self._next.setAccessibleName(self._next.text())

    def _current_spoken(self) -> bool:
        return bool(self._questions) and self._questions[self._at].spoken

    def _say_it(self) -> None:
        question = self._questions[self._at]
        self._speak.setEnabled(False)
        self._speak.setText(word("setup.saying"))

        def said(text: str) -> None:
            self._speak.setEnabled(True)
            self._speak.setText(word("setup.say"))
            if text:
                question.take(text)
            question.focus()

        self._say(said)
