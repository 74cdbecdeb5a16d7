"""What both sides said, as text: yours to the right, theirs to the left, the newest in view."""

from __future__ import annotations

import html
from math import ceil

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from voicecoach.desktop.pieces import empty, label
from voicecoach.desktop.words import word
from voicecoach.types import Turn, Who

SHOWN = 40
"""Captions that stay on the page; the transcript has all."""

WIDEST = 0.84
"""Of the width: so that one sees at a glance whose words they are."""

NEAR = 8
"""Pixels from the end that still count as the end."""

PADDING = 42
"""Pixels that a bubble takes beside its words."""


class Captions(QScrollArea):
    """One bubble a turn; the line that is being said grows."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        inside.setAccessibleName(word("room.captions"))
        inside.setObjectName("page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(10)
        self._other = ""
        self._saying = ""
        self._size = 1.0
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(word("room.captions"))
        self.setMinimumHeight(110)
        self._at_end = True
        self.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._stay_at_the_end())
        self.verticalScrollBar().sliderMoved.connect(self._scrolled)
        self.verticalScrollBar().actionTriggered.connect(
            lambda _action: self._scrolled(self.verticalScrollBar().sliderPosition())
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def clear(self, other: str = "") -> None:
        """Begin anew, with this person."""
        empty(self._list)
        self._list.addStretch()
        self._other, self._saying = other, ""

    def name(self, other: str) -> None:
        """Who the other person is."""
        self._other = other

    def text_size(self, size: float) -> None:
        """1 is the size of all other text."""
        self._size = size
        for place in range(self._list.count()):
            if (bubble := self._at(place)) is not None:
                self._dress(bubble)
                self._fit(bubble)

    def saying(self, text: str) -> None:
        """The line under way has come this far."""
        self._saying = f"{self._saying} {text}".strip()
        last = self._at(self._list.count() - 1)
        if last is None or last.property("turn") is not None:
            last = self._bubble("they", None)
        self._write(last, self._other, self._saying)

    def add(self, turn: Turn) -> None:
        """A turn is over; it takes the place of the line under way."""
        self._saying = ""
        last = self._at(self._list.count() - 1)
        if turn.who is Who.PARTNER and last is not None and last.property("turn") is None:
            self._remove(last)
        yours = turn.who is Who.YOU
        who = word("room.you") if yours else self._other
        text = turn.text + (" …" if turn.cut_off else "")
        bubble = self._bubble("you" if yours else "they", turn.number)
        self._write(bubble, who, text)

    def drop_from(self, first: int) -> None:
        """Turns from this number on were taken back, and so is a line under way."""
        self._saying = ""
        for place in reversed(range(self._list.count())):
            bubble = self._at(place)
            number = bubble.property("turn") if bubble else 0
            if bubble and (number is None or int(number) >= first):
                self._remove(bubble)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        for place in range(self._list.count()):
            if (bubble := self._at(place)) is not None:
                self._fit(bubble)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.text_size(self._size)

    def _write(self, bubble: QLabel, who: str, text: str) -> None:
        bubble.setText(f"<b>{html.escape(who)}</b><br>{html.escape(text)}")
        bubble.setAccessibleName(f"{who}: {text}")
        self._fit(bubble)

    def _fit(self, bubble: QLabel) -> None:
        """As narrow as its words, as wide as it may be, and as high as they then are."""
        bubble.ensurePolished()
        words = QTextDocument()
        words.setDefaultFont(bubble.font())
        words.setHtml(bubble.text())
        widest = round(self.viewport().width() * WIDEST)
        width = min(widest, ceil(words.idealWidth()) + PADDING)
        bubble.setMinimumSize(0, 0)  # or it would stay as high as it was when it was narrow
        bubble.setFixedSize(width, bubble.heightForWidth(width))

    def _bubble(self, kind: str, number: int | None) -> QLabel:
        made = label("", kind)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setProperty("turn", number)
        self._dress(made)
        side = Qt.AlignmentFlag.AlignRight if kind == "you" else Qt.AlignmentFlag.AlignLeft
        self._list.addWidget(made, 0, side)
        while self._list.count() > SHOWN:
            if (oldest := self._at(1)) is not None:
                self._remove(oldest)
        self._at_end = True
        return made

    def _dress(self, bubble: QLabel) -> None:
        bubble.setStyleSheet(f"font-size: {self.font().pointSizeF() * self._size:.1f}pt")

    def _remove(self, bubble: QLabel) -> None:
        self._list.removeWidget(bubble)
        bubble.hide()
        bubble.deleteLater()

    def _stay_at_the_end(self) -> None:
        """The newest stays in view, unless the user has scrolled back to read."""
        if self._at_end:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self, to: int) -> None:
        self._at_end = to >= self.verticalScrollBar().maximum() - NEAR

    def _at(self, place: int) -> QLabel | None:
        item = self._list.itemAt(place)
        widget = item.widget() if item else None
        return widget if isinstance(widget, QLabel) else None
