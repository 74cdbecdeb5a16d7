"""Which moment to go back to: the user's own lines as a list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import label
from voicecoach.desktop.words import word
from voicecoach.types import Turn, Who


class MomentsPage(Page):
    """Enter goes back to before the chosen line; Esc leaves all as it is."""

    def __init__(self, chosen: Callable[[int | None], None]) -> None:
        super().__init__(word("room.rewind_title"))
        self._chosen = chosen
        self.list = _Lines()
        self.list.setAccessibleName(word("room.rewind_title"))
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._take)
        self.column.addWidget(label(word("room.rewind_title"), "title"))
        self.column.addWidget(label(word("room.rewind_about"), "quiet"))
        self.column.addWidget(self.list, 1)

    def show_turns(self, turns: list[Turn]) -> None:
        """The user's lines; the last one is chosen."""
        self.list.clear()
        for turn in turns:
            if turn.who is Who.YOU:
                item = QListWidgetItem(turn.text)
                item.setData(Qt.ItemDataRole.UserRole, turn.number)
                self.list.addItem(item)
        self.list.setCurrentRow(self.list.count() - 1)

    def first_focus(self) -> QWidget | None:
        return self.list

    def back(self) -> None:
        self._chosen(None)

    def _take(self, item: QListWidgetItem) -> None:
        """Once this key has gone its way: in the room it would mean something else."""
        turn = int(item.data(Qt.ItemDataRole.UserRole))
        QTimer.singleShot(0, lambda: self._chosen(turn))


class _Lines(QListWidget):
    """Enter takes the line, on every system, and once. The chosen line stays in view."""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        QTimer.singleShot(0, self, lambda: self.scrollToItem(self.currentItem()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item:
            event.accept()
            self.itemActivated.emit(item)
        else:
            super().keyPressEvent(event)
