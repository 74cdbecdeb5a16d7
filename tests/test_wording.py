"""Texts for people stand in data: every one that a face asks for is there, and none lies about unused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voicecoach import desktop, terminal
from voicecoach.desktop.words import word as window_word
from voicecoach.terminal.words import word as terminal_word
from voicecoach.wording import Wording

FACES = [(Path(desktop.__path__[0]), window_word), (Path(terminal.__path__[0]), terminal_word)]


def code(folder: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))


@pytest.mark.parametrize(("folder", "word"), FACES, ids=["window", "terminal"])
def test_every_text_that_is_asked_for_is_there(folder: Path, word: Wording) -> None:
    asked = set(re.findall(r'word\(\s*"(\w+\.\w+)"', code(folder)))
    assert asked
    for name in asked:
        group, key = name.split(".")
        assert key in word.table[group], name


@pytest.mark.parametrize(("folder", "word"), FACES, ids=["window", "terminal"])
def test_no_text_lies_about_unused(folder: Path, word: Wording) -> None:
    source = code(folder)
    whole = set(re.findall(r'(?:words|word\.group)\("(\w+)"', source))
    made = [f"{start}\\w+{end}" for start, end in re.findall(r'f"(\w+\.)\{\w+\}(\w*)"', source)]
    for group, texts in word.table.items():
        for key in texts:
            name = f"{group}.{key}"
            used = group in whole or f'"{name}"' in source or f"'{name}'" in source
            assert used or any(re.fullmatch(one, name) for one in made), name


def test_slots_are_filled_in() -> None:
    assert window_word("setup.count", at=2, of=9) == "2 of 9"
    assert terminal_word("session.kept", id="raise-1") == (
        "Kept. Take it up again with: voicecoach rehearsals resume raise-1"
    )
