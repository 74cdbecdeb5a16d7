"""Numbers that went down by themselves: less than the user came with, before the partner had named it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.coaching.quotes import Span, sentence_at
from voicecoach.coaching.words import lexicon
from voicecoach.types import Brief, Turn, Who


def lowered(turns: Sequence[Turn], brief: Brief) -> tuple[tuple[Turn, Span], ...]:
    """The sentences that name less.

    What the brief tells (the pay of today, a planned trade) is no lowering; nor is a number that is turned
    down, asked about, or told of the past. Half or less is another matter.
    """
    wanted = [a for a in amounts(brief.want) if a.kind in ("money", "count")]
    told = [a for text in (brief.want, *brief.must_say, *brief.details.values()) for a in amounts(text)]
    found: list[tuple[Turn, Span]] = []
    for turn in turns:
        here = amounts(turn.text)
        if turn.who is Who.YOU and wanted:
            less = [a for a in here if _less(a, wanted[0]) and not any(same_value(a, b) for b in told)]
            spans = (sentence_at(turn.text, (a.start, a.end)) for a in less)
            found += [(turn, at) for at in dict.fromkeys(spans) if _offers(turn.text[slice(*at)], wanted[0])]
        told += here
    return tuple(found)


def _less(amount: Amount, wanted: Amount) -> bool:
    return amount.kind == wanted.kind and 0.5 * wanted.value < amount.value < wanted.value


def _offers(sentence: str, wanted: Amount) -> bool:
    """Does it put the number forward, and not beside the wanted one?"""
    beside = any(same_value(a, wanted) for a in amounts(sentence))
    return not beside and not _no_offer().search(sentence.replace("’", "'"))


@cache
def _no_offer() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("ledger")["no_offer"]), re.IGNORECASE)
