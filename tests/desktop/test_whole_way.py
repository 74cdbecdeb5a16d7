"""From home to the critique and beyond, as a user goes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import LONG
from voicecoach.desktop.window import Window
from voicecoach.errors import DeviceError
from voicecoach.rehearsal import store


def through_setup(window: Window, qtbot: QtBot) -> None:
    """Enter on the first scenario, Enter on every question: the examples are taken."""
    choice = window.home.first_focus()
    assert choice is not None
    qtbot.keyClick(choice, Qt.Key.Key_Return)
    while window.pages.currentWidget() is window.setting_up.page:
        at = window.setting_up.page.at
        qtbot.keyClick(window.setting_up.page, Qt.Key.Key_Return)
        if at == window.setting_up.page.at:
            break


def to_the_critique(window: Window, qtbot: QtBot) -> None:
    through_setup(window, qtbot)
    qtbot.waitUntil(lambda: window.looking_back.critique is not None, timeout=LONG)


def test_a_rehearsal_is_started_played_and_critiqued_with_enter_alone(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    assert window.pages.currentWidget() is window.looking_back.page
    assert window.looking_back.critique is not None
    assert any(f.label.value == "apology" for f in window.looking_back.critique.findings)
    kept = store.list_all()
    assert len(kept) == 1
    assert kept[0].story.ended
    assert sum(turn.who.value == "you" for turn in kept[0].story.turns) == 2


def test_done_writes_the_report_and_shows_the_rehearsal_at_home(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    qtbot.keyClick(window.looking_back.page.speak_button, Qt.Key.Key_Return)
    window.looking_back.done()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.home, timeout=LONG)
    kept = store.list_all()[0]
    assert kept.story.critiqued
    assert (kept.folder / "report.html").is_file()
    names = [button.accessibleName() for button in window.home.findChildren(QPushButton)]
    assert any(name.startswith("Look back: Dana") for name in names)


def test_a_struck_finding_leaves_the_page_and_stays_struck(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    before = window.looking_back.critique
    assert before is not None
    key = next(point.finding for point in before.points if point.finding)
    window.looking_back.strike(key)
    qtbot.waitUntil(lambda: window.looking_back.critique is not before, timeout=LONG)
    assert window.looking_back.critique is not None
    assert key not in [point.finding for point in window.looking_back.critique.points]
    assert store.list_all()[0].story.struck == {key}


def test_a_corrected_line_counts_as_corrected(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    before = window.looking_back.critique
    window.looking_back.corrected({1: "I am asking for ninety five thousand."})
    qtbot.waitUntil(lambda: window.looking_back.critique is not before, timeout=LONG)
    turn = store.list_all()[0].story.turns[1]
    assert (turn.text, turn.corrected) == ("I am asking for ninety five thousand.", True)


def test_a_second_attempt_has_the_answers_in_place_and_counts_as_the_second(
    window: Window, qtbot: QtBot
) -> None:
    to_the_critique(window, qtbot)
    window.looking_back.second()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.setting_up.page, timeout=LONG)
    window.setting_up.page.all_at_once.setChecked(True)
    window.setting_up.page.next()
    qtbot.waitUntil(lambda: window.looking_back.critique is not None, timeout=LONG)
    assert sorted(kept.story.attempt for kept in store.list_all()) == [1, 2]


def test_closing_in_the_middle_keeps_what_was_said(window: Window, qtbot: QtBot) -> None:
    through_setup(window, qtbot)
    qtbot.waitUntil(lambda: bool(window.room.turns), timeout=LONG)
    window.close()
    kept = store.list_all()
    assert len(kept) == 1
    assert kept[0].story.turns


def test_an_undecided_talk_is_not_started(window: Window, qtbot: QtBot) -> None:
    window.setting_up.ask("raise")
    window.setting_up.page.all_at_once.setChecked(True)
    window.setting_up.page.questions[0].take("no")
    window.setting_up.page.next()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.message, timeout=LONG)
    assert store.list_all() == []


def test_leaving_before_the_talk_has_begun_leads_home(window: Window, qtbot: QtBot) -> None:
    through_setup(window, qtbot)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.room, timeout=LONG)
    window.leave_room()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.home, timeout=LONG)
    assert window.stage is None


def test_without_a_loudspeaker_the_critique_can_still_be_read(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    stage = window.stage
    assert stage is not None

    def broken(*_: object) -> None:
        raise DeviceError("There is no loudspeaker.", "Plug one in.")

    stage.hush()
    stage._speak = broken  # type: ignore[method-assign]
    window.looking_back.speak()
    qtbot.waitUntil(lambda: "no loudspeaker" in window.looking_back.page._told.text(), timeout=LONG)
    assert window.pages.currentWidget() is window.looking_back.page
    assert window.looking_back.critique is not None


def test_a_moment_is_said_again_from_before_it(window: Window, qtbot: QtBot) -> None:
    to_the_critique(window, qtbot)
    window.looking_back.again(3)
    assert window.pages.currentWidget() is window.room
    qtbot.waitUntil(lambda: window.looking_back.critique is not None, timeout=LONG)
    story = store.list_all()[0].story
    assert len(story.turns) == 3
    assert any(turn.number == 3 for turn in story.taken_back)
