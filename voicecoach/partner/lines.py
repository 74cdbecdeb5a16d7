"""The authored lines: where each beat's lines stand, and which of them can be said now."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from voicecoach.partner.directive import Directive
from voicecoach.partner.fear import FEARED
from voicecoach.paths import package_data
from voicecoach.rehearsal.scenario import Echo, Scenario

_SLOT = re.compile(r"\{(\w+)\}")
_CARRY_ON = {
    "harder": ("again",),
    "again": ("harder",),
    "raise": ("again",),
    "after_no": ("again", "close_unmoved"),
    "after_yes": ("settle", "close_yes"),
    "settle": ("question", "after_yes"),
    "counter_offer": ("question",),
    "used_against": ("again",),
    "probe": ("question",),
    "harsh": ("again",),
    "silence": ("quiet", "after_no"),
    "nonsense": ("again",),
    "asked_back": ("again",),
    "question": ("again",),
    "quiet": ("again",),
    "press": ("close_taken",),
}
"""Whose lines carry on where a beat's own are used up."""


@cache
def _generic() -> dict[str, Any]:
    with (package_data("lexicon") / "partner_lines.toml").open("rb") as file:
        return tomllib.load(file)


def gist(beat: str, name: str, objection: str) -> str:
    """What the beat means, third person, for a model."""
    template = str(_generic()["gists"].get(beat, "{gist}"))
    return template.replace("{gist}", objection).replace("{name}", name)


def _fits(line: str, beat: str, reaction: str) -> bool:
    """Does a line that pushes harder speak of the weakness that was really shown?"""
    if beat != "harder":
        return True
    low = line.lower()
    kinds = [kind for kind, cues in _generic()["cues"].items() if any(cue in low for cue in cues)]
    return not kinds or reaction in kinds


@dataclass(frozen=True, slots=True)
class Leads:
    """Short remarks that may come before a line, and how often one of them does."""

    lines: tuple[str, ...]
    chance: float


def leads(scenario: Scenario, directive: Directive, said: str) -> list[Leads]:
    """Remarks that take up the user's turn, `said`, the closest to it first."""
    generic = _generic()[scenario.temper]
    echoes = () if directive.reaction == "asked" else (*scenario.echoes, *_echoes(scenario.temper))
    named = generic["named"] if "said" in directive.slots else ()
    return [
        Leads(_met(scenario, directive), _chance("met")),
        Leads(tuple(generic["angry"]) if directive.angry else (), _chance("angry")),
        Leads(tuple(_echoing(echoes, said)), _chance("echo")),
        Leads(tuple(filled(line, directive.slots) for line in named), _chance("named")),
        Leads(_on_what_was_done(scenario, directive), _chance(directive.reaction)),
    ]


def _on_what_was_done(scenario: Scenario, directive: Directive) -> tuple[str, ...]:
    """Once part of it was granted, nobody is told off for how they ask."""
    if directive.beat == "settle" and directive.reaction not in {"answered", "talked"}:
        return ()
    return tuple(_generic()[scenario.temper]["lead"].get(directive.reaction, ()))


def _met(scenario: Scenario, directive: Directive) -> tuple[str, ...]:
    if not directive.met:
        return ()
    objection = scenario.objection(directive.met)
    own = objection.lines.get("met", ()) if objection else ()
    generic = _generic()[scenario.temper]["feared"]["met"] if directive.met == FEARED else ()
    return (*own, *generic)


def _chance(of: str) -> float:
    return float(_generic()["chance"].get(of, 0.0))


@cache
def _echoes(temper: str) -> tuple[Echo, ...]:
    return tuple(Echo(tuple(raw["words"]), tuple(raw["lines"])) for raw in _generic()[temper]["echoes"])


def _echoing(echoes: Iterable[Echo], said: str) -> Iterable[str]:
    words = f" {plain(said)} "
    meant = (echo for echo in echoes if any(f" {plain(cue)} " in words for cue in echo.words))
    return (line for echo in meant for line in echo.lines)


def pools(
    scenario: Scenario, directive: Directive, manner: str, kinds: Iterable[str] = ()
) -> Iterable[list[str]]:
    """Groups of lines for the directive, the best first: each holds only lines whose slots are known.

    `kinds` are answers of the setup ("sibling"); they admit lines kept for them ("again@sibling").
    """
    kinds = tuple(kinds)
    if directive.about:
        beat = f"{directive.beat}:{directive.about}"
        for lines in (scenario.lines, _generic()[scenario.temper]["lines"]):
            yield [line for line in lines.get(beat, ()) if _known(line, directive.slots)]
    for beat in (directive.beat, *_CARRY_ON.get(directive.beat, ())):
        beats = (beat, *(f"{beat}@{kind}" for kind in kinds))
        yield from (
            [
                line
                for line in group
                if _known(line, directive.slots) and _fits(line, beat, directive.reaction)
            ]
            for group in _groups(scenario, directive.objection, beats, manner, fear="fear" in directive.slots)
        )
    for objection in scenario.objections:
        yield [line for line in objection.lines.get("again", ()) if _known(line, directive.slots)]
    for beat in ("after_no", "again", "question", "asked_back"):
        yield [line for line in _generic()[scenario.temper]["lines"][beat] if _known(line, directive.slots)]


def _groups(
    scenario: Scenario, key: str, beats: tuple[str, ...], manner: str, *, fear: bool
) -> Iterable[list[str]]:
    generic = _generic()[scenario.temper]
    objection = scenario.objection(key)
    chosen = scenario.manner(manner)
    if objection:
        spoken = generic["feared"]["raise"] if fear and "raise" in beats else ()
        yield [*spoken, *_of(objection.lines, beats)]
    elif key == FEARED:
        yield _of(generic["feared"], beats)
    yield [*_of(chosen.lines if chosen else {}, beats), *_of(scenario.lines, beats)]
    yield _of(generic["lines"], beats)


def _of(lines: Mapping[str, Sequence[str]], beats: Iterable[str]) -> list[str]:
    return [line for beat in beats for line in lines.get(beat, ())]


def _known(line: str, slots: Mapping[str, str]) -> bool:
    return all(slot in slots for slot in _SLOT.findall(line))


def filled(line: str, slots: Mapping[str, str]) -> str:
    """The line with its slots, every sentence beginning with a capital."""
    text = _SLOT.sub(lambda found: slots[found[1]], line)
    return re.sub(r"(^|[.?!] )([a-z])", lambda found: found[1] + found[2].upper(), text)


def plain(text: str) -> str:
    """For comparing lines: words only."""
    return " ".join(re.findall(r"[a-z0-9']+", text.lower().replace("’", "'")))
