"""A rehearsal in text: a mind and the scripted partner against a list of the user's lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.encoder.model import TurnOdds
from voicecoach.partner.directive import Directive
from voicecoach.partner.mind import Mind
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Finding, Label, Push, Turn, Who

ASK = {
    "raise": "I'm asking for a raise to 95 thousand, from January.",
    "client": "I'm ending our contract on the 30th of June.",
    "boundary": "I need you to call before you come over.",
    "friend": "I'm not going to invest in your bar.",
}
ANSWERS = {
    "raise": [
        "The Tulsa account renewed for two years in October, and I brought that in alone.",
        "I trained both new hires, and neither of them has missed a deadline since March.",
        "If January is too early, I'd take half of it now and the other half in July.",
        "I've written it up on one page with the invoices, so you can forward it on Friday.",
        "I want to stay here, and I told two recruiters no because I'd rather settle it with you.",
        "The salary survey from August puts the job between ninety and a hundred and five.",
        "Customer complaints went down by forty percent after I took over support.",
        "I rebuilt the onboarding, and people are productive in three weeks instead of eight.",
        "Greg in Houston wrote to the director about how I handled the outage.",
    ],
    "client": [
        "I'll hand over every file by the twentieth, with a list of passwords.",
        "My colleague Ana does this kind of design, and I can introduce you tomorrow.",
        "I've taken a teaching post from July, so more money wouldn't change it.",
        "I'm thankful that you recommended me so often, and it's still the 30th.",
        "I'll finish the price list you paid for, and write twelve pages of notes.",
        "Tell people that I gave notice in May and delivered everything I promised.",
        "If the new person has questions, I'll sit in on their first call for an hour.",
        "We agreed on two rounds of changes, and the last flyer had eleven.",
        "You'll have the summer schedule printed before I go, as we shook hands on.",
    ],
    "boundary": [
        "You walked in twice last week while I was on a video call with my boss.",
        "Come to lunch on Sunday, every Sunday if you like, and ring on other days.",
        "In your house I take my shoes off because you asked. In mine it's a phone call.",
        "I'm thankful for the nights you sat up with me, and I still need the call.",
        "I'll ring you every Wednesday evening, so you hear from me anyway.",
        "It was my own idea, Tom didn't know about it until yesterday.",
        "If you text half an hour ahead, the kettle's on when you arrive.",
        "I was short with you on Tuesday, that was wrong of me. The call is another matter.",
        "I'd miss you, and I want to be dressed and awake when you visit.",
    ],
    "friend": [
        "I should have told you in March. I was afraid you'd be hurt, and that was cowardly.",
        "I said no to my own brother in January, so it's got nothing to do with you.",
        "I'll give you my Saturdays until the opening, I'm handy with a brush.",
        "My cousin works at the credit union, and I'll phone her for you tomorrow.",
        "It's eight months of savings, and the baby arrives in May.",
        "I know you'd like to laugh it off, and I lay awake three nights over it.",
        "You're my oldest friend, and I want you at my wedding in the summer.",
        "I think you cook better than anyone in town, and I keep my savings where they are.",
        "If you've got a list about me, I'll listen to all of it on Saturday.",
    ],
}
RESTATED = {
    "raise": [
        "I understand, and I'd still like the raise to 95 thousand.",
        "As I said, I'm asking for 95 thousand.",
        "I hear you, and my number is the same.",
        "I appreciate that. I'd like my salary to be 95 thousand.",
        "okay i respect that and i am still asking for ninety five thousand",
    ],
    "client": [
        "I understand, and I'm ending the contract on the 30th of June.",
        "As I said, our contract ends on the 30th.",
        "I hear you, and my decision is made.",
        "my decision hasn't changed i am ending the contract on june thirtieth",
    ],
    "boundary": [
        "I understand, and I need you to call before you come over.",
        "As I said, please call before you come.",
        "I hear you, and I want you to call first.",
        "it's still the same please call before you come over",
    ],
    "friend": [
        "I understand, and I'm not going to invest in your bar.",
        "As I said, I'm not putting money in.",
        "I hear you, and my answer is the same.",
        "like i said i won't invest in the bar",
    ],
}

Findings = Callable[[Turn], Sequence[Finding]]


def labelled(label: Label) -> Findings:
    """Every turn but a plain ask shows `label`."""
    return lambda turn: (
        []
        if turn.text in ASK.values()
        else [Finding(turn.number, label, turn.text, (0, len(turn.text)), "t")]
    )


@cache
def odds_of(name: str, text: str) -> TurnOdds:
    """What a turn does as a whole, said after the ask and a no: the same in every rehearsal."""
    reader = TranscriptReader(scenarios.example_brief(name))
    reader.read(Turn(1, Who.YOU, ASK[name]))
    reader.read(Turn(2, Who.PARTNER, "I don't think so."))
    reader.read(Turn(3, Who.YOU, text))
    return reader.odds


def rehearse(
    name: str,
    lines: Sequence[str],
    push: Push = Push.REALISTIC,
    seed: int = 0,
    findings: Findings = lambda turn: [],
    exchanges: int = 15,
    first: str = "",
) -> list[tuple[Directive, str]]:
    """The partner's moves and lines, the greeting first; the user begins with the ask."""
    scenario = scenarios.load(name)
    brief = replace(scenarios.example_brief(name), push=push)
    mind, partner = Mind.make(scenario, brief, seed), ScriptedPartner(scenario, brief, seed)
    history: list[Turn] = []
    said: list[tuple[Directive, str]] = []
    users = [first or ASK[name], *lines * exchanges][:exchanges] if lines else [""] * exchanges
    for text in [None, *users]:
        if text is not None:
            history.append(Turn(len(history), Who.YOU, text))
            mind.hear(history[-1], findings(history[-1]), odds_of(name, text))
        directive = mind.next_move()
        line = "".join(partner.reply(directive, history))
        mind.commit(directive, line)
        history.append(Turn(len(history), Who.PARTNER, line, move=directive.move))
        said.append((directive, line))
    return said
