"""Two attempts beside each other: what was counted, and what it comes to in words. No score."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from voicecoach.coaching.progress import Comparison, Side
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import button, card, empty, label, row, rule
from voicecoach.desktop.words import word, words


class ComparePage(Page):
    """A table of both attempts."""

    def __init__(self, back: Callable[[], object]) -> None:
        super().__init__(word("compare.title"))
        self._leave = back
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        self._back = button(word("compare.back"), back, "main")
        self.column.addWidget(label(word("compare.title"), "title"))
        self.column.addLayout(self._body)
        self.column.addLayout(row(self._back, None))
        self.column.addStretch()

    def first_focus(self) -> QWidget | None:
        return self._back

    def back(self) -> None:
        self._leave()

    def show_comparison(self, both: Comparison) -> None:
        """The first and the latest attempt."""
        empty(self._body)
        table = QGridLayout()
        table.setVerticalSpacing(10)
        table.setHorizontalSpacing(24)
        table.setColumnStretch(0, 1)
        for place, side in ((1, both.first), (2, both.second)):
            table.addWidget(_cell(word("compare.attempt", number=side.attempt), "name"), 0, place)
        for at, (name, first, second) in enumerate(_rows(both)):
            table.addWidget(rule(), 2 * at + 1, 0, 1, 3)
            table.addWidget(label(name), 2 * at + 2, 0)
            for place, text in ((1, first), (2, second)):
                told = _cell(text, "name")
                told.setAccessibleName(f"{name}: {text}")
                table.addWidget(told, 2 * at + 2, place)
        self._body.addWidget(card(table))
        if lines := list(_lines(both)):
            self._body.addWidget(card(*(label(line) for line in lines)))
        self._body.addWidget(label(word("compare.at_least"), "quiet"))


def _cell(text: str, kind: str) -> QWidget:
    made = label(text, kind)
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setMinimumWidth(90)
    return made


def _rows(both: Comparison) -> Iterator[tuple[str, str, str]]:
    for key, name in words("compare_row").items():
        first, second = _told(key, both.first), _told(key, both.second)
        if key != "feared" or both.fear:
            yield name, first, second


def _lines(both: Comparison) -> Iterator[str]:
    """What became of the lines on the user's list."""
    first, second = both.first, both.second
    groups = {
        "new": [line for line in second.said if line not in first.said],
        "gone": [line for line in first.said if line not in second.said],
        "open": [line for line in second.unsaid if line not in first.said],
    }
    for key, found in groups.items():
        if found:
            yield words("compare_lines")[key].format(lines="; ".join(f"“{line}”" for line in found))


def _told(key: str, side: Side) -> str:
    """One figure of one attempt, in words."""
    none = word("compare.none")
    match key:
        case "seconds":
            if side.ask_words is None:
                return word("compare.never")
            return none if side.ask_seconds is None else word("compare.s", seconds=round(side.ask_seconds))
        case "said":
            return word("compare.said", said=len(side.said), of=len(side.said) + len(side.unsaid))
        case "confidence":
            after = none if side.confidence_after is None else side.confidence_after
            return word("compare.confidence", before=side.confidence_before, after=after)
        case "feared":
            return words("happened").get(side.feared_happened or "", none)
    return str(getattr(side, key))
