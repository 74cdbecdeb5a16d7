"""A page of the window: a column of readable width that scrolls, with the keyboard in the eye's order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

COLUMN = 780
"""Pixels: text wider than this is hard to read."""

LETTERS = 95
"""What that width holds: it grows with the size of the text."""

EDGE = 12
"""Pixels on either side of the text for what hangs out of the column."""


def in_order(layout: QLayout) -> Iterator[QWidget]:
    """Every widget of a layout and of what is in it, from first to last."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = item.widget() if item else None, item.layout() if item else None
        if isinstance(widget, QScrollArea):
            widget = widget.widget()
        if widget:
            yield widget
            inner = widget.layout()
        if inner:
            yield from in_order(inner)


class Page(QScrollArea):
    """A page that scrolls, with its content in a column of readable width."""

    title = ""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(title)
        middle = QWidget()
        middle.setObjectName("page")
        middle.setAccessibleName(title)
        across = QHBoxLayout(middle)
        self._across = across
        self.margins(False)
        column = QWidget()
        column.setMaximumWidth(COLUMN + 2 * EDGE)
        column.setAccessibleName(title)
        self._middle = column
        self.column = QVBoxLayout(column)
        self.column.setContentsMargins(EDGE, 0, EDGE, 0)
        self.column.setSpacing(16)
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        self.setWidget(middle)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        text = max(COLUMN, self.fontMetrics().averageCharWidth() * LETTERS)
        self._middle.setMaximumWidth(text + 2 * EDGE)

    def margins(self, small: bool) -> None:
        """Room around the column."""
        wide, high = (22, 12) if small else (28, 28)
        self._across.setContentsMargins(wide - EDGE, high, wide - EDGE, high)

    def order_keyboard(self) -> None:
        """Tab goes as the eye does, also through parts that came later."""
        parts = [w for w in in_order(self.column) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise(parts):
            QWidget.setTabOrder(before, after)

    def first_focus(self) -> QWidget | None:
        """Where the keyboard is when the page opens."""
        return None

    def back(self) -> None:
        """What Esc does."""
