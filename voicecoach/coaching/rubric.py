"""What a scenario's critique looks for: each item yes or no, tied to a sentence. Never a total.

The items are in `lexicon/rubrics.toml`; a check here is a small function of the material.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from voicecoach.coaching.material import Material
from voicecoach.coaching.numbers import amounts
from voicecoach.coaching.parts import Quote, RubricLine
from voicecoach.coaching.quotes import quote_of
from voicecoach.coaching.words import lexicon
from voicecoach.types import Label, Who

Looked = tuple[bool, Quote | None]
"""Was it there, and the sentence that shows it, or beside which it is missing."""


def look(m: Material) -> tuple[RubricLine, ...]:
    """Every item of the scenario's rubric, in its order; items that cannot be judged here are left out."""
    rubrics = lexicon("rubrics")
    items = rubrics.get(m.kind, rubrics["other"]).get("items", ())
    return tuple(line for line in (_looked(m, item) for item in items) if line)


def _looked(m: Material, item: Mapping[str, Any]) -> RubricLine | None:
    method = item.get("framework") and not m.taste.frameworks
    if method or item["key"] in m.taste.left_out or not _fits(m, item):
        return None
    found = CHECKS[item["check"]](m, item)
    if found is None:
        return None
    met, quote = found
    line, bare = (item["met"], "") if met else (item["missed"], item.get("bare", ""))
    return RubricLine(item["key"], item["question"], line, met, quote, bare)


def _fits(m: Material, item: Mapping[str, Any]) -> bool:
    """Does the item suit what this user came for?"""
    aim = "; ".join((m.brief.want, *m.brief.must_say)).replace("’", "'")
    only, never = item.get("when"), item.get("unless")
    if only and not re.search(only, aim, re.IGNORECASE):
        return False
    return not (never and re.search(never, aim, re.IGNORECASE))


def missing_lines(lines: tuple[RubricLine, ...], question: str) -> tuple[RubricLine, ...]:
    """Items of a question that were not there."""
    return tuple(line for line in lines if line.question == question and not line.met)


def _ask(m: Material) -> Quote | None:
    """The sentence that states the ask."""
    asked = next((f for f in m.labelled(Label.DIRECT) if f.turn == m.session.ask_turn), None)
    return m.sentence(asked.turn, asked.at) if asked else None


def early_ask(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """The ask came by the user's Nth turn."""
    if m.session.ask_turn is None:
        return None
    place = [t.number for t in m.yours()].index(m.session.ask_turn) + 1
    return place <= int(item["turn"]), _ask(m)


def asked_again(m: Material, _: Mapping[str, Any]) -> Looked | None:
    """After pushback the position was said again; a sign of it that is not sure counts as much."""
    if m.session.ask_turn is None or not any(t.number > m.session.ask_turn for t in m.yours()):
        return None
    again = [f for f in m.findings if f.label in (Label.HELD, Label.DIRECT) and m.after_ask(f.turn)]
    return bool(again), m.quote(again[0]) if again else _ask(m)


def few(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """At most so many findings of a label."""
    found = m.labelled(Label(item["label"]))
    most = int(item.get("most", 0))
    return len(found) <= most, m.quote(found[most]) if len(found) > most else None


def says(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """A sentence of the user's holds one of these patterns."""
    pattern = re.compile("|".join(item["patterns"]), re.IGNORECASE)
    for turn, span in m.own_sentences():
        if pattern.search(turn.text[slice(*span)].replace("’", "'")):
            return True, quote_of(turn, span)
    return False, _ask(m)


def says_not(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """No sentence of the user's holds one of these patterns."""
    found = says(m, item)
    return (False, found[1]) if found and found[0] else (True, None)


def facts(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """So many checkable things beside the ask: a number, a date, a span of time, in turns of one's own."""
    wanted = {(a.kind, a.value) for line in (m.brief.want, *m.brief.must_say) for a in amounts(line)}
    shown = [
        (turn, span)
        for turn, span in m.own_sentences()
        if any((a.kind, a.value) not in wanted for a in amounts(turn.text[slice(*span)]))
    ]
    return len(shown) >= int(item["least"]), quote_of(*shown[0]) if shown else _ask(m)


def next_step(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """A date or a day in the last turns, where the next step would stand."""
    late = m.yours()[-int(item["turns"]) :]
    times = {"date", "weekday", "relative", "time"}
    for turn in late:
        dated = [a for a in amounts(turn.text) if a.kind in times]
        if dated or re.search(r"(?i)\bby when\b|\bwhen (?:should|can|will|could|do)\b", turn.text):
            at = (dated[0].start, dated[0].end) if dated else (0, len(turn.text))
            return True, m.sentence(turn.number, at)
    return False, _ask(m)


def open_question(m: Material, _: Mapping[str, Any]) -> Looked | None:
    """After the point, a question that lets them speak."""
    if m.session.ask_turn is None:
        return None
    pattern = re.compile(r"(?i)\b(?:how|what|why|which|tell me|do you want|are you|is there)\b.*\?")
    for turn, span in m.own_sentences():
        if turn.number >= m.session.ask_turn and pattern.search(turn.text[slice(*span)]):
            return True, quote_of(turn, span)
    return False, _ask(m)


def talk_share(m: Material, item: Mapping[str, Any]) -> Looked | None:
    """The user's share of all words lies between two ends."""
    own = sum(len(t.text.split()) for t in m.yours())
    both = own + sum(len(t.text.split()) for t in m.turns if t.who is Who.PARTNER)
    if both < 60:
        return None
    return float(item["least"]) <= own / both <= float(item["most"]), None


CHECKS: Mapping[str, Callable[[Material, Mapping[str, Any]], Looked | None]] = {
    check.__name__: check
    for check in (early_ask, asked_again, few, says, says_not, facts, next_step, open_question, talk_share)
}
