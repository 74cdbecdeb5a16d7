"""A page with one message: an error with its next step, or who can help."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach.desktop.announce import announce
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import button, card, empty, label
from voicecoach.desktop.words import word
from voicecoach.rehearsal.scope_help import help_for, likely_country

Act = tuple[str, Callable[[], object]]


class MessagePage(Page):
    """Says something, and offers what can be done."""

    def __init__(self) -> None:
        super().__init__(word("app.name"))
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        self.column.addLayout(self._body)
        self.column.addStretch()
        self._first: QWidget | None = None
        self._leave: Callable[[], object] = lambda: None

    def first_focus(self) -> QWidget | None:
        return self._first

    def back(self) -> None:
        self._leave()

    def say(
        self,
        title: str,
        texts: Sequence[str],
        acts: Sequence[Act],
        leave: Callable[[], object] | None = None,
        help_lines: Sequence[str] = (),
    ) -> None:
        """The first act is the main one; Esc does the last, or what `leave` says.

        `help_lines` stand in a card, the first of them large.
        """
        self.title = title
        self.setAccessibleName(title)
        empty(self._body)
        self._body.addWidget(label(title, "title"))
        for text in texts:
            self._body.addWidget(label(text))
        if help_lines:
            first, *others = help_lines
            self._body.addWidget(card(label(first, "heading"), *(label(line) for line in others)))
        made = [button(text, do, "" if n else "main") for n, (text, do) in enumerate(acts)]
        self._body.addSpacing(8)
        self._body.addLayout(Flow(*made))
        self._first = made[0] if made else None
        self._leave = leave or acts[-1][1]
        announce(self, " ".join((title, *texts, *help_lines)))


def who_can_help() -> list[str]:
    """Who can help, by what this machine thinks is the user's country: the emergency number first."""
    found = help_for(likely_country())
    lines = [word("help.emergency", number=found.emergency_number)]
    lines += [
        word("help.line", name=line.name, good_for=line.good_for, contact=line.contact)
        for line in found.lines
    ]
    return [*lines, word("help.checked", caution=found.caution, when=f"{found.last_verified:%B %Y}")]
