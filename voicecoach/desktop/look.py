"""How the window is coloured: light, dark or high contrast, and how large its text is."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtGui import QStyleHints
    from PySide6.QtWidgets import QApplication

_SMALLEST_PT = 6.0
_STEP = 0.1


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
    sizes = {"size": size_pt, "small": size_pt * 0.92}
    sizes |= {"title": size_pt * 1.9, "state": size_pt * 1.7, "heading": size_pt * 1.22}
    return _file()["style"]["sheet"].format(
        **colours(theme), **{name: f"{value:.1f}" for name, value in sizes.items()}
    )


def _theme(chosen: str) -> str:
    if chosen != "auto":
        return chosen
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    hints = QGuiApplication.styleHints()
    if _wants_contrast(hints):
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _wants_contrast(hints: QStyleHints) -> bool:
    """Does the system ask for high contrast? Qt tells from 6.10 on."""
    from PySide6.QtCore import Qt

    asked = getattr(hints, "accessibility", None)
    high = getattr(Qt, "ContrastPreference", None)
    return bool(asked and high and asked().contrastPreference() == high.HighContrast)


def step_text_size(step: int) -> None:
    """Larger or smaller text everywhere by one step; 0 is the system's own size again."""
    from voicecoach import settings as user_settings

    allowed = user_settings.setting("look.text_size")
    size = 1.0 if step == 0 else user_settings.load().number("look.text_size") + step * _STEP
    user_settings.save("look.text_size", max(allowed.least or 0, min(allowed.most or 9, round(size, 2))))
