"""Every control has a name, is reached by Tab, and shows that it has the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.desktop.test_whole_way import to_the_critique
from voicecoach import settings
from voicecoach.desktop.look import colours, sheet
from voicecoach.desktop.page import Page
from voicecoach.desktop.window import Window

CONTROLS = (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
)


def nameless(page: QWidget) -> list[str]:
    """Controls that a screen reader would have no word for."""
    found = [w for kind in CONTROLS for w in page.findChildren(kind) if not isinstance(w, QScrollBar)]
    own = [w for w in found if not (w.parent() and isinstance(w.parent(), QAbstractSpinBox))]
    assert own, "a page without controls"
    return [f"{type(w).__name__} {w.objectName()}" for w in own if not w.accessibleName()]


def test_no_control_of_any_page_is_without_a_name(window: Window, qtbot: QtBot) -> None:
    window.go_by_name("welcome")
    qtbot.wait(300)
    welcome = window.pages.currentWidget()
    assert welcome is not None
    assert nameless(welcome) == []
    window.go_by_name("settings")
    qtbot.wait(300)
    page = window.pages.currentWidget()
    assert page is not None
    assert nameless(page) == []
    window.setting_up.ask("raise")
    assert nameless(window.setting_up.page) == []
    window.go_home()
    to_the_critique(window, qtbot)
    for page in (window.home, window.room, window.looking_back.page, window.moments):
        assert nameless(page) == []


def test_tab_goes_through_the_choices_of_home(window: Window, qtbot: QtBot) -> None:
    window.go_home()
    qtbot.wait(50)
    names = set()
    for _ in range(12):
        focus = window.focusWidget()
        assert focus is not None
        names.add(focus.accessibleName())
        assert focus.accessibleName()
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {"Asking for a raise", "Something else", "Settings"} <= names


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    """4.5 to 1, the WCAG 2.2 AA contrast for text."""
    table = colours(theme)
    pairs = [("ink", "ground"), ("ink", "card"), ("quiet", "ground"), ("quiet", "card"), ("ink", "soft")]
    for text, ground in [*pairs, ("on_accent", "accent"), ("ink", "tint"), ("accent", "card")]:
        assert contrast(table[text], table[ground]) >= 4.5, (text, ground)
    for line in ("focus", "edge"):
        assert contrast(table[line], table["ground"]) >= 3


def test_a_focused_control_is_drawn_with_a_border_of_its_own() -> None:
    drawn = sheet("light", 10)
    for control in ("QPushButton", "QLineEdit", "QComboBox", "QRadioButton", "QCheckBox", "QSlider"):
        assert f"{control}:focus" in drawn


@pytest.mark.parametrize(("width", "height", "text_size"), [(640, 520, 1.0), (960, 780, 2.0)])
def test_at_twice_the_size_nothing_is_wider_than_the_window(
    window: Window, qtbot: QtBot, width: int, height: int, text_size: float
) -> None:
    """640 by 520 pixels: what a screen of 1280 by 1040 holds at 200 %. Or text alone is twice as large."""
    settings.save("look.text_size", text_size)
    window.redress()
    window.resize(width, height)
    pages = [window.home, window.room, window.setting_up.page, window.moments, window.looking_back.page]
    window.setting_up.ask("raise")
    window.setting_up.page.all_at_once.setChecked(True)
    for page in pages:
        window.go(page)
        qtbot.wait(50)
        assert too_wide(page) == []
    for name in ("settings", "welcome"):
        window.go_by_name(name)
        qtbot.wait(300)
        shown = window.pages.currentWidget()
        assert isinstance(shown, Page)
        assert too_wide(shown) == []


def too_wide(page: Page) -> list[str]:
    """Visible parts that reach beyond the right edge."""
    inside = page.widget()
    edge = page.viewport().width()
    assert inside is not None
    return [
        f"{type(part).__name__} {part.accessibleName()[:40]}"
        for part in inside.findChildren(QWidget)
        if part.isVisible() and part.mapTo(inside, part.rect().topRight()).x() > edge
    ]


def test_a_larger_text_size_makes_the_text_larger(window: Window) -> None:
    settings.save("look.text_size", 2.0)
    small = window.home.first_focus()
    assert small is not None
    before = small.font().pointSizeF()
    window.redress()
    assert small.font().pointSizeF() > 1.5 * before


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
