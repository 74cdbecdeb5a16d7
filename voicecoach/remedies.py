"""What to do about a fault on this system: lines from `data/remedies.toml`."""

from __future__ import annotations

import platform
import sys
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache

from voicecoach.calling import as_called, python
from voicecoach.paths import package_data


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    with (package_data("data") / "remedies.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def system_names() -> tuple[str, ...]:
    """This system's names, the narrowest first: "ubuntu", "debian", "linux"."""
    if sys.platform == "darwin":
        return ("macos",)
    if sys.platform == "win32":
        return ("windows",)
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return ("linux",)
    return (release.get("ID", ""), *release.get("ID_LIKE", "").split(), "linux")


def remedy(name: str, systems: Sequence[str] | None = None, **values: str) -> str:
    """The line to paste or to follow."""
    lines = _table()[name]
    known = (*(systems if systems is not None else system_names()), "any")
    line = next((lines[system] for system in known if system in lines), next(iter(lines.values())))
    return as_called(line.format(python=python(), **values))
