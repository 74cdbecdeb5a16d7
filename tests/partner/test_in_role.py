"""What a model wrote, made ready to speak or turned away."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach.partner.in_role import LineVerdict, clean_line, line_row

DATA = Path(__file__).parent.parent / "data"


def test_the_annotated_lines_keep_their_floors(tmp_path: Path) -> None:
    """Spoken to the letter, few missed and few false rejects."""
    gold, pred = DATA / "lines.jsonl", tmp_path / "pred.jsonl"
    rows = [line_row(json.loads(line)) for line in gold.read_text(encoding="utf-8").splitlines()]
    pred.write_text("\n".join(json.dumps(r) for r in rows), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, DATA / "score.py", "lines", gold, pred], capture_output=True, text=True, check=True
    )
    found = {k: float(v) for k, v in re.findall(r"(\w+)=([\d.]+)", run.stdout.splitlines()[-1])}
    assert found["spoken_exact"] >= 0.97
    assert found["false_rejects"] <= 1
    assert found["missed_rejects"] <= 1


def test_ordinary_speech_is_hardly_ever_turned_away() -> None:
    """What both sides of the annotated rehearsals say is speech."""
    talks = [json.loads(line) for line in (DATA / "dialogues.jsonl").read_text(encoding="utf-8").splitlines()]
    lines = [
        (t["text"], talk["brief"]["other"]) for talk in talks for t in talk["turns"] if t["who"] == "partner"
    ]
    kept = sum(clean_line(text, other).spoken == text for text, other in lines)
    assert kept >= 0.99 * len(lines)


@pytest.mark.parametrize(
    ("raw", "spoken"),
    [
        ("Dana: Not this year.", "Not this year."),
        ("**Dana** (sighing): Not this year.", "Not this year."),
        ("Manager: Not this year.", "Not this year."),
        ("## Response\n\nNot this year.", "Not this year."),
        ('*leans back* "Not this year." *sighs* "Ask me in spring."', "Not this year. Ask me in spring."),
        ("Not **this** year. 😊", "Not this year."),
        ("<think>no\nmore</think>Not this year.", "Not this year."),
        ("she asks again\n</think>\nNot this year.", "Not this year."),
        ("Not this year. (Your turn)", "Not this year."),
        ("Dana: No.\nDana: Not this year.", "No. Not this year."),
        ("# No.", "No."),
    ],
)
def test_what_is_not_speech_is_taken_off(raw: str, spoken: str) -> None:
    """Labels, directions, marks and thoughts go; the words stay to the letter."""
    assert clean_line(raw, "Dana, a manager") == LineVerdict("clean", spoken, "taken off: what is not speech")


@pytest.mark.parametrize(
    "raw",
    [
        "I'm only human, you know.",
        "As your manager, I can't sign that.",
        "Our pricing model won't take it.",
        'You said "never again" in March.',
        "It's the old one (three, if you count the shed).",
        "Listen: the answer is no.",
        "Take a breath, love.",
        "That's 3 * 12, so thirty-six.",
    ],
)
def test_what_a_person_could_say_is_spoken_as_it_is(raw: str) -> None:
    """Words that only look like a machine's are left alone."""
    assert clean_line(raw, "Dana, a manager") == LineVerdict("speak", raw, "")


@pytest.mark.parametrize(
    "raw",
    [
        "As an AI language model, I can't give raises.",
        'Sure! Here\'s how Dana might respond: "No."',
        "Not this year. (Great job staying calm!)",
        "Dana: No.\nYou: But I earned it.",
        "Dana: No. You: But I earned it.",
        "*you nod* Not this year.",
        "You are Dana, a manager. Stay in character.",
        "I'd encourage you to reach out to a licensed therapist.",
        "I won't be able to continue with this role-play.",
        "<think>no",
        "*sighs*",
        "...",
        "",
    ],
)
def test_what_no_person_in_the_role_would_say_is_rejected(raw: str) -> None:
    """Assistant, coach, both sides, instructions, therapy, refusal, nothing."""
    verdict = clean_line(raw, "Dana, a manager")
    assert (verdict.verdict, verdict.spoken) == ("reject", "")
    assert verdict.reason
