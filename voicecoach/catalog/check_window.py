"""Can the window open here? Qt ends the process where a library is missing, so it is looked at before."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.catalog.checks import Check, fail, ok, warn
from voicecoach.remedies import remedy

_DEBIAN = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
_NOT_FOUND = re.compile(r"^\s*(\S+) => not found", re.MULTILINE)


def checks() -> Iterator[Check]:
    """PySide6, a display, and on Linux the libraries that Qt needs."""
    package = importlib.util.find_spec("PySide6")
    if package is None or not package.submodule_search_locations:
        yield warn("window", "PySide6 is not installed; rehearsals run in the terminal", remedy("window"))
        return
    if not has_display(os.environ):
        yield warn("window", "there is no display; rehearsals run in the terminal", remedy("display"))
        return
    missing = missing_libraries(Path(package.submodule_search_locations[0]))
    if missing:
        names = " ".join(_DEBIAN.get(library, library) for library in missing)
        yield fail("window", f"Qt lacks {', '.join(missing)}", remedy("window_libraries", packages=names))
    else:
        yield ok("window", "Qt and a display are there")


def has_display(environ: Mapping[str, str]) -> bool:
    """Is there a screen for a window?"""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def missing_libraries(pyside: Path) -> list[str]:
    """Shared libraries that Qt's X11 plug-in does not find; none on other systems than Linux."""
    plugin = pyside / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not sys.platform.startswith("linux") or not plugin.exists():
        return []
    try:
        told = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603, S607
    except (OSError, subprocess.TimeoutExpired):
        return []
    return sorted(set(_NOT_FOUND.findall(told.stdout)))
