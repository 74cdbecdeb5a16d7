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


@pytest.mark.parametrize(
    ("raw", "spoken"),
    [
        ('**Mabel:** "Nobody parks here." *blows whistle*', "Nobody parks here."),
        ("[THINK]She bargains.[/THINK] Give her one more season.", "Give her one more season."),
        ("✨Mabel✨: I don't split tips.", "I don't split tips."),
        ("Mabel *tightening her shawl*: So now I need an invitation?", "So now I need an invitation?"),
        ("Mabel - (stamping his foot) You left me short!", "You left me short!"),
        ("Mabel, softly — You never said goodbye.", "You never said goodbye."),
        ("# Character: Mabel\n\nI'm not waiting for your knee.", "I'm not waiting for your knee."),
        ("Mabel: No. **Mabel:** I said no.", "No. I said no."),
        ("* yawns * Come back later.", "Come back later."),
        ("* * *\n\nReal hair costs real money.", "Real hair costs real money."),
        ("— You squeezed it, you bought it.", "You squeezed it, you bought it."),
        ("We close at four. (awaiting response)", "We close at four."),
        ("*without turning round* You invited too many.", "You invited too many."),
    ],
)
def test_it_is_undressed_to_the_letter(raw: str, spoken: str) -> None:
    """Everything that is not speech goes, and nothing of the speech."""
    assert clean_line(raw, "Mabel, a neighbor") == LineVerdict(
        "clean", spoken, "taken off: what is not speech"
    )


@pytest.mark.parametrize(
    "raw",
    [
        'Option 1: "Not this month."\nOption 2: "Come back in May."',
        'A) Angry: "Six weeks."\nB) Soft: "Until Friday."',
        "Version 1 (cold): No deal.\nVersion 2 (warm): I'd love to, but no.",
        '"Das geht nicht." (This means "That won\'t work.")',
        "Turn 3 of 6. Mabel gets louder.",
        "[intensity 3/5] You want to leave the choir?",
        "<move>guilt</move> They have children too.",
        '"I won\'t move it." "Then I\'m calling the county." "Call them, honey."',
        "Mabel > Ten or nothing.\nYou > Seven.",
        "I tell you it's my name on the lease. You take a second, then say you want out.",
        'Expected answer from you: "I can\'t sing any more."',
    ],
)
def test_what_is_built_like_no_line_is_turned_away(raw: str) -> None:
    """Choices, translations, moves by name, both sides."""
    assert clean_line(raw, "Mabel, a neighbor").verdict == "reject"


@pytest.mark.parametrize(
    "raw", ["He says one thing, you say another.", "You say Sunday, I say Friday week.", "You tell Tom that."]
)
def test_a_person_may_speak_of_what_you_say(raw: str) -> None:
    """Two sides in one mouth are speech."""
    assert clean_line(raw, "Mabel, a neighbor").verdict == "speak"
