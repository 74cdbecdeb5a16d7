"""The settings' page shows the whole table, and what is changed is saved."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from tests.desktop.conftest import LONG
from voicecoach import settings
from voicecoach.desktop.settings_page import SettingsPage
from voicecoach.desktop.welcome import STEPS, Welcome
from voicecoach.desktop.window import Window


def page_of(window: Window) -> SettingsPage:
    window.go_by_name("settings")
    page = window.pages.currentWidget()
    assert isinstance(page, SettingsPage)
    return page


def test_every_setting_of_the_table_is_on_the_page(window: Window) -> None:
    names = {widget.accessibleName() for widget in page_of(window).findChildren(QWidget)}
    assert {one.label for one in settings.table().values()} <= names


def test_a_switch_and_a_choice_are_saved_as_they_are_changed(window: Window) -> None:
    page = page_of(window)
    switch = next(b for b in page.findChildren(QCheckBox) if b.accessibleName() == "Captions")
    switch.click()
    assert settings.load().on("look.captions") is False
    choice = next(
        b
        for b in page.findChildren(QComboBox)
        if b.accessibleName() == settings.setting("talk.patience").label
    )
    choice.setCurrentIndex(choice.findData("patient"))
    choice.activated.emit(choice.currentIndex())
    assert settings.load().text("talk.patience") == "patient"


def test_the_welcome_can_be_left_and_run_again_without_losing_a_setting(window: Window, qtbot: QtBot) -> None:
    settings.save("audio.microphone", "My microphone, ALSA")
    for _ in range(2):
        window.go_by_name("welcome")
        welcome = window.pages.currentWidget()
        assert isinstance(welcome, Welcome)
        for _ in range(4):
            welcome.next()
        welcome.back()
    assert settings.load().text("audio.microphone") == "My microphone, ALSA"


def test_enter_leads_from_every_step_of_the_welcome_to_the_next(window: Window, qtbot: QtBot) -> None:
    window.go_by_name("welcome")
    welcome = window.pages.currentWidget()
    assert isinstance(welcome, Welcome)
    for step in range(1, STEPS):
        qtbot.waitUntil(lambda step=step: welcome._count.text() == f"Step {step} of {STEPS}", timeout=LONG)
        window.activateWindow()
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Return)
    assert welcome._count.text() == f"Step {STEPS} of {STEPS}"
