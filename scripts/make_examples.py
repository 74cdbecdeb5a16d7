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
REPLIES = {
    "raise": {
        "taken on": "Tulsa, both new hires, and support on Fridays. None of that was in the job I took.",
        "get to that figure": "From the August survey, and from what I'd cost to replace. I can send both.",
        "ask around": "Greg in Houston. He wrote to the director in October about the outage.",
        "answer's no": "Then I'd want to know why, and I'd look at what else there is. I'd rather stay.",
        "paying for that": "Two people trained, an account that renews, and Fridays that nobody wants.",
        "87 thousand": "That's a start, and it isn't 95. The difference in July, in writing, would do.",
        "part of it now": "Part now is fine if the rest has a date. Say July, in writing.",
        "better title": "I'd take the title as well. It doesn't replace the 95.",
        "count on": "You'll have it on one page tonight, with the renewal figures on top.",
        "agreed to it": "Tell them I do the work of the level above, and that it's already paid for.",
        "how soon": "In the January payroll. The page is with you tonight.",
        "who else": "Only payroll and you. I won't talk about it on the floor.",
        "it's working": "Look at renewals in July. If they're down, we talk again.",
    },
    "client": {
        "since when": "Two weeks, since the school confirmed. You're the first to know.",
        "somebody bigger": "No, nobody bigger. It's teaching, and it starts in July.",
        "tell my people on": "Tell them I'm changing jobs, and that they'll have everything by the 20th.",
        "look after it": "Ana, if you like her. I'd sit in on her first two calls.",
        "told me at all": "I'd have called you this week in any case. I wanted you to hear it from me.",
        "two days a month": "No, not even two days. I'd do it badly, and you'd notice. It's the 30th.",
        "emergencies only": "No emergencies either. I'd be in a classroom with my phone off.",
        "through the summer": "Not the summer. I'll train somebody until the 30th, whenever you like.",
        "files, passwords": "Every file, every password, and twelve pages of notes, on the 20th.",
        "last invoice": "On the 15th, and it's the usual amount.",
        "one page": "Twelve pages are half done. The first one is for somebody who knows nothing.",
        "tell my people, or": "I'd like to tell them myself, on Monday, if that's all right with you.",
    },
    "boundary": {
        "put you up": "Nobody did. It was my idea, on Tuesday, in the middle of a meeting.",
        "if i forget": "Then I won't open the door, and you'd have to come back another time.",
        "talking to you": "Nobody. I've minded for a while, and I should have said so sooner.",
        "for everyone": "For everyone. My brother calls first as well.",
        "how long": "Since before Christmas. I hinted at it, and you laughed, and I let it go.",
        "half and half": "No, every time. Otherwise we'd be having this talk again in March.",
        "try it for this month": "Not for a month. From now on, and this week counts too.",
        "mostly": "Mostly isn't enough. A message takes ten seconds.",
        "want to see me": "Of course I want to see you. That's why I'm asking you to call.",
        "how do i do it": "Send me a message before you leave the house. That's all there is to it.",
        "only me": "Everybody. It isn't about you, it's about the door.",
        "slip up": "Then I'll remind you once, and the time after that the door stays shut.",
    },
    "friend": {
        "how long": "Since April, when you showed me the numbers. I should have said so then.",
        "more of it": "No, that's all of it. There's no second thing behind it.",
        "with the others": "I haven't told anybody. It's yours to tell.",
        "think i'd say": "I thought you'd be hurt. I walked around the block for an hour.",
        "other way around": "Yes. I'd want it from you, and before I'd counted on the money.",
        "my way one more time": "No, not one more time. I'd still be in, and I don't want to be.",
        "small version": "Not a small amount either. Tell the others it was me who said no.",
        "are we okay": "We're okay. I'd be at the opening whether you like it or not.",
        "what happens now": "Nothing changes for me. I'm around on Saturdays, with a brush.",
        "do about it": "Talk to the credit union. I'll come along if you want.",
        "between the two": "It stays with me.",
    },
}
"""What the user says to a line that raises no objection, by words in it."""
HOLDS = {
    "raise": [
        "I hear you. I'm still asking for 95.",
        "That's fair, and the number is the same.",
        "When will you know?",
    ],
    "client": [
        "I understand, and the 30th stands.",
        "I've decided. It's still the 30th.",
        "You'll have the files by then.",
    ],
    "boundary": [
        "I love you, and I still need the call.",
        "I'm asking for a call, that's all.",
        "Thanks, Mum.",
    ],
    "friend": [
        "I know it hurts, and my answer is the same.",
        "I'm still your friend, and I'm not investing.",
        "I'd rather say it now than later.",
    ],
}
LEFT_OUT = ("outside", "let's walk")
"""Answers that would need a change of place, which text cannot show."""


def answers(name: str) -> dict[str, list[str]]:
    """Answers that meet each objection, by its key, punctuated ones only."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "training" / "answers" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["scenario"] == name and row["answers"] and row["style"] == "punctuated":
            if any(words in row["text"] for words in LEFT_OUT):
                continue
            found.setdefault(row["objection"], []).append(row["text"])
    return found


def play(name: str, push: Push) -> list[str]:
    """One conversation as Markdown lines."""
    brief = scenarios.example_brief(name)
    brief = type(brief)(**{**{f: getattr(brief, f) for f in brief.__slots__}, "push": push})
    scenario = scenarios.load(name)
    talk = Talk.begin(scenario, brief, MemoryJournal(), seed=3)
    partner, met = ScriptedPartner(scenario, brief, 3), answers(name)
    replies, holds = dict(REPLIES[name]), list(HOLDS[name])
    lines, said = [f"# {scenario.title}, {push.value}", ""], [ASKS[name]]
    for _ in range(MOST):
        directive = talk.next_move()
        line = "".join(partner.reply(directive, talk.history))
        talk.add_theirs(directive, line, start_s=0, end_s=1, audio=None, engine="scripted")
        lines += [f"**{talk.mind.persona.name}** ({directive.move.value.replace('_', ' ')}): {line}", ""]
        if directive.closing:
            break
        cue = next((cue for cue in replies if cue in line.lower()), "")
        pool = said or ([replies.pop(cue)] if cue else met.get(directive.objection, []) or holds)
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
