"""Which move the persona makes next: a pure function of what the mind remembers.

The rules stand in order; the first that gives a beat wins. A *beat* is the kind of line ("raise",
"again", "press"); the move is what the beat amounts to.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.partner.reading import Did
from voicecoach.partner.state import State
from voicecoach.types import Move

MOVES = {
    "open": Move.OPEN,
    "probe": Move.QUESTION,
    "question": Move.QUESTION,
    "asked_back": Move.DEFLECT,
    "used_against": Move.PRESS,
    "press": Move.PRESS,
    "harsh": Move.DENY,
    "quiet": Move.QUIET,
    "silence": Move.QUIET,
    "nonsense": Move.QUESTION,
    "counter_offer": Move.COUNTER_OFFER,
    "partial_yes": Move.PARTIAL_YES,
    "settle": Move.QUESTION,
    "close_yes": Move.CLOSE,
    "close_later": Move.CLOSE,
    "close_unmoved": Move.CLOSE,
    "close_taken": Move.CLOSE,
    "after_yes": Move.CLOSE,
    "after_no": Move.CLOSE,
}
"""Beats that are about no objection, and the move each amounts to."""

WEAK = frozenset({Did.APOLOGISED, Did.HEDGED, Did.PILED})

VAGUE = frozenset({Did.TALKED, Did.QUESTION, Did.HEDGED, Did.APOLOGISED, Did.SILENT, Did.NONSENSE})
"""Turns before the ask that leave the persona in the dark; after others it takes a guess."""

TAKES_BACK = frozenset({Did.RESTATED, Did.ASKED, Did.PILED})
"""After ground was given, these ask for it back."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The next beat, and the objection that it is about."""

    beat: str
    objection: str = ""


Rule = Callable[[State], Choice | None]


def choose(state: State) -> Choice:
    """The next beat. The same state gives the same beat."""
    for rule in _RULES:
        choice = rule(state)
        if choice:
            return choice
    return Choice("quiet")


def exchange(state: State) -> int:
    """The number of the exchange that the next line ends, from 1; 0 for the greeting."""
    return state.exchanges + (1 if state.pending else 0)


def _chance(state: State, salt: str) -> float:
    return random.Random(f"{state.seed}:{state.exchanges}:{salt}").random()  # noqa: S311 - variety


def _opening(state: State) -> Choice | None:
    return Choice("open") if not state.opened and not state.pending else None


def _gone_on(state: State) -> Choice | None:
    """The talk was closed, and the user goes on."""
    if not state.outcome:
        return None
    if state.deed is Did.CONCEDED:
        return Choice("press")
    if state.outcome == "yes":
        return Choice("after_yes")
    unmet = _unmet(state)
    if exchange(state) % 2 and unmet and state.deed is not Did.SILENT:
        return Choice("again", min(unmet, key=lambda key: state.raised.get(key, 0)))
    return Choice("after_no")


def _closing(state: State) -> Choice | None:
    """Time, or nothing left to talk about."""
    now = exchange(state)
    last = state.level.close_at - random.Random(f"{state.seed}:close").randrange(2)  # noqa: S311 - variety
    worn_out = now >= 8 and state.in_row >= 4 and state.deed in {Did.SILENT, Did.HARSH, Did.NONSENSE}
    folded = now >= 6 and state.in_row >= 3 and state.deed is Did.CONCEDED
    done = state.yielded and now >= 10 and state.deed is not Did.CONCEDED
    return Choice(f"close_{ending(state)}") if now >= last or worn_out or folded or done else None


def ending(state: State) -> str:
    """How the talk would close now."""
    if state.conceded and (state.deed is Did.CONCEDED or state.held_against < len(state.conceded)):
        return "taken"
    if state.yielded:
        return "yes"
    return "later" if state.credit >= state.needed / 2 else "unmoved"


def _conceded(state: State) -> Choice | None:
    return Choice("press") if state.deed is Did.CONCEDED else None


