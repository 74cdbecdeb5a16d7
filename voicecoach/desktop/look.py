"""How the window is coloured: light, dark or high contrast, and how large its text is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_SMALLEST_PT = 6.0


@cache
def _file() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("look.toml").read_text(encoding="utf-8"))


def colours(theme: str) -> Mapping[str, str]:
    """The colours of "light", "dark" or "contrast", by what they are for."""
    return _file()[theme]


def dress(app: QApplication, settings: Settings) -> str:
    """Colour the application as the settings say; gives the theme that is in force."""
    theme = _theme(settings.text("look.theme"))
    base = app.property("system_pt")
    if base is None:
        base = max(_SMALLEST_PT, app.font().pointSizeF())
        app.setProperty("system_pt", base)
    app.setStyleSheet(sheet(theme, float(base) * 1.08 * settings.number("look.text_size")))
    app.setProperty("theme", theme)
    return theme


def sheet(theme: str, size_pt: float) -> str:
    """The style sheet of a theme, for text of a size."""
    sizes = {"size": size_pt, "title": size_pt * 1.9, "heading": size_pt * 1.25, "small": size_pt * 0.92}
    return _file()["style"]["sheet"].format(
        **colours(theme), **{name: f"{value:.1f}" for name, value in sizes.items()}
    )


def _theme(chosen: str) -> str:
    if chosen != "auto":
        return chosen
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
