"""A transcript in, its critique out: the library's `critique_transcript`, and `voicecoach critique FILE`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voicecoach.coaching import critique as critiques
from voicecoach.coaching.coach import Coach
from voicecoach.coaching.dialogue import brief_of
from voicecoach.coaching.parts import Critique, Point, Quote
from voicecoach.errors import ScenarioError, UsageError
from voicecoach.files import Unreadable, read_json
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.records import brief_from_json, finding_to_json, seconds, words_from_json
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Turn, Who


def critique_transcript(row: Mapping[str, Any], coach: Coach | None = None) -> dict[str, Any]:
    """Findings, session and the coach's words for one transcript, as `voicecoach critique --json` prints.

    `row` is a line of the labelled dialogues ("turns" with "who" and "text"; "labels" and "session" are not
    looked at), or a richer transcript whose turns also have "number", "words", "start_s", "end_s", "engine".
    `coach` None works with authored templates. Raises UsageError where `row` is no transcript.
    """
    turns, brief = parsed(row)
    return critique_json(row.get("id"), critiqued(turns, brief, coach), turns)


def critiqued(turns: tuple[Turn, ...], brief: Brief, coach: Coach | None = None) -> Critique:
    """The critique of a talk without recordings."""
    return critiques.make(turns, brief, scenario_of(brief), load_audio=lambda _: None, coach=coach)


def read_transcript(path: Path) -> tuple[tuple[Turn, ...], Brief, Mapping[str, Any]]:
    """Turns, brief and the object itself from a file that holds one transcript. Raises UsageError."""
    try:
        row = read_json(path)
    except (OSError, Unreadable) as error:
        raise UsageError(
            f"{path} is no transcript: {error}.", "It holds one JSON object; for one a line use --jsonl."
        ) from error
    if not isinstance(row, dict):
        raise UsageError(f"{path} is no transcript.", "It holds one JSON object; for one a line use --jsonl.")
    return *parsed(row), row


def parsed(row: Mapping[str, Any]) -> tuple[tuple[Turn, ...], Brief]:
    try:
        return _turns(row), _brief(row)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise UsageError(
            f"This is no transcript: {type(error).__name__} {error}.",
            'It needs "turns", each with "who" ("you" or "partner") and "text".',
        ) from error


def _brief(row: Mapping[str, Any]) -> Brief:
    brief = row.get("brief") or {}
    return brief_from_json(brief) if "must_say" in brief and "scenario" in brief else brief_of(row)


def _turns(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    if not isinstance(row["turns"], list):
        raise TypeError('"turns" is no list')
    return tuple(_turn(number, turn) for number, turn in enumerate(row["turns"]))


def _turn(number: int, row: Mapping[str, Any]) -> Turn:
    return Turn(
        number=number,
        who=Who(row["who"]),
        text=str(row["text"]),
        words=words_from_json(row.get("words") or ()),
        start_s=seconds(row.get("start_s") or 0.0),
        end_s=seconds(row.get("end_s") or 0.0),
        engine=str(row.get("engine") or ""),
        corrected=bool(row.get("corrected", False)),
    )


def scenario_of(brief: Brief) -> Scenario | None:
    """The scenario that a brief names; None where this machine has none of that name."""
    if brief.scenario not in scenarios.scenario_files():
        return None
    try:
        return scenarios.load(brief.scenario)
    except ScenarioError:
        return None


def critique_json(name: object, critique: Critique, turns: tuple[Turn, ...] = ()) -> dict[str, Any]:
    """A critique as JSON: the stable shape of `voicecoach critique --json`."""
    session = critique.session
    engines = sorted({t.engine for t in turns if t.who is Who.YOU and t.engine})
    return {
        "id": name,
        "findings": [finding_to_json(f) for f in critique.findings],
        "session": {
            "ask_turn": session.ask_turn,
            "avoided": list(session.avoided),
            "outcome": session.outcome.value,
        },
        "coach": coach_json(critique),
        "engine": {"coach": critique.engine, "hearing": ", ".join(engines)},
    }


def coach_json(critique: Critique) -> dict[str, Any]:
    """What the coach says, with the facts that it rests on."""
    return {
        "points": [_point(p) for p in critique.points],
        "change_question": critique.change_question,
        "stronger": critique.stronger,
        "fairest": critique.fairest,
        "if_then": critique.if_then,
        "ending": critique.ending,
        "musts": [asdict(m) for m in critique.musts],
        "ground": [{**asdict(g), "quote": _quote(g.quote)} for g in critique.ground],
        "delivery": [{**asdict(a), "quote": _quote(a.quote)} for a in critique.acoustics],
        "rubric": [{**asdict(r), "quote": _quote(r.quote)} for r in critique.rubric],
        "at_least": dict(critique.counts),
        "headline": dict(critique.headline),
        "notes": list(critique.notes),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "question": point.question,
        "asks": point.asks,
        "says": point.says,
        "quote": _quote(point.quote),
        "stronger": point.stronger,
        "finding": point.finding,
    }


def _quote(quote: Quote | None) -> dict[str, Any] | None:
    if quote is None:
        return None
    return {
        "turn": quote.turn,
        "at": list(quote.at),
        "text": quote.text,
        "start": quote.start_s,
        "end": quote.end_s,
    }
