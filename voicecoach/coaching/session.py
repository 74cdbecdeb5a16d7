"""What a whole talk amounted to: when the ask came, what never came, and how the position ended."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.coaching import cues
from voicecoach.coaching.aim import Aim
from voicecoach.coaching.musts import Standing, must_say
from voicecoach.coaching.numbers import amounts
from voicecoach.coaching.settled import Settled, settled
from voicecoach.types import Brief, Finding, Label, Outcome, Session, Turn, Who

_GROUND = (Label.CONCESSION, Label.DIRECT, Label.HELD)


def summarise(
    turns: Sequence[Turn], findings: Sequence[Finding], brief: Brief, figures: Settled | None = None
) -> Session:
    """The talk as a whole; `findings` are those of `find` over the same turns."""
    asks = [f.turn for f in findings if f.label is Label.DIRECT]
    avoided = tuple(m.line for m in must_say(turns, brief) if m.standing is not Standing.SAID)
    return Session(min(asks, default=None), avoided, outcome(turns, findings, brief, figures or settled()))


def outcome(turns: Sequence[Turn], findings: Sequence[Finding], brief: Brief, figures: Settled) -> Outcome:
    """How the position ended, judged from what was given and what was kept, and in which order."""
    traits = outcome_traits(turns, findings, brief)
    return max(Outcome, key=lambda o: figures.outcome_odds(o, traits))


def outcome_traits(turns: Sequence[Turn], findings: Sequence[Finding], brief: Brief) -> tuple[str, ...]:
    """What the weights may look at to judge the end."""
    yours = [t.number for t in turns if t.who is Who.YOU]
    by_turn = {n: {f.label for f in findings if f.turn == n} for n in yours}
    asked = next((n for n in yours if Label.DIRECT in by_turn[n]), None)
    gave = [n for n in yours if Label.CONCESSION in by_turn[n]]
    kept = [n for n in yours if by_turn[n] & {Label.HELD, Label.DIRECT}]
    steps = [_step(by_turn[n]) for n in yours if by_turn[n] & set(_GROUND)]
    last = steps[-1] if steps else "none"
    traits = {f"asked:{asked is not None}", f"gave:{min(len(gave), 3)}", f"kept:{min(len(kept), 4)}"}
    traits |= {f"last:{last}", f"last2:{' '.join(steps[-2:])}", f"asked:{asked is not None}&last:{last}"}
    after = sum(1 for n in kept if gave and n > gave[-1])
    held_after = sum(1 for n in gave if asked is not None and n > asked)
    traits |= {f"kept-after:{min(after, 2)}", f"gave-after-ask:{min(held_after, 2)}"}
    traits.add(f"asked:{asked is not None}&gave:{min(len(gave), 3)}&after:{min(after, 1)}")
    if gave and asked is not None:
        traits.add("ask-first" if asked < gave[0] else "gave-first" if gave[-1] < asked else "mixed")
    return tuple(sorted(traits | _partners_end(turns, brief)))


def _partners_end(turns: Sequence[Turn], brief: Brief) -> set[str]:
    """How the partner took it in the end: their last words, and whose number stood in them."""
    aim, theirs = Aim.of(brief), [t for t in turns if t.who is Who.PARTNER][1:]
    traits = {f"end:{cue}" for turn in theirs[-2:] for cue in cues.theirs(turn.text.lower())}
    named = [amount for turn in theirs[-3:] for amount in amounts(turn.text)]
    if named:
        traits.add("end-own" if aim.names(named[-1]) else "end-other")
    pressed = sum("press" in cues.theirs(turn.text.lower()) for turn in theirs)
    return traits | {f"pressed:{min(pressed, 2)}"}


def _step(labels: set[Label]) -> str:
    kept = bool(labels & {Label.HELD, Label.DIRECT})
    return "both" if kept and Label.CONCESSION in labels else "kept" if kept else "gave"
