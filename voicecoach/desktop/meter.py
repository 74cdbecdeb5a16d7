"""The level of the microphone, drawn and in words; the state of the room, as a shape."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QWidget

from voicecoach.audio.levels import level_figure
from voicecoach.desktop.look import colours
from voicecoach.desktop.words import word
from voicecoach.rehearsal.events import State
from voicecoach.rehearsal.telling import level_word

QUIETEST = -60.0
"""dBFS at the left end."""

SIGN, SMALL = 84, 48
"""Pixels of the state's shape, and where there is little room."""

THICK = 12
"""Pixels of the level's bar."""


def colour(name: str) -> QColor:
    """A colour of the theme in force."""
    app = QApplication.instance()
    theme = app.property("theme") if app else None
    return QColor(colours(str(theme or "light"))[name])


class Meter(QWidget):
    """A bar with its peak; its value is told in words."""

    def __init__(self) -> None:
        super().__init__()
        self._dbfs = self._peak = QUIETEST
        self.setAccessibleName(word("level.name"))
        self.setFixedHeight(THICK)

    def show_level(self, dbfs: float) -> None:
        """A new reading."""
        self._dbfs = max(QUIETEST, min(0.0, dbfs))
        self._peak = max(self._dbfs, self._peak - 0.6)
        self.setAccessibleDescription(f"{level_figure(dbfs)} dBFS, {level_word(dbfs)}")
        self.update()

    def rest(self) -> None:
        """Nobody listens."""
        self._dbfs = self._peak = QUIETEST
        self.setAccessibleDescription("")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(320, THICK)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("line"), 1))
        painter.setBrush(colour("soft"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("accent"))
        share = (self._dbfs - QUIETEST) / -QUIETEST
        if share > 0.02:
            painter.drawRoundedRect(QRectF(box.x(), box.y(), box.width() * share, box.height()), 6, 6)
        if self._peak <= QUIETEST:
            painter.end()
            return
        painter.setBrush(colour("ink"))
        at = box.x() + box.width() * (self._peak - QUIETEST) / -QUIETEST
        painter.drawRect(QRectF(max(box.x() + 2, at - 3), box.y(), 2, box.height()))
        painter.end()


class StateSign(QWidget):
    """One shape a state, so that nothing is told by colour alone. It does not move."""

    def __init__(self) -> None:
        super().__init__()
        self.state = State.READY
        self.setFixedSize(SIGN, SIGN)
        self.setAccessibleName(word("room.state"))

    def compact(self, on: bool) -> None:
        """Smaller, where there is little room."""
        self.setFixedSize(*((SMALL, SMALL) if on else (SIGN, SIGN)))

    def show_state(self, state: State, text: str) -> None:
        """Another state."""
        self.state = state
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 72, self.height() / 72)
        pen = QPen(colour("accent"), 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        middle = QPointF(36, 36)
        match self.state:
            case State.LISTENING:
                painter.setBrush(colour("accent"))
                painter.drawEllipse(middle, 30, 30)
            case State.THINKING:
                painter.setBrush(colour("accent"))
                for x in (14, 36, 58):
                    painter.drawEllipse(QPointF(x, 36), 5, 5)
            case State.SPEAKING:
                for x, half in ((12, 8), (24, 20), (36, 28), (48, 20), (60, 8)):
                    painter.drawLine(QPointF(x, 36 - half), QPointF(x, 36 + half))
            case State.PAUSED:
                for x in (26, 46):
                    painter.drawLine(QPointF(x, 16), QPointF(x, 56))
            case State.READY:
                painter.drawEllipse(middle, 30, 30)
            case _:
                painter.drawPolygon(
                    QPolygonF([QPointF(12, 12), QPointF(60, 12), QPointF(60, 60), QPointF(12, 60)])
                )
        painter.end()
