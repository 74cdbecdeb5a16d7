"""The must-say list: what the brief wanted said, and whether it was.

Numbers and dates are compared by value; other words loosely, so that a paraphrase or a misheard word
counts as said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from voicecoach.coaching.aim import content_stems, stem
from voicecoach.coaching.clauses import words
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.types import Brief, Turn, Who

_SAID_SHARE = 0.6
_HINTED_SHARE = 0.3
_NO = re.compile(
    r"(?i)\b(?:no|not|never|nor|none|without|stop|stops|stopped|refuse|cannot|end|ending|done)\b|n't\b"
)
"""A line that says no was not said by words that hold no no."""
_MISHEARD = 86.0
"""rapidfuzz ratio, 0 to 100, from which an amount may stand there, misheard."""
_WORD_LIKENESS = 80.0
"""rapidfuzz ratio, 0 to 100, from which two stems are one word misheard."""


class Standing(StrEnum):
    """What became of a must-say line."""

    SAID = "said"
    HINTED = "hinted"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Must:
    """One line of the brief's must-say list and its fate."""

    line: str
    standing: Standing
    turn: int | None = None
    """The user's turn that said it, or hinted at it."""
    dropped_after: int | None = None
    """The partner's turn after which it was dropped; None where it was said."""


def must_say(turns: Sequence[Turn], brief: Brief) -> tuple[Must, ...]:
    """Every line of `brief.must_say`, in the brief's order."""
    return tuple(_fate(line, turns) for line in brief.must_say)


def _fate(line: str, turns: Sequence[Turn]) -> Must:
    shares = [(_share(line, turn.text), turn.number) for turn in turns if turn.who is Who.YOU]
    said = next((number for share, number in shares if share >= _SAID_SHARE), None)
    if said is not None:
        return Must(line, Standing.SAID, said)
    best, number = max(shares, key=lambda pair: (pair[0], -pair[1]), default=(0.0, -1))
    if best >= _HINTED_SHARE:
        return Must(line, Standing.HINTED, number, _partner_after(turns, number))
    return Must(line, Standing.NEVER, None, _first_pushback(turns))


def _share(line: str, text: str) -> float:
    """How much of the line stands in the text, 0 to 1; its amounts weigh as much as its words."""
    wanted, told = amounts(line), amounts(text)
    says_no, heard_no = bool(_NO.search(line)), bool(_NO.search(text.replace("’", "'")))
    parts = [_said_amount(line[want.start : want.end], want, told, text) for want in wanted]
    rest = _NO.sub(" ", _without(line, wanted)) if says_no else _without(line, wanted)
    stems = content_stems(rest) if wanted else content_stems(rest) or _every_stem(rest)
    every, spoken = _every_stem(text), content_stems(text)
    parts += [float(one in every or any(_alike(one, other) for other in spoken)) for one in stems]
    parts += [float(heard_no)] * says_no
    if not parts:
        return float(fuzz.partial_ratio(line.lower(), text.lower())) / 100
    share = sum(parts) / len(parts)
    unnamed = bool(wanted) and max(parts[: len(wanted)]) < 1
    return min(share, _HINTED_SHARE) if unnamed or (says_no and not heard_no) else share


def _every_stem(text: str) -> frozenset[str]:
    """Of all its words: what a line holds that carries no meaning by itself ("stop asking")."""
    return frozenset(stem(w.text) for w in words(text))


def _said_amount(words: str, want: Amount, told: Sequence[Amount], text: str) -> float:
    """1 where the amount was said by value, a half where it may have been misheard ("by the tent")."""
    if any(same_value(want, have) for have in told):
        return 1.0
    return 0.5 if fuzz.partial_ratio(words.lower(), text.lower()) >= _MISHEARD else 0.0


def _without(line: str, found: Sequence[Amount]) -> str:
    for amount in reversed(found):
        line = line[: amount.start] + " " + line[amount.end :]
    return re.sub(r"\s+", " ", line)


def _alike(a: str, b: str) -> bool:
    return a == b or (min(len(a), len(b)) >= 4 and fuzz.ratio(a, b) >= _WORD_LIKENESS)


def _partner_after(turns: Sequence[Turn], number: int) -> int | None:
    return next((t.number for t in turns if t.number > number and t.who is Who.PARTNER), None)


def _first_pushback(turns: Sequence[Turn]) -> int | None:
    """The partner's turn after the user first spoke: from there on the line was owed and did not come."""
    first = next((t.number for t in turns if t.who is Who.YOU), None)
    return None if first is None else _partner_after(turns, first)
