"""Mending misheard lines before they count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import button, empty, label, row
from voicecoach.desktop.words import word
from voicecoach.desktop.wrapped_line import WrappedLine
from voicecoach.rehearsal.story import Story
from voicecoach.types import Who


class CorrectPage(Page):
    """One field for each of the user's turns, with the other's lines between them."""

    def __init__(self, done: Callable[[dict[int, str]], None]) -> None:
        super().__init__(word("correct.title"))
        self._done = done
        self._lines: dict[int, tuple[str, WrappedLine]] = {}
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        self._go = button(word("correct.done"), self._finish, "main")
        self.column.addWidget(label(word("correct.title"), "title"))
        self.column.addWidget(label(word("correct.about"), "quiet"))
        self.column.addLayout(self._body)
        self.column.addLayout(row(None, self._go))
        self.column.addStretch()

    def show_story(self, story: Story, other: str) -> None:
        """The lines as they stand."""
        empty(self._body)
        self._lines = {}
        for turn in story.turns:
            if turn.who is not Who.YOU:
                self._body.addSpacing(8)
                self._body.addWidget(label(f"{other}: {turn.text}", "quiet"))
                continue
            line = WrappedLine(turn.text)
            line.setAccessibleName(word("correct.line", number=turn.number))
            self._lines[turn.number] = (turn.text, line)
            self._body.addWidget(line)

    def first_focus(self) -> QWidget | None:
        return next((line for _, line in self._lines.values()), self._go)

    def back(self) -> None:
        self._finish()

    def _finish(self) -> None:
        changed = {
            number: line.text().strip()
            for number, (before, line) in self._lines.items()
            if line.text().strip() and line.text().strip() != before
        }
        self._done(changed)
