"""Two attempts beside each other, as a table with a name on every figure."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from voicecoach.coaching.progress import Comparison, Side
from voicecoach.desktop.compare_page import ComparePage

FIRST = Side(
    attempt=1,
    apologies=3,
    hedges=4,
    ground_given=1,
    held=1,
    ask_seconds=32.4,
    ask_words=50,
    said=("95 thousand",),
    unsaid=("I run the Tulsa account",),
    outcome="deferred",
    confidence_before=4,
    confidence_after=None,
    feared_happened="yes",
)
SECOND = Side(2, 0, 1, 0, 3, None, None, (), (), "agreed", 4, 7, None)


def shown(qtbot: QtBot, both: Comparison) -> list[str]:
    page = ComparePage(print)
    qtbot.addWidget(page)
    page.show_comparison(both)
    return [label.accessibleName() for label in page.findChildren(QLabel)]


def test_every_figure_of_both_is_named(qtbot: QtBot) -> None:
    names = shown(qtbot, Comparison(FIRST, SECOND, "that they laugh"))
    for name in (
        "Apologies where there was no fault: 3",
        "Apologies where there was no fault: 0",
        "Until the ask: 32 s",
        "Until the ask: never",
        "Lines from your list that were said: 1 of 2",
        "Confidence before → after: 4 → –",
        "Confidence before → after: 4 → 7",
        "Did what you feared happen?: Yes",
    ):
        assert name in names


def test_where_nothing_was_feared_it_is_not_asked(qtbot: QtBot) -> None:
    assert not any("feared" in name for name in shown(qtbot, Comparison(FIRST, SECOND, "")))
