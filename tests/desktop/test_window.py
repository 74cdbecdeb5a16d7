"""The window remembers its place, and its keys for the size of text work everywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import dressed, recorded
from voicecoach import settings
from voicecoach.desktop.window import Window


def test_its_size_is_kept(window: Window, qtbot: QtBot) -> None:
    window.resize(611, 555)
    window.close()
    again = dressed(qtbot, recorded(1))
    assert (again.width(), again.height()) == (611, 555)
    again.close()


def test_ctrl_plus_minus_and_zero_change_the_size_of_text(window: Window, qtbot: QtBot) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_Plus, control)
    assert settings.load().number("look.text_size") == 1.1
    qtbot.keyClick(window, Qt.Key.Key_0, control)
    assert settings.load().number("look.text_size") == 1.0
    qtbot.keyClick(window, Qt.Key.Key_Minus, control)
    assert settings.load().number("look.text_size") == 0.9


def test_what_the_coach_stopped_is_not_taken_up_without_asking(window: Window, qtbot: QtBot) -> None:
    window.show_who_can_help("emergency")
    shown = window.message
    assert window.pages.currentWidget() is shown
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.home
