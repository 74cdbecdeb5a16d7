"""Setup: one question a page, or all at once; typed or said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import Check, button, empty, label, name_it, row
from voicecoach.desktop.question import Question, Say
from voicecoach.desktop.words import word
from voicecoach.rehearsal.scenario import SetupQuestion

Answered = Callable[[Mapping[str, str], bool], None]
"""Gets the answers by question, and whether nothing is to be kept."""


class SetupPage(Page):
    """Asks a list of questions; whoever opens it says what becomes of the answers."""

    def __init__(self, *, leave: Callable[[], None], say: Say) -> None:
        super().__init__(word("setup.title"))
        self._leave, self._say = leave, say
        self._answered: Answered = lambda answers, private: None
        self.questions: list[Question] = []
        self.at = 0
        """Which question is shown, where they come one by one."""
        self._heading = label("", "title")
        self._about = label("", "quiet")
        self._count = label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setProperty("kind", "steps")
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(word("setup.count_name"))
        self._list = QVBoxLayout()
        self._list.setSpacing(34)
        self._wrong = label("", "notice")
        self._private = Check(word("setup.private"))
        self.all_at_once = Check(word("setup.all"))
        for box in (self._private, self.all_at_once):
            box.setAccessibleName(box.text())
        self.all_at_once.toggled.connect(lambda _on: self._show())
        self._back = button(word("setup.back"), self.back)
        self._next = button(word("setup.next"), self.next, "main")
        self._note = label("", "quiet")
        count = row(self._count, None, self.all_at_once)
        self.column.addWidget(self._heading)
        self.column.addWidget(self._about)
        self.column.addLayout(count)
        self.column.addWidget(self._bar)
        self.column.addSpacing(18)
        self.column.addLayout(self._list)
        for part in (self._note, self._wrong, self._private):
            self.column.addWidget(part)
        self.column.addSpacing(8)
        self.column.addLayout(row(self._next, self._back, None))
        self.column.addStretch()

    def ask(
        self,
        title: str,
        about: str,
        questions: Sequence[SetupQuestion],
        answered: Answered,
        known: Mapping[str, str] | None = None,
        note: str = "setup.example",
    ) -> None:
        """Start with these questions; `known` answers stand in them already. `note` names the words that tell
        what becomes of a question left empty."""
        empty(self._list)
        name_it(self._note, word(note))
        self._answered = answered
        self._heading.setText(title)
        self._about.setText(about)
        self.questions = [Question(question, self._say) for question in questions]
        for one in self.questions:
            self._list.addWidget(one)
            if known and known.get(one.question.key):
                one.take(known[one.question.key])
        self.at = 0
        self._bar.setRange(0, len(self.questions))
        self._private.setChecked(False)
        self._show()

    def first_focus(self) -> QWidget | None:
        if self.questions:
            self.questions[self.at].focus()
        return None

    def next(self) -> None:
        """The next question; after the last one, or where there is none to rehearse, the answers go on."""
        if self.all_at_once.isChecked() or self.at + 1 >= len(self.questions) or self._undecided():
            answers = {one.question.key: one.answer() for one in self.questions}
            self._answered(answers, self._private.isChecked())
            return
        self._turn_to(self.at + 1)

    def back(self) -> None:
        """The question before; from the first one, away."""
        if self.all_at_once.isChecked() or self.at == 0:
            self._leave()
        else:
            self._turn_to(self.at - 1)

    def wrong(self, text: str) -> None:
        """Say what cannot stand as it is, at the question that it is about."""
        key = text.partition(":")[0].rpartition(" ")[2]
        places = [n for n, one in enumerate(self.questions) if one.question.key == key]
        if places:
            self.at = places[0]
        self._show()
        name_it(self._wrong, text)
        self._wrong.setVisible(True)
        self.questions[self.at].focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def _undecided(self) -> bool:
        """Nobody is asked sixteen more questions about a conversation that is not decided on."""
        one = self.questions[self.at]
        return one.question.key == "decided" and one.answer() == "no"

    def _turn_to(self, at: int) -> None:
        self.at = at
        self._show()
        self.order_keyboard()
        self.questions[at].focus()

    def _show(self) -> None:
        every = self.all_at_once.isChecked()
        last = every or self.at + 1 == len(self.questions)
        for place, one in enumerate(self.questions):
            one.setVisible(every or place == self.at)
        self._about.setVisible(every or self.at == 0)
        self._wrong.setVisible(False)
        told = word("setup.count", at=self.at + 1, of=len(self.questions))
        name_it(self._count, word("setup.count_all", of=len(self.questions)) if every else told)
        self._bar.setVisible(not every)
        self._bar.setValue(self.at + 1)
        self._note.setVisible(every or (bool(self.questions) and self.questions[self.at].spoken))
        self._private.setVisible(last)
        name_it(self._next, word("setup.start" if last else "setup.next"))
