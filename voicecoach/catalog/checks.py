"""What one check of this machine says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voicecoach.calling import quoted


class State(StrEnum):
    """In words, since not everybody sees colours or marks."""

    OK = "ok"
    WARN = "warn"
    """A rehearsal goes, with less."""
    FAIL = "fail"
    """Something does not go."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's."""

    name: str
    """What was looked at: "microphone"."""
    state: State
    says: str
    """One sentence, without a full stop."""
    fix: str = ""
    """A line to paste or to follow; empty where there is nothing to mend."""


def ok(name: str, says: str) -> Check:
    """All is well."""
    return Check(name, State.OK, says)


def warn(name: str, says: str, fix: str = "") -> Check:
    """It goes, with less."""
    return Check(name, State.WARN, says, fix)


def fail(name: str, says: str, fix: str) -> Check:
    """It does not go."""
    return Check(name, State.FAIL, says, fix)


def homely(path: Path) -> str:
    """A path that can be shown to others: below "~" where it is in the user's home."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)


def typed(path: Path) -> str:
    """The same as it is typed: quoted where it must be, and "~" never."""
    shown = homely(path)
    if shown == "~":
        return shown
    return f"~/{quoted(rest)}" if (rest := shown.removeprefix("~/")) != shown else quoted(shown)
