"""What the user's turn did to the persona: answered, restated, gave ground, went silent, …

The labels come from the findings. Whether the turn as a whole gives ground, and whether it *answers* what was
objected (a fact, a number, an offer, a trade, the other's concern named and the position kept), the encoder
says. Saying the ask again, however politely, answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from voicecoach.encoder.model import NOTHING, TurnOdds
from voicecoach.partner.answering import MET, PLAIN, answer_weight, fit_of, is_nonsense, topic_of
from voicecoach.partner.directive import Directive
from voicecoach.partner.ground import SURE, ground_given, is_question, only_asks
from voicecoach.partner.stems import content, pattern, stems_of, words
from voicecoach.partner.taking_up import GREETING, giving_way, is_greeting, question_kind
from voicecoach.partner.the_ask import NOTHING_SAID, Ask, Said
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Finding, Label, Turn

GIVES, GIVES_AND_HOLDS, GIVES_BACK = 0.1, 0.35, 0.7
"""How likely a turn must give ground as a whole, where no stretch of it was found to; where one of it keeps
the position; and where part of what was asked for is granted: being accommodating then gives nothing back."""

_DOUBTED = frozenset({Label.CONCESSION, Label.JUSTIFYING, Label.HARSH})


class Did(StrEnum):
    """What the turn mostly did."""

    SILENT = "silent"
    NONSENSE = "nonsense"
    CONCEDED = "conceded"
    HARSH = "harsh"
    ANSWERED = "answered"
    APOLOGISED = "apologised"
    PILED = "piled"
    HEDGED = "hedged"
    ASKED = "asked"
    RESTATED = "restated"
    QUESTION = "question"
    TALKED = "talked"


@dataclass(frozen=True, slots=True)
class Reading:
    """One turn of the user's, as the mind takes it."""

    did: Did
    asked: bool = False
    """Did it state the ask, the decision or the limit?"""
    harsh: bool = False
    apologised: bool = False
    weight: float = 0.0
    """Weight of evidence that the objection was answered."""
    topical: bool = False
    """Does it touch what the objection is about?"""
    plain: bool = False
    """Was it answered, but only just?"""
    fit: float = 1.0
    """How well an answer fits the objection just raised, 0 to 1."""
    instead: str = ""
    """Key of the objection that it answers instead."""
    number: str = ""
    """The asked amount as the user said it, where they did."""
    date: str = ""
    """The asked date as the user said it."""
    gave: str = ""
    """The words that gave ground."""
    about: str = ""
    """What a line can take up: the kind of question, the way ground was given, a greeting."""
    named: str = ""
    """An amount that was named here for the first time, and is not the asked one."""
    nothing_new: bool = True
    """Was it all said before?"""
    stems: frozenset[str] = field(default=frozenset())
    """Content of the turn, for what counts as new later."""


def read_turn(
    turn: Turn,
    findings: Sequence[Finding],
    brief: Brief,
    scenario: Scenario,
    last: Directive | None = None,
    said: Said = NOTHING_SAID,
    odds: TurnOdds = NOTHING,
    *,
    granted: bool = False,
) -> Reading:
    """What `turn` did, given the findings on it, what it does as a whole, what was said before, and whether
    part of what was asked for is `granted`."""
    text = turn.text.strip()
    if not words(text):
        return Reading(Did.SILENT)
    ask = Ask(brief, scenario)
    nothing_new = len(content(text) - ask.stems - said.stems - stems_of("asking") - ask.names) < 2
    weight = answer_weight(text, ask, scenario, said, odds.answers)
    findings = _believed(findings, turn, weight)
    labels = {finding.label for finding in findings}
    sorry = Label.APOLOGY in labels
    if scenario.apology_fits:
        labels.discard(Label.APOLOGY)
    asked = Label.DIRECT in labels or ask.made_in(text) or (sorry and scenario.apology_fits)
    gave = ground_given(text, findings, labels, last, turn.number, substance=weight >= MET + 1)
    bar = GIVES_BACK if granted else GIVES_AND_HOLDS if Label.HELD in labels else GIVES
    if not gave and odds.gives >= bar and not only_asks(text, labels):
        gave = text
    did = _what(text, labels, weight=weight, asked=asked, gave=gave, ask=ask, said=said)
    fit, instead = fit_of(text, scenario, last)
    named = [new for new in ask.new_amounts(text, said) if new.kind in {"money", "percent"}]
    return Reading(
        did,
        asked=asked,
        harsh=Label.HARSH in labels,
        apologised=sorry,
        weight=weight,
        topical=bool(content(text) & topic_of(scenario, last)),
        plain=weight < PLAIN,
        fit=fit,
        instead=instead,
        number=ask.said_in(text, "money", "percent"),
        date=ask.said_in(text, "date", "weekday"),
        gave=gave,
        about=_about(did, text, gave, ask),
        named=text[named[0].start : named[0].end] if named else "",
        nothing_new=nothing_new,
        stems=content(text),
    )


def _about(did: Did, text: str, gave: str, ask: Ask) -> str:
    """What of the turn a line can take up."""
    if did is Did.CONCEDED:
        return giving_way(gave, text)
    if did is Did.QUESTION:
        return question_kind(text)
    return GREETING if is_greeting(text, ask.names) else ""


def _believed(findings: Sequence[Finding], turn: Turn, weight: float) -> list[Finding]:
    """The turn's findings, without doubtful ones that a weighty answer contradicts."""
    here = [finding for finding in findings if finding.turn == turn.number]
    if weight < MET + 0.5 or pattern("giving").search(" ".join(words(turn.text))):
        return here
    return [finding for finding in here if finding.label not in _DOUBTED or finding.sureness >= SURE]


def _what(
    text: str,
    labels: set[Label],
    *,
    weight: float,
    asked: bool,
    gave: str,
    ask: Ask,
    said: Said,
) -> Did:
    """The first that holds, the ones that matter most to the persona first."""
    weak = 2 * (Label.APOLOGY in labels) + (Label.HEDGE in labels)
    rules = (
        (bool(gave), Did.CONCEDED),
        (Label.HARSH in labels, Did.HARSH),
        (not labels and is_nonsense(text, ask, said), Did.NONSENSE),
        (only_asks(text, labels) and (weight < MET or bool(question_kind(text))), Did.QUESTION),
        (weight - weak >= MET and Label.JUSTIFYING not in labels, Did.ANSWERED),
        (Label.JUSTIFYING in labels, Did.PILED),
        (Label.APOLOGY in labels, Did.APOLOGISED),
        (Label.HEDGE in labels, Did.HEDGED),
        (asked and not said.stems & ask.stems, Did.ASKED),
        (asked or Label.HELD in labels, Did.RESTATED),
        (is_question(text), Did.QUESTION),
        (bool(content(text) & ask.stems), Did.RESTATED),
    )
    return next((did for holds, did in rules if holds), Did.TALKED)
