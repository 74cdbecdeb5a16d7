"""What the coach may not say, whoever worded it: a person, a template, or a model.

A line that breaks a rule is dropped, never mended: what is left of a false sentence is seldom true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from voicecoach.coaching.numbers import amounts, same_value
from voicecoach.coaching.parts import Point, Quote
from voicecoach.coaching.words import ask_of, lexicon
from voicecoach.types import Brief, Turn, Who

LONGEST_LINE = 18
"""Words in a stronger line."""

_QUOTED = re.compile(r"“([^”]*)”")
_NAME = re.compile(r"(?<![.?!:“\"]\s)(?<!^)\b[A-Z][a-z]{2,}\b")
_OPEN_SLOT = re.compile(r"\\\{(\w+)\\\}")
_CONTENT = re.compile(r"[a-z][a-z'’-]*")


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that the coach may quote or name: the talk and the brief."""

    turns: tuple[Turn, ...]
    brief: Brief

    @property
    def text(self) -> str:
        """All of it."""
        b = self.brief
        said = [t.text for t in self.turns]
        return "\n".join([*said, b.other, b.want, *b.must_say, b.fear, b.owed, *b.details.values()])

    @property
    def own(self) -> str:
        """What the user said, wanted and meant to say."""
        said = [t.text for t in self.turns if t.who is Who.YOU]
        return "\n".join([*said, self.brief.want, *self.brief.must_say])


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups = lexicon("lint")
    return tuple((name, re.compile(p, re.IGNORECASE)) for name, found in groups.items() for p in found)


def broken(text: str, record: Record) -> tuple[str, ...]:
    """Names of the rules that a sentence of the coach's breaks; empty where it may be said.

    Words in curly quotation marks are left out of the rules, and must stand to the letter in the record.
    """
    found = ["quote" for q in _QUOTED.findall(text) if q not in record.text]
    bare = _QUOTED.sub("“”", text)
    found += [name for name, pattern in _rules() if pattern.search(bare)]
    return tuple(dict.fromkeys(found))


def broken_line(line: str, record: Record) -> tuple[str, ...]:
    """The same for a stronger line: at most 18 words, no number, name or fact that was not there before.

    Words that the user said, or wrote into the brief, break no rule when they come back.
    """
    found = [name for name, pattern in _rules() if any(not _own(hit, record) for hit in _hits(pattern, line))]
    words = line.split()
    if not words or len(words) > LONGEST_LINE:
        found.append("length")
    if not _known_amounts(line, record):
        found.append("number")
    if any(name.lower() not in record.text.lower() for name in _NAME.findall(line)):
        found.append("name")
    return tuple(dict.fromkeys(found))


def _hits(pattern: re.Pattern[str], line: str) -> Iterator[str]:
    return (found.group() for found in pattern.finditer(line))


def _own(words: str, record: Record) -> bool:
    return words.lower().replace("’", "'") in record.own.lower().replace("’", "'")


def _known_amounts(line: str, record: Record) -> bool:
    known, said = amounts(record.text), amounts(line)
    digits = re.findall(r"\d+", line)
    return all(any(same_value(a, k) for k in known) for a in said) and all(
        d in record.text for d in digits if not said
    )


def new_words(line: str, record: Record) -> tuple[str, ...]:
    """Words of a line that neither the talk nor the brief nor everyday speech holds: a sign of a new fact."""
    known = set(_CONTENT.findall(record.text.lower().replace("’", "'")))
    everyday = set(lexicon("plain_words")["words"])
    said = _CONTENT.findall(line.lower().replace("’", "'"))
    return tuple(
        w for w in said if w not in known and w not in everyday and _stem(w) not in {_stem(k) for k in known}
    )


def _stem(word: str) -> str:
    return re.sub(r"(?:ing|ed|es|s|'s)$", "", word)


def true_quote(quote: Quote | None, record: Record) -> bool:
    """Does the quote stand to the letter where it points?"""
    if quote is None:
        return True
    turn = next((t for t in record.turns if t.number == quote.turn), None)
    return turn is not None and quote.text != "" and turn.text[slice(*quote.at)] == quote.text


def cleared(point: Point, record: Record) -> Point | None:
    """The point as it may be said: without a stronger line that breaks a rule; None where it itself does."""
    if not true_quote(point.quote, record) or broken(point.says, record) or not point.says.strip():
        return None
    if point.quote is None and not _needs_no_quote(point, record):
        return None
    if point.stronger and broken_line(point.stronger, record):
        return replace(point, stronger=None)
    return point


def _needs_no_quote(point: Point, record: Record) -> bool:
    """Nothing to show, or something missing: in the authored words for that, and only those."""
    named = any(line in point.says for line in record.brief.must_say if line)
    return (point.question == "avoided" and named) or any(p.fullmatch(point.says) for p in _quoteless())


@cache
def _quoteless() -> tuple[re.Pattern[str], ...]:
    """The coach's sentences that stand without a quote, with their slots open."""
    coach, rubrics = lexicon("coach"), lexicon("rubrics")
    listed = [coach["nothing"]]
    listed += [coach[group][key] for group, keys in coach["quoteless"].items() for key in keys]
    listed += [item["bare"] for kind in rubrics.values() for item in kind.get("items", ()) if "bare" in item]
    return tuple(re.compile(_OPEN_SLOT.sub(_anything, re.escape(text))) for text in listed)


def _anything(slot: re.Match[str]) -> str:
    """Words in quotation marks, which are checked by themselves, or one word or number."""
    return "“[^”]*”" if slot[1] in ("line", "theirs") else r"[\w-]+"


def cleared_all(points: Sequence[Point], record: Record) -> tuple[Point, ...]:
    """Every point that may be said."""
    return tuple(p for p in (cleared(point, record) for point in points) if p is not None)


def nothing_to_show(question: str, asks: str = "") -> Point:
    """The valid answer where there is nothing."""
    return Point(question, asks or ask_of(question), str(lexicon("coach")["nothing"]))
