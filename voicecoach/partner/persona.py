"""The other person, made from scenario and brief: name, manner, position.

Nothing here tells what the user wants, must say or fears: a partner's prompt may hold all of it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from voicecoach.rehearsal.scenario import Manner, Scenario
from voicecoach.types import Brief

KIN = frozenset(
    {"mum", "mom", "mother", "mam", "dad", "father", "sister", "brother", "aunt", "uncle", "gran", "grandma"}
    | {"grandmother", "granddad", "grandpa", "son", "daughter"}
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Aunt|Auntie|Uncle|Father|Sister)\.?"
_NAME = rf"(?:{_TITLE} )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?"

LONGEST_LIKELY = 160
"""Characters of how they will likely react; it stands in a model's prompt too."""

LONGEST_NAME = 80
"""Characters of who the other person is; what comes after is left out."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Who the user talks to."""

    name: str
    """As others speak of them: "Dana", "Mr. Hussain", "Mum", "the manager"."""
    relation: str
    """Who they are to the user: "manager", "oldest friend", "who owns the garage"."""
    manner: str
    """Key of the scenario's manner; empty where the scenario has none."""
    about: str
    """The manner in words: "warm, quick to praise, and careful with money"."""
    position: str
    """Where they stand, third person."""
    resists: str
    """Why they resist, third person."""
    temper: str
    """work or close."""
    likely: str
    """How they will likely react, in the user's words."""


def make_persona(scenario: Scenario, brief: Brief) -> Persona:
    """The persona of one rehearsal."""
    name, relation = name_and_relation(brief.other, scenario.relation)
    manner = choose_manner(scenario, brief)
    return Persona(
        name=name,
        relation=relation,
        manner=manner.key if manner else "",
        about=manner.about if manner else "",
        position=scenario.position.replace("{name}", name),
        resists=scenario.resists.replace("{name}", name),
        temper=scenario.temper,
        likely=_one_line(brief.reaction, LONGEST_LIKELY),
    )


def name_and_relation(other: str, default: str) -> tuple[str, str]:
    """ "Dana, my manager" is Dana, manager; "my mother, Jean" is Jean, mother; "my mum" is Mum, mum."""
    other = _one_line(other)
    parts = [part.strip() for part in re.split(r",\s*", other, maxsplit=1)]
    if len(parts) == 1:
        parts = _split_spoken(other)
    named = [part for part in parts if _is_name(part)]
    others = [part for part in parts if part not in named]
    relation = _relation(others[0]) if others else _relation(default)
    if named:
        return named[0], relation
    inner = re.search(rf"(?:called|named|is|name's|he's|she's|they're) ({_NAME})", other)
    if inner:
        return inner[1], relation
    return (relation.capitalize() if relation in KIN else f"the {_bare(relation)}"), relation


def _one_line(text: str, longest: int | None = None) -> str:
    """A name goes into a model's prompt: one short line, with nothing in it that could pass for a heading."""
    plain = "".join(" " if not letter.isprintable() or _is_picture(letter) else letter for letter in text)
    return (
        " ".join(re.sub(r"[#<>\[\]{}|`*]+", " ", plain).split())[: longest or LONGEST_NAME]
        .strip()
        .rstrip(".")
    )


def _is_picture(letter: str) -> bool:
    """Emoji and other signs, and what only changes how they look."""
    return unicodedata.category(letter) in ("So", "Sk", "Cn", "Co") or "\ufe00" <= letter <= "\ufe0f"


def _split_spoken(other: str) -> list[str]:
    """ "my manager Dana" and, from a recogniser, "dana my manager"."""
    before = re.fullmatch(rf"((?:my|our|the) .+?) ({_NAME})", other)
    if before:
        return [before[2], before[1]]
    after = re.fullmatch(r"([\w'’-]+) ((?:my|our|who) .+)", other)
    return [after[1].capitalize(), after[2]] if after else [other]


def _is_name(part: str) -> bool:
    return bool(re.fullmatch(_NAME, part)) and not re.match(r"(?:my|our|the|a|an)\b", part.lower())


def _relation(text: str) -> str:
    return re.sub(r"^(?:my|our|the|an|a|your)\s+", "", text, flags=re.IGNORECASE)


def _bare(relation: str) -> str:
    """The head of a relation: "manager at the bank" without what follows, for a name."""
    return re.split(r"\s+(?:at|who|from|of|in|that|whose)\s+|,", relation, maxsplit=1)[0]


def choose_manner(scenario: Scenario, brief: Brief) -> Manner | None:
    """The manner chosen in the setup, else the one that the expected reaction sounds like."""
    chosen = scenario.manner(brief.details.get(scenario.manner_from, "").strip().lower())
    if chosen:
        return chosen
    text = f"{brief.reaction} {brief.details.get(scenario.manner_from, '')}".lower()
    scored = [(sum(word.lower() in text for word in manner.words), manner) for manner in scenario.manners]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] else None
