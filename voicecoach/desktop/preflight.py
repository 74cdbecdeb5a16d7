"""Can the window open? Asked before Qt is imported, since Qt ends the process where it cannot."""

from __future__ import annotations

import ctypes
import os
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from voicecoach.catalog.check_window import checks
from voicecoach.catalog.checks import State
from voicecoach.desktop.words import word

CRASHES = "6.12.0"
"""A PySide6 that takes None and True for immortal, as they are from Python 3.12 on: it ends older ones."""


def cannot_open() -> str | None:
    """Why the window cannot open here, with what to do about it; None where it can."""
    if os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return None
    faults = [check for check in checks() if check.state is State.FAIL]
    if faults:
        return "\n".join((f"{faults[0].says}.", faults[0].fix, word("app.terminal")))
    if sys.version_info < (3, 12) and _pyside() == CRASHES:
        return word("app.crashes", version=CRASHES)
    if sys.platform.startswith("linux") and not _screen_answers():
        return word("app.no_screen", display=os.environ.get("DISPLAY", ""))
    return None


def _pyside() -> str:
    try:
        return version("PySide6_Essentials")
    except PackageNotFoundError:
        return ""


def _screen_answers() -> bool:
    """Does the X server of DISPLAY, or the Wayland one, take a connection?"""
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and (Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland).exists():
        return True
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers
