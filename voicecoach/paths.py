"""Where things are kept: configuration, rehearsals, models, logs.

`VOICECOACH_HOME` moves all of it below one folder.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import platformdirs

from voicecoach.errors import UsageError

APP = "voicecoach"

_AWAY = "set VOICECOACH_HOME=" if os.name == "nt" else "unset VOICECOACH_HOME"
_ELSEWHERE = f"Let it name a folder, or go back to the usual place with: {_AWAY}"


def _home() -> Path | None:
    """Raises UsageError where it is named by a user that there is not: "~nobody/x"."""
    home = os.environ.get("VOICECOACH_HOME")
    try:
        return Path(home).expanduser().resolve() if home else None
    except RuntimeError as error:
        what = f"VOICECOACH_HOME says that everything is kept in {home}, but there is no such user."
        raise UsageError(what, _ELSEWHERE) from error


def check_home() -> None:
    """Raises UsageError where VOICECOACH_HOME names something that is no folder and cannot become one."""
    home = _home()
    if not home:
        return
    there = next(place for place in (home, *home.parents) if place.exists())
    if not there.is_dir():
        raise UsageError(
            f"VOICECOACH_HOME says that everything is kept in {home}, but {there} is a file and no folder.",
            _ELSEWHERE,
        )


def config_file() -> Path:
    """The user's settings, `config.toml`."""
    home = _home()
    return (home / "config.toml") if home else platformdirs.user_config_path(APP) / "config.toml"


def data_dir() -> Path:
    """Rehearsals, the user's own scenarios, and models."""
    return _home() or platformdirs.user_data_path(APP)


def rehearsals_dir() -> Path:
    """One folder a rehearsal."""
    return data_dir() / "rehearsals"


def own_scenarios_dir() -> Path:
    """Scenarios that the user wrote."""
    return data_dir() / "scenarios"


def models_dir() -> Path:
    """Downloaded models, one folder each."""
    return data_dir() / "models"


def log_file() -> Path:
    """The rotating log; never holds what was said."""
    home = _home()
    return (home / "log" if home else platformdirs.user_log_path(APP)) / "voicecoach.log"


@cache
def root_data() -> Path:
    """The folder that holds `models.toml` and `voices/`: the repository's, or their copy in the wheel."""
    package = Path(__file__).parent
    carried = package / "_root"
    return carried if carried.is_dir() else package.parent


def package_data(name: str) -> Path:
    """A data folder inside the package: "lexicon", "scenarios", "report"."""
    return Path(__file__).parent / name


def private_dir(path: Path) -> Path:
    """Make a folder that only its owner can read (0700), with those parents that are not there yet."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    path.mkdir(exist_ok=True)  # says so where it is a file
    return path
