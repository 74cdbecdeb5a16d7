"""A line of the other person's is looked at before it is heard: no threat gets through, heat does."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from voicecoach.paths import package_data
from voicecoach.rehearsal.scope_partner import may_be_heard

DATA = Path(__file__).parent.parent / "data"


@pytest.mark.parametrize(
    "line",
    [
        "If you walk out that door I'll kill you.",
        "You go, and I'll kill myself. You know I will.",
        "Say that again and I’ll break your jaw.",
        "I'm going to hurt you, Sam.",
        "I know where your kids go to school.",
        "Go and kill yourself, then.",
        "Would be a shame. Something might happen to you on the way home.",
        "You won't live to spend it.",
    ],
)
def test_a_threat_is_not_heard(line: str) -> None:
    assert not may_be_heard(line)


@pytest.mark.parametrize(
    "line",
    [
        "I could strangle you sometimes, you know that?",
        "You're dead right, and I still can't do it.",
        "You're dead to me.",
        "Then I'll report you to the council.",
        "I'll beat you to it. I'll beat their price as well.",
        "I'll kill the project before I sign that.",
        "I'll see you in court.",
        "I know where you go on Fridays: the pub.",
        "I'll hit you back about this on Monday.",
    ],
)
def test_heat_and_lawful_consequences_are_heard(line: str) -> None:
    """People are hard on each other in a rehearsal: that is what it is for."""
    assert may_be_heard(line)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def test_no_authored_line_and_no_annotated_one_is_stopped() -> None:
    """Over all lines of all scenarios, and all that annotators found fit to speak."""
    files = [*package_data("scenarios").glob("*.toml"), package_data("lexicon") / "partner_lines.toml"]
    lines = [text for file in files for text in texts(tomllib.loads(file.read_text("utf-8")))]
    for row in (DATA / "dialogues.jsonl").read_text("utf-8").splitlines():
        lines += [turn["text"] for turn in json.loads(row)["turns"] if turn["who"] == "partner"]
    lines += [json.loads(row)["spoken"] for row in (DATA / "lines.jsonl").read_text("utf-8").splitlines()]
    assert len(lines) > 3000
    assert [line for line in lines if not may_be_heard(line)] == []
