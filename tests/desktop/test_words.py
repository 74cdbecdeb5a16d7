"""Every text that the window asks for is there, and none lies about unused."""

from __future__ import annotations

import re
from pathlib import Path

from voicecoach import desktop
from voicecoach.desktop.words import table, word

CODE = "".join(path.read_text(encoding="utf-8") for path in Path(desktop.__path__[0]).glob("*.py"))


def test_every_text_that_is_asked_for_is_there() -> None:
    asked = set(re.findall(r'word\("(\w+\.\w+)"', CODE))
    assert asked
    for name in asked:
        group, key = name.split(".")
        assert key in table()[group], name


def test_slots_are_filled_in() -> None:
    assert word("setup.count", at=2, of=9) == "2 of 9"
