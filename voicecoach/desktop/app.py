"""The window as a program: one at a time, dressed as the settings say."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from voicecoach.desktop.words import word
from voicecoach.paths import data_dir, package_data, private_dir

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def run() -> int:
    """Show the window until it is closed. Gives the exit code. Whoever calls has asked `cannot_open`."""
    from PySide6.QtWidgets import QMessageBox

    from voicecoach import settings
    from voicecoach.desktop.look import dress
    from voicecoach.desktop.window import Window

    app = _application()
    now = settings.load()
    dress(app, now)
    lock = FileLock(private_dir(data_dir()) / ".window.lock", mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print(word("app.open_already"), file=sys.stderr)  # noqa: T201 (there is no window to say it in)
        box = QMessageBox(QMessageBox.Icon.Information, word("app.name"), word("app.open_already"))
        box.exec()
        return 1
    window = Window()
    app.styleHints().colorSchemeChanged.connect(lambda _: window.redress())
    window.start()
    try:
        return int(app.exec())
    finally:
        lock.release()


def tour(folder: Path) -> int:
    """A picture of every page, from example data."""
    from voicecoach.desktop.tour import take_pictures

    return take_pictures(_application(), folder)


def _application() -> QApplication:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    there = QApplication.instance()
    app = there if isinstance(there, QApplication) else QApplication(["voicecoach"])
    app.setApplicationName(word("app.name"))
    app.setDesktopFileName("voicecoach")
    app.setWindowIcon(QIcon(str(package_data("data") / "voicecoach.svg")))
    return app
