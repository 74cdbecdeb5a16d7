"""Who spoke when, with the findings on it: the report's layout, drawn in the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from voicecoach.desktop.meter import colour
from voicecoach.report.timeline import Timeline


class TimelinePicture(QWidget):
    """Draws a timeline; what it shows is told in its description."""

    def __init__(self, timeline: Timeline, name: str) -> None:
        super().__init__()
        self._timeline = timeline
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(mark.title for mark in timeline.marks))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(round(timeline.height * 0.8) + 10)

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(600, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, down = self.width() / self._timeline.width, 0.8
        ink, quiet = QPen(colour("ink")), QPen(colour("quiet"))
        for bar in self._timeline.bars:
            yours = bar.who == "you"
            painter.setPen(QPen(colour("accent" if yours else "edge"), 1))
            painter.setBrush(colour("accent" if yours else "soft"))
            place = QRectF(bar.x * across, bar.y * down, bar.width * across, bar.height * down)
            painter.drawRoundedRect(place, 3, 3)
        painter.setPen(quiet)
        middle = Qt.AlignmentFlag.AlignCenter
        for x, text in self._timeline.ticks:
            place = QRectF(x * across - 30, (self._timeline.height - 20) * down, 60, 22)
            painter.drawText(place, middle, text)
        painter.setPen(ink)
        for y, text in self._timeline.lanes:
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, (y - 5) * down - 12, 66 * across, 24), left, text)
        for mark in self._timeline.marks:
            painter.drawText(QRectF(mark.x * across - 12, mark.y * down - 20, 24, 24), middle, mark.sign)
        painter.end()
