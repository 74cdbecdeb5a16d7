#!/usr/bin/env python3
"""Writes docs/examples: one whole conversation a scenario and level, with the scripted partner.

The user's lines answer what the partner has just raised; they are taken from training/answers.
"""

from __future__ import annotations

import json
from pathlib import Path

from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Heard, Push

ROOT = Path(__file__).parent.parent
MOST = 16

ASKS = {
    "raise": "Thanks for making the time, Dana. I'm asking for a raise to 95 thousand, from January.",
    "client": "I wanted to tell you myself: I'm ending the contract on the 30th of June.",
    "boundary": "Mum, I need you to call before you come over.",
    "friend": "Kyle, I've thought it through, and I'm not going to invest in the bar.",
}
HOLDS = {
    "raise": [
        "I hear you. I'm still asking for 95.",
        "That's fair, and the number is the same.",
        "When will you know?",
        "Good. I'll put it in writing today.",
    ],
    "client": [
        "I understand, and the 30th stands.",
        "I've decided. You'll have the files by then.",
        "It's still the 30th.",
        "I'll send the last invoice on the 15th.",
    ],
    "boundary": [
        "I love you, and I still need the call.",
        "I'm not shutting you out. I'm asking for a call.",
        "Call first, and the kettle's on.",
        "Thanks, Mum.",
    ],
    "friend": [
        "I know it hurts, and my answer is the same.",
        "I'm still your friend, and I'm not investing.",
        "I'd rather say it now than later.",
        "I'll come to the opening.",
    ],
}


def answers(name: str) -> dict[str, list[str]]:
    """Answers that meet each objection, by its key, punctuated ones only."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "training" / "answers" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["scenario"] == name and row["answers"] and row["style"] == "punctuated":
            found.setdefault(row["objection"], []).append(row["text"])
    return found


def play(name: str, push: Push) -> list[str]:
    """One conversation as Markdown lines."""
    brief = scenarios.example_brief(name)
    brief = type(brief)(**{**{f: getattr(brief, f) for f in brief.__slots__}, "push": push})
    scenario = scenarios.load(name)
    talk = Talk.begin(scenario, brief, MemoryJournal(), seed=3)
    partner, met, holds = ScriptedPartner(scenario, brief, 3), answers(name), list(HOLDS[name])
    lines, said = [f"# {scenario.title}, {push.value}", ""], [ASKS[name]]
    for _ in range(MOST):
        directive = talk.next_move()
        line = "".join(partner.reply(directive, talk.history))
        talk.add_theirs(directive, line, start_s=0, end_s=1, audio=None, engine="scripted")
        lines += [f"**{talk.mind.persona.name}** ({directive.move.value.replace('_', ' ')}): {line}", ""]
        if directive.closing:
            break
        fitting = met.get(directive.objection, [])
        pool = said or fitting or holds
        if not pool:
            break
        text = pool.pop(0)
        talk.add_yours(Heard(text), start_s=0, end_s=1, audio=None)
        lines += [f"**You**: {text}", ""]
    return lines


def main() -> None:
    """Write them all."""
    folder = ROOT / "docs" / "examples"
    folder.mkdir(exist_ok=True)
    for name in ASKS:
        for push in Push:
            (folder / f"{name}-{push.value}.md").write_text("\n".join(play(name, push)), encoding="utf-8")


if __name__ == "__main__":
    main()