def _held_against(state: State) -> Choice | None:
    """Ground once given is not simply taken back."""
    if state.held_against >= len(state.conceded) or state.deed not in TAKES_BACK:
        return None
    return Choice("used_against")


def _odd(state: State) -> Choice | None:
    """Silence, nonsense, harshness: an answer in kind, and on the second time on with the talk."""
    kinds = {Did.SILENT: "silence", Did.NONSENSE: "nonsense", Did.HARSH: "harsh"}
    beat = kinds.get(state.deed) if state.deed else None
    return Choice(beat) if beat and (state.in_row % 2 or not state.asked) else None


def _unasked(state: State) -> Choice | None:
    """Until the ask is out the persona does not know what it objects to; it does not wait for ever."""
    if state.asked or state.deed is None:
        return None
    patience = 3 if state.deed in VAGUE else 1
    return Choice("probe") if state.beats.get("probe", 0) < patience else None


def _gives(state: State) -> Choice | None:
    """The account is full: part of the way, first by an offer that is less than was asked."""
    if state.deed not in {Did.ANSWERED, Did.RESTATED, Did.ASKED, Did.QUESTION} or state.yielded:
        return None
    now = exchange(state)
    earned = state.credit >= state.needed
    nearly = state.credit >= 0.8 * state.needed and now >= state.level.yes_from - 3
    if earned and now >= state.level.yes_from:
        return Choice("partial_yes")
    if nearly and not state.beats.get("counter_offer") and state.deed is Did.ANSWERED:
        return Choice("counter_offer")
    return None


def _settles(state: State) -> Choice | None:
    return Choice("settle") if state.yielded else None


def _pushes_harder(state: State) -> Choice | None:
    """Weakness at this spot: the persona pushes at this spot."""
    if state.deed not in WEAK or not state.current or state.current in state.met:
        return None
    return (
        Choice("harder", state.current)
        if state.raised.get(state.current, 0) <= state.level.patience + 1
        else None
    )


def _asked_back(state: State) -> Choice | None:
    """A question is answered after a fashion; the same kind twice running goes back to the matter."""
    if state.deed is not Did.QUESTION:
        return None
    fresh = state.last_beat != "asked_back" or (state.about and state.about != state.last_about)
    return Choice("asked_back") if fresh else None


def _breathes(state: State) -> Choice | None:
    """Now and then something else than an objection, so that the talk does not march."""
    if exchange(state) < 4 or state.last_beat in {"question", "quiet"}:
        return None
    roll = _chance(state, "breathe")
    if (
        roll < 0.14
        and state.beats.get("question", 0) < 3
        and state.deed in {Did.RESTATED, Did.ANSWERED, Did.TALKED}
    ):
        return Choice("question")
    if roll > 0.92 and state.beats.get("quiet", 0) < 2:
        return Choice("quiet")
    return None


def _stays(state: State) -> Choice | None:
    """The same objection again, as long as patience lasts."""
    if not state.current or state.current in state.met:
        return None
    again = state.raised.get(state.current, 0) <= state.level.patience
    return Choice("again", state.current) if again else None


def _next_objection(state: State) -> Choice | None:
    fresh = [key for key in _unmet(state) if not state.raised.get(key)]
    return Choice("raise", fresh[0]) if fresh else None


def _comes_back(state: State) -> Choice | None:
    """All were raised: back to the one that was pressed least."""
    unmet = [key for key in _unmet(state) if key != state.current] or _unmet(state)
    if unmet:
        return Choice("again", min(unmet, key=lambda key: state.raised.get(key, 0)))
    return Choice("question")


def _unmet(state: State) -> list[str]:
    return [key for key in state.order if key not in state.met]


_RULES: tuple[Rule, ...] = (
    _opening,
    _gone_on,
    _closing,
    _conceded,
    _held_against,
    _odd,
    _unasked,
    _gives,
    _settles,
    _pushes_harder,
    _asked_back,
    _breathes,
    _stays,
    _next_objection,
    _comes_back,
)
