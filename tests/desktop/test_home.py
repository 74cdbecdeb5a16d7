"""Home: conversations with their attempts, and how each went."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from voicecoach.desktop.home import Home
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.story import Story
from voicecoach.report.files import JSON


def kept(folder: Path, name: str, started: float, first: str | None = None, **counts: int) -> Kept:
    place = folder / name
    place.mkdir()
    made = {"counts": counts, "headline": {"seconds": 41.4}}
    (place / JSON).write_text(json.dumps(made))
    story = Story(
        example_brief("raise"),
        attempt=2 if first else 1,
        attempt_of=first,
        started=started,
        notes={"confidence_after": 6},
        ended=True,
        critiqued=True,
    )
    return Kept(name, place, story)


def texts(home: Home) -> list[str]:
    return [label.text() for label in home.findChildren(QLabel)]


def test_attempts_on_one_conversation_stand_together_with_how_they_moved(
    qtbot: QtBot, tmp_path: Path
) -> None:
    home = Home(start=print, own=print, open_kept=print, go=print)
    qtbot.addWidget(home)
    home.show_kept(
        [
            kept(tmp_path, "one", 1000.0, apology=3, hedge=1),
            kept(tmp_path, "two", 3000.0, first="one", apology=1),
            kept(tmp_path, "other", 2000.0),
        ]
    )
    shown = texts(home)
    titles = [text for text in shown if text.startswith("Dana, my manager")]
    assert len(titles) == 2
    told = [text for text in shown if "asked after 41\u00a0s" in text]
    assert told[0].startswith("3 apologies · 1 thing softened · gave no ground")
    assert told[1].startswith("1 apology · nothing softened")
    assert "confidence 4 before, 6 after" in told[0]


def test_what_cannot_be_read_is_left_out_and_breaks_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    home = Home(start=print, own=print, open_kept=print, go=print)
    qtbot.addWidget(home)
    one = kept(tmp_path, "one", 1000.0)
    (one.folder / JSON).write_text("{")
    home.show_kept([one])
    assert not any("apolog" in text for text in texts(home))
