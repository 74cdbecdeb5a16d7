"""The feared reaction as the persona's own objection: which one, and its words where they can be said.

The setup's answer is free text ("that she says there's no budget and I just nod"). What the other
person would say is taken out of it where its shape allows, and turned into their mouth.
"""

from __future__ import annotations

import re

from voicecoach.partner.stems import stem, words
from voicecoach.rehearsal.scenario import Objection, Scenario

FEARED = "feared"
"""Key of the objection made from the feared words, where no authored one fits."""

_QUOTED = re.compile(r"[\"“](.+?)[\"”]")
_SAYS = re.compile(
    r"^(?:that )?[a-z]+(?:'ll| will| would|'d| might)? (?:say|says|tell|tells)(?: me| us)?,? (?:that )?(.+)$"
)
_THAT = re.compile(
    r"^that ((?:i'm|i am|it's|it is|there's|there is|the|nobody|no one|everyone|i've|i haven't|i don't"
    r"|i never) .+)$"
)
_OWN_DOING = re.compile(
    r"^i(?:'m| am)(?: going to| gonna)? (?:cry|crying|lose|losing|freeze|freezing|nod|shout|shake|shaking"
    r"|cave|caving|fold|folding|give in|giving in|stumble|blush|forget|tongue)"
    r"|^i (?:don't|never) (?:say|get|manage|dare)"
)
_START = re.compile(
    r"^(?:i'm|i|i've|i'd|i don't|there's|there|it's|it|the|we|we're|we've|my|you|you're|you've|this|that's"
    r"|nobody|no|everyone|everybody)\b"
)
_PERSONA = "<persona>"
"""Stands for the other person until the clause is turned round."""
_FLIP = {"i'm": "you're", "i": "you", "i've": "you've", "i'd": "you'd", "i'll": "you'll", "am": "are"} | {
    "my": "your", "me": "you", _PERSONA: "me", "mine": "yours", "myself": "yourself"
}  # fmt: skip
_OTHERS = re.compile(r"\b(?:she|he|they|her|hers|him|his|them|their|theirs)\b")
_THEM = re.compile(r"\b(?:him|her|them)\b(?= (?:out|off|down|up|away)\b|$)")
"""The other person, where the fear speaks of them as the object."""
MAX_WORDS = 14


def feared_objection(scenario: Scenario, fear: str) -> Objection | None:
    """The authored objection that the fear sounds most like; None where none does."""
    said = [stem(word) for word in words(fear)]
    scored = [(_likeness(said, objection.fears), objection) for objection in scenario.objections]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0][0] else None


def _likeness(said: list[str], phrases: tuple[str, ...]) -> tuple[int, int]:
    """How many of the phrases' words stand in the fear, and how early: what is said first weighs more."""
    found = [(len(wanted), at) for wanted, at in (_found(said, phrase) for phrase in phrases) if at >= 0]
    return sum(length for length, _ in found), -min((at for _, at in found), default=0)


def _found(said: list[str], phrase: str) -> tuple[list[str], int]:
    """The phrase's stems, and where they stand in the fear one after the other; -1 where they do not."""
    wanted = [stem(word) for word in words(phrase)]
    places = range(len(said) - len(wanted) + 1)
    return wanted, next((at for at in places if said[at : at + len(wanted)] == wanted), -1)


def feared_words(fear: str) -> str:
    """What the other person would say, in their mouth and without a full stop; "" where it cannot be told.

    >>> feared_words("that she says I'm not a team player and I nod")
    "you're not a team player"
    """
    quoted = _QUOTED.search(fear)
    if quoted:
        return _sayable(quoted[1].strip(" .!?,"), flip=False)
    plain = fear.lower().replace("’", "'").strip(" .!?")
    if _OWN_DOING.match(plain.removeprefix("that ")):
        return ""
    found = _SAYS.match(plain) or _THAT.match(plain)
    if not found:
        return ""
    clause = re.split(r",| and (?:i|then|we|she|he|they)\b|;| because ", found[1])[0].strip()
    if clause.startswith("i"):
        clause = _THEM.sub(_PERSONA, clause)
    return _sayable(clause, flip=True)


def _sayable(clause: str, *, flip: bool) -> str:
    """The clause where it stands on its own, else ""."""
    parts = clause.lower().split()
    if not 2 <= len(parts) <= MAX_WORDS or _OTHERS.search(clause.lower()) or not _START.match(clause.lower()):
        return ""
    if not flip:
        return clause[0].lower() + clause[1:] if not clause.startswith(("I ", "I'")) else clause
    turned = " ".join(_FLIP.get(part, part) for part in parts)
    return re.sub(r"\byou was\b", "you were", turned)
