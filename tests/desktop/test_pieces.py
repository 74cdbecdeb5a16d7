"""The small parts: the keyboard on one of them moves nothing, and a tick is no matter of colour."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from voicecoach import settings
from voicecoach.desktop.look import colours, dress
from voicecoach.desktop.pieces import LINK_HANG, Check, Combo, button
from voicecoach.desktop.window import Window


def shown(qtbot: QtBot, qapp: QApplication, *parts: QWidget) -> QWidget:
    """The parts, one below the other, in the window that has the keyboard."""
    dress(qapp, settings.load())
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    for part in parts:
        column.addWidget(part)
    page.show()
    page.activateWindow()
    return page


@pytest.mark.parametrize("kind", ["", "main", "link", "play"])
def test_a_button_is_no_larger_for_having_the_keyboard(
    kind: str, qtbot: QtBot, qapp: QApplication, own_home: object
) -> None:
    made = button("Settings", lambda: None, kind)
    _page = shown(qtbot, qapp, QLineEdit(), made)
    before = made.sizeHint()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    for text in ("", "Settings"):  # or it would tell the size that it remembers
        made.setText(text)
    assert made.sizeHint() == before


def test_a_field_is_no_larger_for_having_the_keyboard(
    qtbot: QtBot, qapp: QApplication, own_home: object
) -> None:
    line, combo = QLineEdit("95 thousand"), Combo()
    combo.addItem("The system's own choice")
    _page = shown(qtbot, qapp, button("Next", lambda: None), line, combo)
    for made in (line, combo):
        before = made.sizeHint()
        made.setFocus()
        qtbot.waitUntil(made.hasFocus)
        assert made.sizeHint() == before


def test_a_ticked_box_has_a_tick_in_it(qtbot: QtBot, qapp: QApplication, own_home: object) -> None:
    settings.save("look.theme", "dark")
    made = Check("Captions")
    _page = shown(qtbot, qapp, made)
    made.setChecked(True)
    picture = made.grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(26) for y in range(picture.height())}
    assert colours("dark")["on_accent"].lower() in seen


def test_the_words_of_a_link_begin_where_the_text_above_begins(window: Window) -> None:
    home = window.home
    title = next(one for one in home.findChildren(QLabel) if one.property("kind") == "title")
    link = next(one for one in home.findChildren(QPushButton) if one.property("kind") == "link")
    assert link.x() + LINK_HANG == title.x()
    assert link.x() >= 0, "its focus frame is cut off"
