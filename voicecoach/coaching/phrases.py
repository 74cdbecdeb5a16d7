"""Stretches that show an apology, a hedge or a filler by their own words.

The rules are regular expressions with guards in `lexicon/phrases.toml`. A rule nominates; whether a weak
rule's nomination stands is for the trained weights to say (`weights.py`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from voicecoach.coaching.clauses import Clause
from voicecoach.paths import package_data
from voicecoach.types import Label

_RELATIVE = frozenset({"i", "you", "this", "it"})
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_REST = r"(?:(?!(?:,? (?:but|and|so|because)\b)|[.?!;:—…]|, ).)*?(?=$|[.?!;:—…,]|,? (?:but|and|so|because)\b)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A nominated stretch of a turn."""

    label: Label
    rule: str
    start: int
    end: int
    weak: bool
    """It holds only where the context agrees."""


@dataclass(frozen=True, slots=True)
class _Rule:
    label: Label
    name: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    weak: bool


@cache
def _rules() -> tuple[_Rule, ...]:
    with (package_data("lexicon") / "phrases.toml").open("rb") as file:
        data = tomllib.load(file)
    short: dict[str, str] = {**data["shorthand"], "REST": _REST}
    return tuple(
        _rule(Label(label), row, short) for label in ("apology", "hedge", "filler") for row in data[label]
    )


def _rule(label: Label, row: dict[str, str], short: dict[str, str]) -> _Rule:
    def full(text: str) -> str:
        for name, meaning in short.items():
            text = meaning.join(re.split(rf"\b{name}\b", text))
        return text

    def compiled(text: str, ends: str) -> re.Pattern[str] | None:
        return re.compile(f"(?:{full(text)}){ends}", re.IGNORECASE) if text else None

    return _Rule(
        label,
        f"{label}.{row['id']}",
        re.compile(rf"(?<![\w'])(?:{full(row['pattern'])})(?![\w'])", re.IGNORECASE),
        compiled(row.get("unless_before", ""), "$"),
        compiled(row.get("unless_after", ""), ""),
        compiled(row.get("unless", ""), ""),
        bool(row.get("weak")),
    )


def phrases(text: str, every: Sequence[Clause]) -> tuple[Phrase, ...]:
    """Every nominated stretch of a turn with these clauses, in order.

    Of two with the same label that overlap, the longer stays.
    """
    flat = text.replace("’", "'")
    quoted = [m.span() for m in _QUOTED.finditer(flat)]
    found = [_clipped(phrase, every) for rule in _rules() for phrase in _matches(rule, flat)]
    free = [p for p in found if not any(a <= p.start and p.end <= b for a, b in quoted)]
    return tuple(sorted(_longest(free), key=lambda p: (p.start, p.end)))


def _matches(rule: _Rule, text: str) -> list[Phrase]:
    found = []
    for match in rule.pattern.finditer(text):
        start, end = match.span()
        while end > start and text[end - 1] in " ,;:":
            end -= 1
        barred = rule.before and rule.before.search(text[max(0, start - 40) : start])
        barred = barred or (rule.after and rule.after.match(text, end))
        barred = barred or (rule.unless and rule.unless.search(text[start : end + 40]))
        if end > start and not barred:
            found.append(Phrase(rule.label, rule.name, start, end, rule.weak))
    return found


def _clipped(phrase: Phrase, every: Sequence[Clause]) -> Phrase:
    """An apology ends where its clause does, and leaves out a conjunction in front."""
    if phrase.label is not Label.APOLOGY:
        return phrase
    home = [c for c in every if c.start < phrase.end and phrase.start < c.end]
    long = next((k for k, c in enumerate(home) if c.end - max(c.start, phrase.start) > 6), None)
    if long is None:
        return phrase
    while long + 1 < len(home) and not home[long + 1].link and home[long + 1].words[0].text in _RELATIVE:
        long += 1  # "sorry | i said anything", "i'm so embarrassed | i even brought it up"
        if home[long].end - home[long - 1].end > 40:
            return replace(phrase, end=home[long - 1].end)
    return replace(phrase, start=max(phrase.start, home[0].start), end=min(phrase.end, home[long].end))


def _longest(found: list[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        clash = any(k.label == phrase.label and k.start < phrase.end and phrase.start < k.end for k in kept)
        if not clash:
            kept.append(phrase)
    return kept
