"""The one list of what is shown of a talk. Marks, counts, ledger and the coach's points are all made from it,

so that the report and the voice cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from voicecoach.coaching.findings import SPEAKABLE_SURENESS
from voicecoach.coaching.lowered import lowered
from voicecoach.coaching.quotes import Span, surest
from voicecoach.coaching.taste import Taste
from voicecoach.types import Brief, Finding, Label, Session, Turn

WORD_FLOORS = {"sphinx": 0.5, "whisper": 0.35}
"""By engine: words less sure than this are accused of nothing. Any other engine gives no doubt."""
DOUBTED = 0.5
"""Sureness at most of a finding whose words may have been misheard."""
LOWERED_RULE = "ledger.lowered"
_GOOD = (Label.DIRECT, Label.HELD)


def shown(
    turns: Sequence[Turn], kept: Sequence[Finding], session: Session, brief: Brief, taste: Taste
) -> tuple[Finding, ...]:
    """What the detectors found, and numbers that went down by themselves, in order.

    Left out: accusations on words that may have been misheard, and what the user's customs allow.
    """
    by_number = {t.number: t for t in turns}
    found = [f for f in (_heard(f, by_number[f.turn]) for f in kept) if f and taste.counts(f.label)]
    found += _went_down(turns, found, session, brief)
    return tuple(sorted(found, key=lambda f: (f.turn, f.at)))


def sure(finding: Finding) -> bool:
    """Sure enough to be counted, and to be said aloud."""
    return finding.sureness >= SPEAKABLE_SURENESS


def heard_surely(turn: Turn, at: Span) -> bool:
    """Was the recogniser sure of these words, or did the user write them?"""
    return turn.corrected or surest(turn, at) >= WORD_FLOORS.get(turn.engine, 0.0)


def _heard(finding: Finding, turn: Turn) -> Finding | None:
    if heard_surely(turn, finding.at):
        return finding
    return replace(finding, sureness=min(finding.sureness, DOUBTED)) if finding.label in _GOOD else None


def _went_down(
    turns: Sequence[Turn], found: Sequence[Finding], session: Session, brief: Brief
) -> Iterator[Finding]:
    """A lower number of the user's own is ground given, also where no detector marks it."""
    for turn, at in lowered(turns, brief):
        here = [f for f in found if f.turn == turn.number and f.at[0] < at[1] and at[0] < f.at[1]]
        held = any(f.label is Label.HELD for f in here)
        after_ask = session.ask_turn is not None and turn.number > session.ask_turn
        if not after_ask or held or not heard_surely(turn, at):
            continue
        if any(f.label is Label.CONCESSION and sure(f) for f in here):
            continue
        yield Finding(
            turn.number, Label.CONCESSION, turn.text[slice(*at)], at, LOWERED_RULE, SPEAKABLE_SURENESS
        )
