"""The check of a line while it is being written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from voicecoach.partner.in_role import clean_line
from voicecoach.partner.line_filter import LineFilter

LINES = [
    json.loads(line)
    for line in (Path(__file__).parent.parent / "data" / "lines.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def stream(raw: str, persona: str, step: int) -> tuple[str, LineFilter]:
    """Feed a line in pieces of `step` characters; what was let go on the way."""
    line = LineFilter(persona)
    return "".join(line.feed(raw[i : i + step]) for i in range(0, len(raw), step)), line


def letters(text: str) -> str:
    return re.sub(r"[\"“”\s]", "", text)


@pytest.mark.parametrize("step", [1, 5, 1000])
def test_what_is_let_go_adds_up_to_what_may_be_spoken(step: int) -> None:
    """However the pieces fall, the whole is the whole."""
    for row in LINES:
        if row["verdict"] != "reject":
            early, line = stream(row["raw"], row["persona"], step)
            assert letters(early + line.finish().spoken) == letters(row["spoken"]), row["raw"]


@pytest.mark.parametrize("step", [1, 5, 1000])
def test_nothing_out_of_role_is_ever_let_go(step: int) -> None:
    """Of a line that is rejected, only words that are in role by themselves were let go."""
    for row in LINES:
        if row["verdict"] == "reject":
            early, line = stream(row["raw"], row["persona"], step)
            assert line.finish().verdict == "reject"
            assert not early or clean_line(early.strip(), row["persona"]).verdict != "reject", row["raw"]


def test_the_first_clause_goes_on_before_the_line_is_done() -> None:
    """The voice can start while the model still writes."""
    line = LineFilter("Dana, a manager")
    assert line.feed("I hear you on the number. ") == "I hear you on the number."
    assert line.feed("The band stops at fif") == ""


@pytest.mark.parametrize("held", ["<think>The user wants", "*leans ba", "Sure! ", "(Nice wo", "“Not this"])
def test_what_may_turn_out_to_be_no_speech_is_held(held: str) -> None:
    """Open thoughts, directions, brackets, quotations, and openers that assistants use."""
    assert LineFilter("Dana, a manager").feed(held) == ""


def test_a_model_that_only_closes_its_thoughts_can_be_waited_for() -> None:
    """Nothing goes on before the lone closing tag, where one is expected."""
    line = LineFilter("Dana, a manager", expect_thoughts=True)
    assert line.feed("She asks again. I should refuse. ") == ""
    line.feed("</think>\nNot this year. ")
    assert line.released == "Not this year."


def test_after_a_reject_nothing_more_comes() -> None:
    """The rest of a broken line is thrown away."""
    line = LineFilter("Dana, a manager")
    line.feed("As an AI language model, I can't do that. ")
    assert line.feed("Not this year. ") == ""
    assert line.rejected
    assert line.finish().verdict == "reject"
