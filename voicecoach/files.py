"""The one place that reads files which anybody may have written: TOML, JSON, and lines of JSON.

Such a file can be larger than memory, nested deeper than the stack, or hold numbers that no arithmetic ends
with. All of that is refused here in words, so that whoever asks gets plain values of a sane size.
"""

from __future__ import annotations

import json
import math
import os
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MOST_BYTES = 64 * 2**20
"""A whole file; ten hours of rehearsal are a tenth of it."""

DEEPEST = 40
"""Tables within tables; our own go four deep."""

LARGEST = 2**63
"""Whole numbers stay below it, either way."""

_LINK = getattr(os, "O_NOFOLLOW", 0)
"""Refuse to open a link. Windows has no such flag, and lets hardly anybody make links."""

_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Unreadable(ValueError):
    """What is wrong with a file, in words that end a sentence: "it is not text in UTF-8"."""


def read_text(path: Path) -> str:
    """A whole file as text. Raises FileNotFoundError, Unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        raise Unreadable(str(getattr(error, "strerror", None) or error)) from error
    if len(data) > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 2**20} MB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable(f"it is not text in UTF-8 (byte {error.start})") from error


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a file. Raises FileNotFoundError, Unreadable."""
    return toml_in(read_text(path))


def toml_in(text: str) -> dict[str, Any]:
    """The tables that a text holds. Raises Unreadable."""
    try:
        tables: dict[str, Any] = _sane(tomllib.loads(text, parse_float=_finite))
        return tables
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error
    except ValueError as error:  # TOMLDecodeError, and a number too long for an int
        raise Unreadable(_too_long(error) or f"it is not valid TOML: {error}") from error


def json_in(text: str | bytes, *, any_float: bool = False) -> Any:
    """The value that a text holds. Raises Unreadable.

    With `any_float`, whoever asks looks for infinite numbers and NaN himself.
    """
    try:
        if any_float:
            return _sane(json.loads(text))
        return _sane(json.loads(text, parse_float=_finite, parse_constant=_no_number))
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable(_TOO_DEEP) from error
    except ValueError as error:
        raise Unreadable(_too_long(error) or f"it is not valid JSON: {error}") from error


def read_json(path: Path) -> Any:
    """The value of a file. Raises FileNotFoundError, Unreadable."""
    return json_in(read_text(path))


def open_no_link(path: Path, flags: int, mode: int = 0o600) -> int:
    """Open a file of ours for writing, never through a link that leads out of its folder. Raises OSError."""
    return os.open(path, flags | _LINK, mode)


_TOO_DEEP = f"it is nested more than {DEEPEST} deep"


def _too_long(error: ValueError) -> str:
    """Python's own words for a number of thousands of digits speak of its internals."""
    return "a number in it has too many digits" if "integer string conversion" in str(error) else ""


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise Unreadable(f"it holds {written[:12]}, which is no number to reckon with")
    return number


def _no_number(written: str) -> float:
    raise Unreadable(f"it holds {written}, which is no number")


def _sane(value: Any) -> Any:
    """The same value, once it is known to be no deeper and no larger than it may be.

    Walks level by level: a walk that calls itself would be what it is to guard against.
    """
    level: list[Any] = [value]
    for _ in range(DEEPEST + 1):
        level = [inner for outer in level for inner in _within(outer)]
        if not level:
            return value
    raise Unreadable(_TOO_DEEP)


def _within(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return (*value.keys(), *value.values())
    if isinstance(value, list):
        return value
    if isinstance(value, int) and not -LARGEST < value < LARGEST:
        raise Unreadable("a number in it has too many digits")
    if isinstance(value, str) and _HALF_PAIR.search(value):
        raise Unreadable("it holds half of a character")
    return ()
