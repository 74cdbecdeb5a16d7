"""The window: its place, its keys for the size of text, and what it says where a talk is not for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import LONG, dressed, recorded
from voicecoach import settings
from voicecoach.desktop.window import Window
from voicecoach.rehearsal import exchange, store
from voicecoach.rehearsal.demo import demo_brief
from voicecoach.rehearsal.scope_help import spoken_help
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.types import Heard


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


def test_it_opens_no_larger_than_the_screen(window: Window) -> None:
    """Or the room's keys would stand below its edge."""
    room = window.screen().availableSize()
    assert (room.width(), room.height()) < (960, 820), "this screen would show nothing"
    assert window.width() <= room.width()
    assert window.height() < room.height()


def test_what_the_coach_stopped_is_not_taken_up_without_asking(window: Window, qtbot: QtBot) -> None:
    window.show_who_can_help("emergency")
    shown = window.message
    assert window.pages.currentWidget() is shown
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.pages.currentWidget() is window.home


def test_a_threat_of_the_partners_is_said_to_be_theirs_and_not_yours(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "may_be_heard", lambda line: False)
    window.begin(Plan(demo_brief(), seed=1))
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.message, timeout=LONG)
    told = [one.text() for one in window.message.findChildren(QLabel)]
    assert told[0] == "That line was out of place"
    assert spoken_help("partner") in told
    assert spoken_help("refer") not in told
    offered = [one.text() for one in window.message.findChildren(QPushButton)]
    assert "Delete what was said, now" in offered


def buttons(window: Window) -> list[str]:
    return [one.text() for one in window.message.findChildren(QPushButton)]


def test_where_no_talk_has_begun_nothing_is_said_of_a_scene_or_of_what_was_said(window: Window) -> None:
    window.show_help_before("refer")
    told = " ".join(one.text() for one in window.message.findChildren(QLabel))
    assert "Nothing of what you said or typed was saved." in told
    assert "scene" not in told
    assert buttons(window) == ["Back to the beginning", "Back to the questions"]


def test_answers_that_were_not_played_stand_as_they_were_typed(window: Window) -> None:
    """Whoever was misread need not type sixteen of them again."""
    window.setting_up.ask("raise")
    window.setting_up.page.questions[2].take("Tom, who owns the garage")
    window.show_help_before("refer")
    back = next(one for one in window.message.findChildren(QPushButton) if "questions" in one.text())
    back.click()
    assert window.pages.currentWidget() is window.setting_up.page
    assert window.setting_up.page.questions[2].answer() == "Tom, who owns the garage"


def test_what_was_stopped_is_opened_with_who_can_help_and_can_be_deleted(
    window: Window, qtbot: QtBot
) -> None:
    with Sitting.begin(Plan(demo_brief(), seed=1), settings.load()) as sitting:
        sitting.talk.add_yours(Heard("Words of mine."), start_s=0, end_s=1, audio=None)
        sitting.journal.append("stopped", label="refer")
    window.go_home()
    opens = next(one for one in window.home.findChildren(QPushButton) if one.text() == "Open")
    opens.click()
    told = " ".join(one.text() for one in window.message.findChildren(QLabel))
    assert "This one was stopped" in told
    assert "In danger now" in told
    assert buttons(window)[0] == "Back to the beginning"
    delete = next(one for one in window.message.findChildren(QPushButton) if "Delete" in one.text())
    delete.click()
    qtbot.waitUntil(lambda: not store.list_all(), timeout=LONG)
    qtbot.waitUntil(lambda: buttons(window) == ["Back to the beginning"], timeout=LONG)
