"""Where the window cannot open, the reason and the next step are told before Qt is touched."""

from __future__ import annotations

import sys

import pytest

from voicecoach.catalog import check_window
from voicecoach.desktop import preflight

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="X11 libraries are Linux's")


@needs_linux
def test_missing_libraries_are_told_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(check_window, "missing_libraries", lambda _folder: ["libxcb-cursor.so.0"])
    told = preflight.cannot_open()
    assert told is not None
    assert "libxcb-cursor0" in told
    assert "terminal" in told


@needs_linux
def test_a_screen_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(check_window, "missing_libraries", lambda _folder: [])
    monkeypatch.setenv("DISPLAY", ":987")
    told = preflight.cannot_open()
    assert told is not None
    assert ":987" in told


def test_a_pyside_that_crashes_this_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11))
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(check_window, "missing_libraries", lambda _folder: [])
    monkeypatch.setattr(preflight, "_pyside", lambda: preflight.CRASHES)
    assert "6.12.0" in str(preflight.cannot_open())
