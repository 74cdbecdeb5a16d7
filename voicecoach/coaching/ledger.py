"""What was given, who moved first, and how long it took to say the thing."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.coaching.clauses import clauses
from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.coaching.parts import GroundGiven
from voicecoach.coaching.quotes import placed_words, quote_of
from voicecoach.coaching.shown import sure
from voicecoach.coaching.words import phrase
from voicecoach.types import Brief, Finding, Label, Move, Session, Turn, Who

GIVES = (Move.PARTIAL_YES, Move.COUNTER_OFFER)


def ground_given(turns: Sequence[Turn], given: Sequence[Finding], brief: Brief) -> tuple[GroundGiven, ...]:
    """A line for each place where ground was given, in order; the less sure ones say so."""
    by_number = {t.number: t for t in turns}
    return tuple(
        GroundGiven(
            quote_of(by_number[f.turn], f.at), _moved_first(turns, f.turn, brief), _got(turns, f), sure(f)
        )
        for f in given
    )


def _moved_first(turns: Sequence[Turn], number: int, brief: Brief) -> str:
    """ "partner" where they had offered something before: by their move, or by a number of their own."""
    wanted = amounts(brief.want)
    theirs = [t for t in turns if t.number < number and t.who is Who.PARTNER]
    return "partner" if any(t.move in GIVES or _names_another(t, wanted) for t in theirs) else "you"


def _names_another(turn: Turn, wanted: Sequence[Amount]) -> bool:
    """Of a partner whose moves nobody wrote down: a sum that is not the user's."""
    named = [a for a in amounts(turn.text) if turn.move is None and a.kind == "money"]
    return any(
        a.kind == w.kind and not same_value(a, w) and a.value > 0.5 * w.value for a in named for w in wanted
    )


def _got(turns: Sequence[Turn], finding: Finding) -> str:
    """What the partner gave in the turn right after; empty for nothing."""
    after = next((t for t in turns if t.number > finding.turn), None)
    return phrase("got", "partial_yes") if after is not None and after.move is Move.PARTIAL_YES else ""


def headline(
    turns: Sequence[Turn], session: Session, brief: Brief, findings: Sequence[Finding]
) -> dict[str, float]:
    """The way to the ask: see `Critique.headline`. Empty where the ask never came."""
    asks = [f for f in findings if f.label is Label.DIRECT and f.turn == session.ask_turn]
    if session.ask_turn is None or not asks:
        return {}
    ask_turn = next(t for t in turns if t.number == session.ask_turn)
    start = min(f.at[0] for f in asks)
    earlier = [t for t in turns if t.who is Who.YOU and t.number < session.ask_turn]
    words = sum(len(t.text.split()) for t in earlier) + len(ask_turn.text[:start].split())
    found: dict[str, float] = {"words": words}
    if ask_turn.end_s > ask_turn.start_s:
        found["seconds"] = round(ask_turn.start_s + _into(ask_turn, start) - turns[0].start_s, 1)
    after = words_after_number(ask_turn, brief)
    found |= {} if after is None else {"words_after": after}
    return found | reasons_grown(findings, session.ask_turn)


def reasons_grown(findings: Sequence[Finding], ask_turn: int) -> dict[str, float]:
    """Reasons in the fullest row up to the ask, and after it; empty where they did not grow."""
    rows = [(f.turn, len(clauses(f.quote))) for f in findings if f.label is Label.JUSTIFYING]
    before = max((n for turn, n in rows if turn <= ask_turn), default=0)
    after = max((n for turn, n in rows if turn > ask_turn), default=0)
    return {"reasons_before": before, "reasons_after": after} if after > max(1, before) else {}


def _into(turn: Turn, at: int) -> float:
    """Seconds into a turn at which a character is spoken; by its share of the text where no word tells."""
    for word, span in placed_words(turn):
        if span[1] > at:
            return word.start_s
    return (turn.end_s - turn.start_s) * at / max(1, len(turn.text))


def words_after_number(turn: Turn, brief: Brief) -> int | None:
    """Words that follow the user's own number in the same turn; None where it is not said there."""
    own = own_amount(turn, brief)
    return None if own is None else len(turn.text[own.end :].split())


def own_amount(turn: Turn, brief: Brief) -> Amount | None:
    """The last place in a turn where the number of the brief is said."""
    return own_amount_in(turn.text, brief)


def own_amount_in(text: str, brief: Brief) -> Amount | None:
    """The same for any text."""
    wanted = [a for line in (brief.want, *brief.must_say) for a in amounts(line)]
    said = [a for a in amounts(text) if any(same_value(a, want) for want in wanted)]
    return said[-1] if said else None
