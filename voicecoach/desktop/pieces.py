"""The small parts that every page is made of: named, focusable, and drawn in one way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from voicecoach.desktop.meter import colour

TICK = ((0.24, 0.52), (0.43, 0.7), (0.77, 0.31))
"""Where the tick of a box turns, as parts of its sides."""

LINK_HANG = 11
"""Pixels that a link has around its words (padding and border in `look.toml`): it hangs out by them."""


def label(text: str = "", kind: str = "", *, name: str = "") -> QLabel:
    """Text that wraps; `kind` as in `look.toml`."""
    made = QLabel(text)
    made.setProperty("kind", kind)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setAccessibleName(name or text)
    return made


class Button(QPushButton):
    """A button that Enter presses as well as Space."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, do: Callable[[], object], kind: str = "", *, name: str = "", about: str = "") -> Button:
    """A named button."""
    made = Button(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setAccessibleDescription(about)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked: do())
    return made


class Choice(Button):
    """A large choice: a title with a few words below it."""

    def __init__(self, title: str, about: str, do: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "choice")
        self.setAccessibleName(title)
        self.setAccessibleDescription(about)
        self.clicked.connect(lambda _checked: do())
        inside = QVBoxLayout(self)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(6)
        for part in (label(title, "heading"), label(about, "quiet")):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(part)
        inside.addStretch()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        inside = self.layout()
        return inside.totalHeightForWidth(width) if inside else 0

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, self.heightForWidth(max(300, self.width())))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(200, self.heightForWidth(max(200, self.width())))


class Combo(QComboBox):
    """A list to choose from, with an arrow that shows in every theme."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        painter = QPainter(self)
        place = self.rect().adjusted(0, 0, -14, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "▾")
        painter.end()


class Check(QCheckBox):
    """A box to tick, with a tick that is no matter of colour."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = QRectF(self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("on_accent"), box.width() / 8))
        at = [box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in TICK]
        painter.drawPolyline(QPolygonF(at))
        painter.end()


def card(*parts: QWidget | QLayout) -> QFrame:
    """A framed group."""
    made = QFrame()
    made.setProperty("kind", "card")
    inside = QVBoxLayout(made)
    inside.setContentsMargins(22, 18, 22, 18)
    inside.setSpacing(12)
    fill(inside, *parts)
    return made


def row(*parts: QWidget | QLayout | None) -> QHBoxLayout:
    """Side by side; None is room that stretches."""
    made = QHBoxLayout()
    made.setSpacing(10)
    fill(made, *parts)
    return made


def rule() -> QFrame:
    """A thin line between two subjects."""
    made = QFrame()
    made.setProperty("kind", "line")
    return made


def mark(widget: QWidget, now: bool) -> None:
    """Draw it as what is going on just now, or no longer."""
    if widget.property("now") != ("true" if now else "false"):
        widget.setProperty("now", "true" if now else "false")
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def name_it(widget: QWidget, text: str) -> None:
    """Show a text, and tell it to a screen reader as the name."""
    if isinstance(widget, QLabel | QPushButton):
        widget.setText(text)
    widget.setAccessibleName(text)


def fill(into: QBoxLayout, *parts: QWidget | QLayout | None) -> None:
    """Put parts into a layout; None is room that stretches."""
    for part in parts:
        if part is None:
            into.addStretch()
        elif isinstance(part, QWidget):
            into.addWidget(part)
        else:
            into.addLayout(part)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while item := layout.takeAt(0):
        if inner := item.layout():
            empty(inner)
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
