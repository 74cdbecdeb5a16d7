"""A counter-offer in money or percent: less than was asked, more than there is now."""

from __future__ import annotations

from voicecoach.coaching.numbers import Amount, amounts
from voicecoach.types import Brief

STEPS = (0.4, 0.55, 0.7)
"""How far from now to the ask each further offer goes."""


def counter_offer(brief: Brief, step: int) -> str:
    """The offer in words to be spoken, "87 thousand" or "6 percent"; "" where no number is known."""
    asked = _first(brief.details.get("pay_asked", "")) or _first(" . ".join([brief.want, *brief.must_say]))
    if asked is None:
        return ""
    share = STEPS[min(step, len(STEPS) - 1)]
    now = _first(brief.details.get("pay_now", ""))
    if asked.kind == "percent":
        return f"{max(1, round(asked.value * share))} percent"
    if now is None or not 0 < now.value < asked.value or now.kind not in {"money", "count"}:
        return ""
    return _spoken(now.value + share * (asked.value - now.value), asked.value)


def _first(text: str) -> Amount | None:
    return next((amount for amount in amounts(text) if amount.kind in {"money", "percent", "count"}), None)


def _spoken(value: float, asked: float) -> str:
    """Rounded as people round: to thousands, to tens, to halves."""
    if asked >= 10_000:
        return f"{round(value / 1000)} thousand"
    if asked >= 500:
        return f"{round(value / 10) * 10}"
    halves = round(value * 2) / 2
    return f"{int(halves)}" if halves == int(halves) else f"{int(halves)} fifty"
