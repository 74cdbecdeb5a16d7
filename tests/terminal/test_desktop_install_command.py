"""The menu entry comes, starts voicecoach, and goes."""

from __future__ import annotations

import configparser
import sys
from pathlib import Path

import pytest

from voicecoach.terminal.cli import main
from voicecoach.terminal.desktop_install_command import _quoted, menu_entry, menu_icon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="menu entries are for Linux desktops")


def test_the_entry_is_written_and_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["desktop-install"]) == 0
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(menu_entry())
    assert entry["Desktop Entry"]["Type"] == "Application"
    assert "voicecoach" in entry["Desktop Entry"]["Exec"]
    assert menu_icon().is_file()
    assert menu_icon().stem == entry["Desktop Entry"]["Icon"]
    assert main(["desktop-install", "--remove"]) == 0
    assert not menu_entry().exists()
    assert not menu_icon().exists()


def test_taking_away_what_is_not_there_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert main(["desktop-install", "--remove"]) == 0


def test_a_path_with_spaces_is_quoted() -> None:
    assert _quoted("/opt/my apps/voicecoach") == '"/opt/my apps/voicecoach"'
    assert _quoted("/usr/bin/voicecoach") == "/usr/bin/voicecoach"
