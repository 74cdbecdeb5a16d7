"""`voicecoach desktop-install`: a menu entry, since a Python package cannot bring one itself."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from voicecoach.errors import UsageError, VoicecoachError
from voicecoach.paths import package_data
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

ENTRY = """\
[Desktop Entry]
Type=Application
Name=voicecoach
Comment={comment}
Exec={command}
Icon=voicecoach
Terminal=false
Categories=Education;Utility;
Keywords={keywords}
"""


@click.command("desktop-install")
@click.option("--remove", is_flag=True, help="Take the menu entry away.")
def desktop_install(remove: bool) -> None:
    """Put voicecoach into the desktop's menu."""
    if not sys.platform.startswith("linux"):
        raise UsageError("Menu entries are for Linux desktops.", "Start it with: voicecoach")
    entry = menu_entry()
    if remove:
        for file in (entry, menu_icon()):
            file.unlink(missing_ok=True)
        tell(word("menu.gone"))
        return
    try:
        for file in (entry, menu_icon()):
            file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package_data("data") / "voicecoach.svg", menu_icon())
        texts = {"comment": word("menu.comment"), "keywords": word("menu.keywords")}
        entry.write_text(ENTRY.format(command=_command(), **texts), encoding="utf-8")
    except OSError as error:
        raise VoicecoachError(
            f"The menu entry cannot be written: {error}.", f"Check {entry.parent}."
        ) from error
    give(str(entry))
    tell(word("menu.there"))


def menu_entry() -> Path:
    """Where this user's entry stands."""
    return _data() / "applications" / "voicecoach.desktop"


def menu_icon() -> Path:
    """Where its picture stands."""
    return _data() / "icons" / "hicolor" / "scalable" / "apps" / "voicecoach.svg"


def _data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser()


def _command() -> str:
    """How the menu starts it: the installed program, else this Python; quoted as the format wants it."""
    found = shutil.which("voicecoach")
    parts = [str(Path(found).resolve())] if found else [sys.executable, "-m", "voicecoach"]
    return " ".join(_quoted(part) for part in parts)


def _quoted(part: str) -> str:
    plain = all(c.isalnum() or c in "/._-" for c in part)
    escaped = "".join(f"\\{c}" if c in '"`$\\' else c for c in part).replace("%", "%%")
    return part if plain else f'"{escaped}"'
