"""One rehearsal in text from a script: the user's lines are fixed, the partner answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.errors import EngineError
from voicecoach.partner.directive import Directive
from voicecoach.partner.in_role import clean_line
from voicecoach.partner.line_rules import unearned
from voicecoach.partner.lines import filled, plain, pools
from voicecoach.partner.mind import Mind
from voicecoach.partner.ollama import OllamaPartner
from voicecoach.partner.ollama_stream import ChatStream, Patience
from voicecoach.partner.persona import make_persona
from voicecoach.partner.scripted import ScriptedPartner
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Label, Move, Push, Turn, Who

EXCHANGES = 15
NEVER = 99
HOST = "http://127.0.0.1:11434"
PLAIN = (
    "You are {name}, {relation}. {position} {resists} The user rehearses a hard conversation with you. "
    "Stay in character and answer in one to three sentences."
)
"""The plain prompt of a raw model: what somebody would type who has no mind to steer it."""


@dataclass
class Tally:
    """What happened with one behaviour in one scenario at one level."""

    talks: int = 0
    gave: list[int] = field(default_factory=list)
    """Exchange of the first ground given; NEVER where none was."""
    yes: list[int] = field(default_factory=list)
    """Exchange of a partial yes or a clean close."""
    folds: int = 0
    """Turns of the user's in which the findings saw a concession."""
    taken: int = 0
    given: int = 0
    """Turns of the user's that give ground, as the script's behaviour says, found or not."""
    given_taken: int = 0
    repeats: int = 0
    breaks: int = 0
    """A model's lines that were heard, and are out of role, or give in while the mind says no."""
    authored: int = 0
    """Of a model's lines, those that an authored one took the place of."""
    lines: int = 0
    words: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Used:
    """Who words the lines."""

    model: str = ""
    """Its name in Ollama; empty for the scripted partner."""
    host: str = HOST
    raw: bool = False
    """With a plain prompt and no mind?"""


class Replier(Protocol):
    """Words one line: the scripted partner, or one with a model."""

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]: ...


class Raw:
    """A model with a plain prompt and no mind: what it says is heard as it is."""

    def __init__(self, scenario: Scenario, brief: Brief, used: Used) -> None:
        persona = make_persona(scenario, brief)
        self._stream = ChatStream(used.host, used.model, think=False, patience=Patience())
        told = PLAIN.format(
            name=persona.name, relation=persona.relation, position=persona.position, resists=persona.resists
        )
        self._system = {"role": "system", "content": told}

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """The model's words; the directive is not told."""
        talk = [
            {"role": "user" if turn.who is Who.YOU else "assistant", "content": turn.text or "..."}
            for turn in history
        ]
        messages = [self._system, *(talk or [{"role": "user", "content": "Hi, have you got a minute?"}])]
        yield from self._stream.chat(messages, {"temperature": 0.8, "num_predict": 90})


def partner_for(scenario: Scenario, brief: Brief, seed: int, used: Used) -> Replier:
    """The partner that is measured."""
    scripted = ScriptedPartner(scenario, brief, seed)
    if not used.model:
        return scripted
    if used.raw:
        return Raw(scenario, brief, used)
    return OllamaPartner(
        scenario, brief, model=used.model, host=used.host, allow_remote=False, scripted=scripted
    )


def run(script: dict[str, Any], push: Push, seed: int, tally: Tally, used: Used) -> list[Turn]:
    """One rehearsal, findings as the program finds them; gives what was said."""
    scenario = scenarios.load(script["scenario"])
    brief = replace(brief_of(script), push=push)
    mind, reader = Mind.make(scenario, brief, seed), TranscriptReader(brief)
    partner = partner_for(scenario, brief, seed, used)
    gives = giving(script)
    history: list[Turn] = []
    told: list[tuple[Directive, str]] = []
    written: list[tuple[Directive, str]] = []
    for number, text in enumerate([None, *turns(script["turns"])]):
        conceded = False
        if text is not None:
            history.append(Turn(len(history), Who.YOU, text))
            findings = reader.read(history[-1])
            conceded = any(finding.label is Label.CONCESSION for finding in findings)
            mind.hear(history[-1], findings, reader.odds)
        directive = mind.next_move()
        line = heard(partner, directive, history)
        mind.commit(directive, line)
        history.append(Turn(len(history), Who.PARTNER, line, move=directive.move))
        reader.read(history[-1])
        told.append((directive, line))
        taken = directive.move is Move.PRESS or directive.beat == "close_taken"
        tally.folds += conceded
        tally.taken += conceded and taken
        tally.given += number in gives
        tally.given_taken += number in gives and taken
        if used.model and (used.raw or not is_authored(line, scenario, brief, directive)):
            written.append((directive, line))
    tally.authored += len(told) - len(written)
    who = f"{mind.persona.name}, {mind.persona.relation}"
    tally.breaks += sum(is_break(directive, line, who) for directive, line in written)
    count(told, tally, raw=used.raw)
    return history


def brief_of(script: dict[str, Any]) -> Brief:
    """The script's own brief (`other`, `want`, `must_say`), or the scenario's example."""
    example = scenarios.example_brief(script["scenario"])
    if own := script.get("brief"):
        return replace(
            example,
            other=own["other"],
            want=own["want"],
            must_say=tuple(own["must_say"]),
            details={},
            owed="",
        )
    return example


def is_break(directive: Directive, line: str, who: str) -> bool:
    """Out of role, or ground given that was not earned?"""
    unearned_now = not directive.may_concede and unearned(line)
    return clean_line(line, who).verdict == "reject" or bool(unearned_now)


def count(told: Sequence[tuple[Directive, str]], tally: Tally, *, raw: bool) -> None:
    """What the partner did over the whole talk."""
    ground = [bool(unearned(line)) if raw else directive.may_concede for directive, line in told]
    yes = [d.move is Move.PARTIAL_YES or d.beat == "close_yes" for d, _ in told]
    said = [line for _, line in told]
    tally.talks += 1
    tally.gave.append(first(ground))
    tally.yes.append(NEVER if raw else first(yes))
    tally.lines += len(said)
    tally.repeats += len(said) - len({plain(line) for line in said})
    tally.words += [len(line.split()) for line in said]


def heard(partner: Replier, directive: Directive, history: Sequence[Turn]) -> str:
    """The line, as far as it came: a server that fails ends it."""
    pieces: list[str] = []
    try:
        pieces.extend(partner.reply(directive, history))
    except EngineError:
        pieces.append("...")
    return "".join(pieces).strip() or "..."


def is_authored(line: str, scenario: Scenario, brief: Brief, directive: Directive) -> bool:
    """Does the line stand in the pools? Compared by its last words, since a remark may come before it."""
    known = pools(scenario, directive, directive.manner, tuple(brief.details.values()))
    return any(plain(line).endswith(plain(filled(own, directive.slots))) for pool in known for own in pool)


def giving(script: dict[str, Any]) -> frozenset[int]:
    """Exchanges in which the script's user gives ground: as told ("gives"), or all after the ask of one who
    folds."""
    if "gives" in script:
        return frozenset(script["gives"])
    folds = str(script["behaviour"]).startswith("fold")
    return frozenset(range(2, EXCHANGES + 1)) if folds else frozenset()


def turns(lines: Sequence[str]) -> Iterator[str]:
    """Fifteen turns: a shorter script starts over after its first line."""
    rest = lines[1:] or lines
    yield lines[0]
    for number in range(EXCHANGES - 1):
        yield rest[number % len(rest)]


def first(happened: Sequence[bool]) -> int:
    """The first exchange in which it happened."""
    return next((number for number, it in enumerate(happened) if it), NEVER)
