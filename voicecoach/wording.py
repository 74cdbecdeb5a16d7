"""Texts for people, kept in TOML files beside the code that shows them."""

from __future__ import annotations

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any


class Wording:
    """The texts of one file: groups of named texts, with slots in {braces}."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def table(self) -> dict[str, Any]:
        """All texts, by group."""
        return tomllib.loads(self._file.read_text(encoding="utf-8"))

    def __call__(self, name: str, /, **slots: object) -> str:
        """One text by its name, "room.leave", with its slots filled in."""
        group, key = name.split(".")
        text = str(self.table[group][key])
        return text.format(**slots) if slots else text

    def group(self, name: str) -> dict[str, str]:
        """All texts of a group, in their order."""
        return dict(self.table[name])
