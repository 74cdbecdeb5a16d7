"""The persona's mind, which the program owns: what it holds against the ask, and what moves it.

It hears what the user's turn did, and says which move comes next. Peek and commit: `next_move` changes
nothing; an objection counts as raised once `commit` says that it was heard. The same state gives the
same move, and a snapshot restores it exactly.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from voicecoach.coaching.numbers import amounts
from voicecoach.encoder.model import NOTHING, TurnOdds
from voicecoach.partner.directive import Directive
from voicecoach.partner.fear import FEARED, feared_objection, feared_words
from voicecoach.partner.moves import MOVES, choose, exchange
from voicecoach.partner.offer import counter_offer
from voicecoach.partner.persona import Persona, make_persona
from voicecoach.partner.reading import Did, Reading, read_turn
from voicecoach.partner.state import GUARDS, LEVELS, State
from voicecoach.partner.the_ask import Said
from voicecoach.rehearsal.scenario import Objection, Scenario
from voicecoach.types import Brief, Finding, Move, Push, Turn

GIVING = frozenset({"counter_offer", "partial_yes", "settle", "close_yes", "after_yes"})
"""Beats that may give ground."""

_OWN_MOVES = frozenset({Move.DENY, Move.DEFLECT, Move.DOUBT, Move.GUILT, Move.QUESTION})

PLAIN_CREDIT = 0.4
"""For a concern named and the position kept, with nothing new beside it."""

SPENT_CREDIT = 0.6
"""For an answer where no objection is left open that it meets."""


class Mind:
    """One rehearsal's persona, as the program keeps it."""

    def __init__(self, scenario: Scenario, brief: Brief, state: State) -> None:
        self.scenario = scenario
        self.brief = brief
        self.state = state
        self.persona: Persona = make_persona(scenario, brief)

    @classmethod
    def make(cls, scenario: Scenario, brief: Brief, seed: int) -> Mind:
        """A fresh mind. `seed` varies what one rehearsal is like from the next."""
        level = LEVELS[brief.push]
        persona = make_persona(scenario, brief)
        order = objection_order(scenario, brief, persona.manner, seed)
        return cls(scenario, brief, State(seed, brief.push.value, persona.manner, order, level.guard))

    @classmethod
    def restore(cls, scenario: Scenario, brief: Brief, snapshot: Mapping[str, Any]) -> Mind:
        """The mind as it was when `snapshot` was taken."""
        return cls(scenario, brief, State.from_dict(snapshot))

    def copy(self) -> Mind:
        """Another mind in the same state, that goes its own way."""
        other = Mind.__new__(Mind)
        other.scenario, other.brief, other.persona = self.scenario, self.brief, self.persona
        other.state = State.from_dict(self.state.as_dict())
        return other

    def snapshot(self) -> dict[str, Any]:
        """Everything the mind remembers, ready for JSON."""
        return self.state.as_dict()

    @property
    def exchanges(self) -> int:
        """Exchanges so far: a turn of the user's and the answer that was heard."""
        return self.state.exchanges

    def hear(self, turn: Turn, findings: Sequence[Finding], odds: TurnOdds = NOTHING) -> None:
        """Takes in a turn of the user's, with the findings on it and what it does as a whole."""
        state = self.state
        said = Said(frozenset(state.said_stems), tuple(state.said_numbers), state.last_heard)
        reading = read_turn(
            turn, findings, self.brief, self.scenario, self._last(), said, odds, granted=self.state.yielded
        )
        repeated = bool(turn.text.strip()) and turn.text.strip().lower() == state.last_user
        self._take_in(reading, repeated=repeated)
        state.said_stems = sorted(frozenset(state.said_stems) | reading.stems)
        if amounts(turn.text):  # the others would only grow with every snapshot
            state.said_numbers.append(turn.text)
        state.last_user = turn.text.strip().lower()

    def next_move(self) -> Directive:
        """The move that comes next. Changes nothing."""
        state = self.state
        choice = choose(state)
        objection = self.objection(choice.objection)
        move = objection.move if objection else self._move(choice.beat)
        return Directive(
            move=move,
            objection=choice.objection,
            gist=self._gist(choice.beat, objection),
            guard=GUARDS[state.guard],
            may_concede=choice.beat in GIVING,
            closing=choice.beat.startswith("close_"),
            stage=state.raised.get(choice.objection, 0),
            beat=choice.beat,
            reaction=self._reaction(),
            about=state.gave_way if choice.beat == "used_against" else state.about,
            angry=state.angry,
            met=state.just_met,
            manner=state.manner,
            slots=self._slots(choice.objection),
        )

    def commit(self, directive: Directive, heard: str) -> None:
        """The persona's line was heard, as far as `heard`; a line nobody heard did not happen."""
        state = self.state
        if not heard.strip():
            return
        if state.pending:
            state.exchanges += 1
        state.pending = False
        state.opened = True
        beat = directive.beat or directive.move.value
        state.beats[beat] = state.beats.get(beat, 0) + 1
        state.last_beat, state.last_move, state.last_objection = (
            beat,
            directive.move.value,
            directive.objection,
        )
        state.last_about = directive.about
        state.last_heard = heard
        if directive.objection:
            state.raised[directive.objection] = state.raised.get(directive.objection, 0) + 1
            state.current = directive.objection
        if beat in {"press", "used_against"}:
            state.held_against += beat == "used_against"
        state.yielded = state.yielded or beat == "partial_yes"
        if directive.closing:
            state.outcome = beat.removeprefix("close_")
        state.just_met = ""

    def push(self, push: Push) -> None:
        """ "Push harder", "easier": the level for the rest."""
        self.state.push = push.value
        self.state.guard = LEVELS[push].guard
        known = set(self.state.order)
        more = objection_order(self.scenario, self.brief, self.state.manner, self.state.seed, push)
        self.state.order += [key for key in more if key not in known]

    def manner(self, key: str) -> None:
        """ "She wouldn't say that": another manner for the rest."""
        self.state.manner = key

    @property
    def directed(self) -> tuple[str, str, bool]:
        """How the user wants it played: level, manner, angry or not. Outlives a rewind."""
        return self.state.push, self.state.manner, self.state.angry

    def play(self, directed: tuple[str, str, bool]) -> None:
        """Take over how it is to be played from the mind before a rewind."""
        push, manner, angry = directed
        if push != self.state.push:
            self.push(Push(push))
        self.state.manner = manner
        if angry != self.state.angry:
            self.anger(angry)

    def anger(self, angry: bool) -> None:
        """ "You'd be angrier than that": for the rest, whatever is answered."""
        self.state.angry = angry
        if angry:
            self.state.guard = len(GUARDS) - 1

    def objection(self, key: str) -> Objection | None:
        """An objection of this persona's; the feared one may be made from the brief."""
        if key == FEARED:
            words = feared_words(self.brief.fear)
            return Objection(FEARED, f"{{name}} says: {words}.", Move.DOUBT, topic=tuple(words.split()))
        return self.scenario.objection(key)

    def _take_in(self, reading: Reading, *, repeated: bool) -> None:
        state = self.state
        did = Did.RESTATED if repeated and reading.did is Did.ANSWERED else reading.did
        state.in_row = state.in_row + 1 if did.value == state.did else 1
        state.did = did.value
        state.pending = True
        state.just_met, state.answered_else = "", False
        state.about, state.named, state.nothing_new = reading.about, reading.named, reading.nothing_new
        state.asked = state.asked or reading.asked or did in {Did.ASKED, Did.CONCEDED}
        state.number = reading.number or state.number
        state.date = reading.date or state.date
        if did is Did.ANSWERED:
            self._answered(reading)
        elif did is Did.CONCEDED:
            state.conceded.append(reading.gave)
            state.gave_way = reading.about
            state.needed_more += state.level.costs
        elif did is Did.HARSH:
            state.credit = max(0.0, state.credit - 0.5)
            self._guard(+1)
        else:
            self._not_answered(did)

    def _answered(self, reading: Reading) -> None:
        """Naming the concern and staying put counts less than substance; so does answering something else."""
        state = self.state
        credit = reading.fit * (PLAIN_CREDIT if reading.plain else 1.0)
        state.answered_else = bool(reading.instead)
        key = reading.instead or state.current
        if not key or key in state.met:
            state.credit += SPENT_CREDIT * credit
        else:
            state.credit += credit
            if not reading.instead or key in state.raised:
                state.met.append(key)
            state.just_met = key if reading.topical and not reading.instead else ""
        state.held_against = len(state.conceded)
        self._guard(-1)

    def _not_answered(self, did: Did) -> None:
        state = self.state
        state.credit = max(0.0, state.credit - state.level.fades)
        if did is Did.RESTATED and not state.level.fades:
            state.credit += 0.25
        if state.in_row >= 2:
            self._guard(+1)

    def _reaction(self) -> str:
        """What the user did, as a line may say so: a turn with something new in it is no mere repetition."""
        if self.state.deed is Did.ANSWERED and self.state.answered_else:
            return "answered_else"
        repeated = self.state.deed is Did.RESTATED
        return Did.TALKED.value if repeated and not self.state.nothing_new else self.state.did

    def _guard(self, step: int) -> None:
        if self.state.angry:
            return
        self.state.guard = max(0, min(len(GUARDS) - 1, self.state.guard + step))

    def _last(self) -> Directive | None:
        state = self.state
        if not state.last_move:
            return None
        return Directive(Move(state.last_move), state.last_objection, beat=state.last_beat)

    def _move(self, beat: str) -> Move:
        if beat == "harsh" and self.scenario.harshness == "hurts":
            return Move.GUILT
        return MOVES[beat]

    def _gist(self, beat: str, objection: Objection | None) -> str:
        from voicecoach.partner.lines import gist

        return gist(beat, self.persona.name, objection.gist if objection else "")

    def _slots(self, objection: str) -> dict[str, str]:
        """Only what is in play: the number once it was said, the feared words in the feared objection."""
        state = self.state
        slots = {"number": state.number, "date": state.date, "said": state.named}
        if state.number:
            slots["offer"] = counter_offer(self.brief, state.beats.get("counter_offer", 0))
        feared = feared_objection(self.scenario, self.brief.fear)
        if objection and objection == (feared.key if feared else FEARED):
            slots["fear"] = feared_words(self.brief.fear)
        return {key: value for key, value in slots.items() if value}


def objection_order(
    scenario: Scenario, brief: Brief, manner: str, seed: int, push: Push | None = None
) -> list[str]:
    """The persona's objections as they come: what fits the brief early, the feared one near the front."""
    rng = random.Random(f"{seed}:order")  # noqa: S311 - variety
    chosen = scenario.manner(manner)
    early = set(chosen.first) if chosen else set()
    feared = feared_objection(scenario, brief.fear)

    def place(objection: Objection) -> float:
        fits = sum(brief.details.get(key, "").lower() == value for key, value in objection.when.items())
        return (
            rng.random() * 2
            - fits
            - (0.8 if objection.key in early else 0)
            + (3 if objection.after_credit else 0)
        )

    ordinary = [item for item in scenario.objections if item is not feared and not item.only_when_feared]
    order = [item.key for item in sorted(ordinary, key=place)]
    key = feared.key if feared else FEARED if feared_words(brief.fear) else ""
    if key:
        order.insert(min(len(order), 0 if brief.fear_likely >= 80 else 1), key)
    return order[: LEVELS[push or brief.push].objections]


def next_exchange(mind: Mind) -> int:
    """The number of the exchange under way, from 1."""
    return exchange(mind.state)
