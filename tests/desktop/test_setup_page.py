"""Setup: answers are typed or said, one a page or all at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import LONG
from voicecoach.desktop.question import Question
from voicecoach.desktop.setting_up import _write_own
from voicecoach.desktop.window import Window
from voicecoach.rehearsal import scenario
from voicecoach.rehearsal.scenario_new import new_questions, new_scenario


def question(window: Window, key: str) -> Question:
    return next(one for one in window.setting_up.page.questions if one.question.key == key)


def go_to(window: Window, key: str) -> Question:
    page = window.setting_up.page
    while page.questions[page.at].question.key != key:
        page.next()
    return question(window, key)


def test_an_answer_is_said_instead_of_typed(window: Window, qtbot: QtBot) -> None:
    window.setting_up.ask("raise")
    other = go_to(window, "other")
    qtbot.keyClick(other.say_button, Qt.Key.Key_Return)
    assert other.say_button.text() == "Done"
    qtbot.waitUntil(lambda: other.answer() != "", timeout=LONG)
    assert "thanks for seeing me" in other.answer().lower()
    assert other.say_button.text() == "Say it"


def test_saying_it_works_with_all_questions_at_once_too(window: Window, qtbot: QtBot) -> None:
    window.setting_up.ask("raise")
    window.setting_up.page.all_at_once.setChecked(True)
    must = question(window, "must_say")
    assert must.say_button.isVisible()
    qtbot.keyClick(must.say_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: must.answer() != "", timeout=LONG)


def test_what_is_chosen_from_a_list_has_nothing_to_say(window: Window) -> None:
    window.setting_up.ask("raise")
    assert not go_to(window, "push").say_button.isVisible()


def test_the_example_stands_in_grey_and_is_taken_where_nothing_is_typed(window: Window) -> None:
    window.setting_up.ask("raise")
    other = go_to(window, "other")
    line = other.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    assert line.placeholderText() == other.question.example
    assert other.answer() == ""


def test_how_hard_they_push_is_asked_in_plain_words(window: Window) -> None:
    window.setting_up.ask("raise")
    push = go_to(window, "push")
    assert push.answer() == "realistic"
    push.take("tough")
    assert push.answer() == "tough"


def test_a_second_scenario_of_the_same_title_overwrites_nothing(window: Window) -> None:
    text = new_scenario({one.key: one.example for one in new_questions()})
    first, second = _write_own(text, "mine"), _write_own(text, "mine")
    assert (first, second) == ("mine", "mine-2")
    assert {"mine", "mine-2"} <= set(scenario.names())


def test_who_has_not_decided_is_told_at_once_and_may_go_back_to_the_questions(
    window: Window, qtbot: QtBot
) -> None:
    page = window.setting_up.page
    window.setting_up.ask("raise")
    go_to(window, "decided").take("no")
    page.next()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.message, timeout=LONG)
    assert window.windowTitle() == "First the decision, then the rehearsal · voicecoach"
    back = window.message.findChildren(QPushButton)[-1]
    assert back.text() == "Back to the questions"
    back.click()
    assert window.pages.currentWidget() is page
    assert page.questions[page.at].question.key == "decided"
