"""The user's settings: one table says which there are; one TOML file holds those that differ.

The table is `data/settings.toml`. It feeds `voicecoach config`, the window's settings and the docs, and what
is not in it is not a setting.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from voicecoach.errors import UsageError, VoicecoachError
from voicecoach.files import Unreadable, read_toml
from voicecoach.paths import config_file, package_data, private_dir

Value: TypeAlias = str | float | int | bool
Kind: TypeAlias = Literal["text", "choice", "number", "whole", "switch"]

_YES = {"true", "yes", "on", "1"}
_NO = {"false", "no", "off", "0"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, as the table describes it."""

    key: str
    """With its group: "talk.patience"."""
    label: str
    """For the window."""
    kind: Kind
    default: Value
    help: str
    choices: Mapping[str, str]
    """Value to what it means; empty but for kind "choice"."""
    least: float | None = None
    most: float | None = None
    window: str | None = None
    """The help in the window, where names are chosen and not typed; None takes `help`."""

    def read(self, given: object) -> Value:
        """A value for this setting, from TOML or from typed words. Raises UsageError."""
        value = self._converted(given)
        if value is None or not self._fits(value):
            raise UsageError(f"{self.key} cannot be {given!r}.", self.expected())
        return value

    def expected(self) -> str:
        """One sentence that says what may stand there."""
        if self.kind == "choice":
            return f"It is one of: {', '.join(self.choices)}."
        if self.kind == "switch":
            return "It is true or false."
        if self.kind == "text":
            return "It is text."
        unit = "a whole number" if self.kind == "whole" else "a number"
        return f"It is {unit} from {self.least:g} to {self.most:g}."

    def _converted(self, given: object) -> Value | None:
        if self.kind in ("text", "choice"):
            return given if isinstance(given, str) else None
        if self.kind == "switch":
            return _switch(given)
        return _number(given, whole=self.kind == "whole")

    def _fits(self, value: Value) -> bool:
        if self.kind == "choice":
            return value in self.choices
        if isinstance(value, bool | str):
            return True
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def _switch(given: object) -> bool | None:
    if isinstance(given, bool):
        return given
    word = given.lower() if isinstance(given, str) else ""
    return True if word in _YES else False if word in _NO else None


def _number(given: object, *, whole: bool) -> int | float | None:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    try:
        number = float(given)
    except ValueError:
        return None
    if whole:
        return int(number) if number.is_integer() else None
    return number if abs(number) < float("inf") else None


@cache
def table() -> Mapping[str, Setting]:
    """Every setting there is, by its key, in the table's order."""
    with (package_data("data") / "settings.toml").open("rb") as file:
        groups = tomllib.load(file)
    return {
        f"{group}.{name}": _setting(f"{group}.{name}", entry)
        for group, entries in groups.items()
        for name, entry in entries.items()
    }


def _setting(key: str, entry: Mapping[str, object]) -> Setting:
    rest = {name: value for name, value in entry.items() if name != "type"}
    return Setting(key=key, kind=entry["type"], choices=rest.pop("choices", {}), **rest)  # type: ignore[arg-type]


def setting(key: str) -> Setting:
    """One setting. Raises UsageError, naming one that is spelled alike."""
    if key in table():
        return table()[key]
    from rapidfuzz import process

    near = process.extractOne(key, list(table()), score_cutoff=60)
    hint = f"Did you mean {near[0]}?" if near else "`voicecoach config show` lists them all."
    raise UsageError(f"There is no setting {key}.", hint)


@dataclass(frozen=True)
class Settings:
    """All settings with their values: the user's, else the defaults."""

    chosen: Mapping[str, Value]
    """Those that the user's file holds."""

    def __getitem__(self, key: str) -> Value:
        """The value in force. Raises UsageError where there is no such setting."""
        return self.chosen[key] if key in self.chosen else setting(key).default

    def text(self, key: str) -> str:
        """The value of a text or a choice."""
        return str(self[key])

    def number(self, key: str) -> float:
        """The value of a number."""
        return float(self[key])

    def on(self, key: str) -> bool:
        """The value of a switch."""
        return bool(self[key])


def load(path: Path | None = None) -> Settings:
    """The settings in force. Raises VoicecoachError where the user's file cannot be read."""
    path = path or config_file()
    try:
        groups = read_toml(path)
    except FileNotFoundError:
        return Settings({})
    except Unreadable as error:
        what = f"The settings in {path} cannot be read: {error}."
        raise VoicecoachError(what, "Mend the file or remove it.") from error
    try:
        return Settings({key: setting(key).read(value) for key, value in _flat(groups)})
    except UsageError as error:
        raise UsageError(f"In {path}: {error.what}", error.next_step) from error


def _flat(groups: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for group, entries in groups.items():
        if not isinstance(entries, Mapping):
            yield group, entries
            continue
        for name, value in entries.items():
            yield f"{group}.{name}", value


def save(key: str, given: object, path: Path | None = None) -> Value:
    """Set one setting in the user's file, keeping its comments and order. Raises UsageError."""
    import tomlkit

    path = path or config_file()
    value = setting(key).read(given)
    load(path)  # a file that cannot be read is said, never overwritten
    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    group, name = key.split(".")
    if group not in document:
        document[group] = tomlkit.table()
    document[group][name] = value
    _write(path, tomlkit.dumps(document))
    return value


def _write(path: Path, text: str) -> None:
    """Whole or not at all, readable by its owner only."""
    private_dir(path.parent)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise VoicecoachError(f"The settings cannot be written: {error}.", f"Check {path.parent}.") from error
