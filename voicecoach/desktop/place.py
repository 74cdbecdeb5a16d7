"""Where on the screen the window was, and how large."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

from voicecoach.paths import data_dir


def restore(window: QWidget) -> None:
    """Put it where it was, if it was somewhere."""
    geometry = _kept().value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)


def save(window: QWidget) -> None:
    """Remember where it is."""
    kept = _kept()
    kept.setValue("geometry", window.saveGeometry())
    kept.sync()


def _kept() -> QSettings:
    return QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)
