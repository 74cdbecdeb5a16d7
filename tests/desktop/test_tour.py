"""The pictures of every page: what is drawn, and that nothing of the user's is touched for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from voicecoach import settings
from voicecoach.desktop import tour
from voicecoach.desktop.tour import Route, Tour
from voicecoach.desktop.welcome import STEPS

STILL = {"home", *(f"welcome-{n}" for n in range(1, STEPS + 1))} | {
    f"setup{page}" for page in ("", "-must-say", "-push", "-all")
}
"""The pages that need no rehearsal."""


def test_each_page_is_drawn_as_a_screen_of_that_scale_shows_it(
    qtbot: QtBot, qapp: QApplication, own_home: Path, tmp_path: Path
) -> None:
    made = Tour(qapp, tmp_path, Route(("dark",), (2,)))
    qtbot.addWidget(made.window)
    made.before_the_talk()
    made.window.close()
    pictures = {file.stem: QImage(str(file)) for file in tmp_path.glob("*.png")}
    assert set(pictures) == {f"{page}-dark-200" for page in STILL}
    assert {(one.width(), one.height()) for one in pictures.values()} == {(1280, 1040)}
    corners = {one.pixelColor(0, 0).name() for one in pictures.values()}
    assert corners == {"#14181b"}


def test_example_data_and_settings_stay_out_of_the_users_own_home(
    qapp: QApplication, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.save("look.theme", "light")
    before, homes = os.environ["VOICECOACH_HOME"], []

    def go(one: Tour) -> None:
        settings.save("look.theme", "contrast")
        homes.append(os.environ["VOICECOACH_HOME"])
        one.window.close()

    monkeypatch.setattr(Tour, "go", go)
    assert tour.take_pictures(qapp, tmp_path / "pictures") == 0
    assert homes[0] != before
    assert not Path(homes[0]).exists()
    assert os.environ["VOICECOACH_HOME"] == before
    assert settings.load().text("look.theme") == "light"
