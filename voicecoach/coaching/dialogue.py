"""One labelled dialogue in, its critique out: the format of `voicecoach critique --jsonl`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voicecoach.coaching.findings import find
from voicecoach.coaching.session import summarise
from voicecoach.types import Brief, Finding, Session, Turn, Who


def brief_of(row: Mapping[str, Any]) -> Brief:
    """The brief of a dialogue line; its `ask` is the must-say list."""
    brief: Mapping[str, Any] = row.get("brief") or {}
    return Brief(
        scenario=str(row.get("scenario") or "other"),
        other=str(brief.get("other") or ""),
        want=str(brief.get("want") or ""),
        must_say=tuple(str(line) for line in brief.get("ask") or ()),
        fear=str(brief.get("fear") or ""),
        reaction=str(brief.get("reaction") or ""),
        owed=str(brief.get("owed") or ""),
    )


def turns_of(row: Mapping[str, Any]) -> tuple[Turn, ...]:
    """The turns of a dialogue line, numbered from 0."""
    return tuple(
        Turn(number=number, who=Who(turn["who"]), text=str(turn["text"]))
        for number, turn in enumerate(row["turns"])
    )


def critique_transcript(row: Mapping[str, Any]) -> dict[str, Any]:
    """Findings and session of one dialogue; `labels` and `session` in it are not looked at.

    Raises KeyError where `turns` is missing, ValueError where a speaker is unknown.
    """
    brief, turns = brief_of(row), turns_of(row)
    findings = find(turns, brief)
    return {
        "id": row.get("id"),
        "findings": [_finding(f) for f in findings],
        "session": _session(summarise(turns, findings, brief)),
        "coach": {},
        "engine": {},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "turn": finding.turn,
        "label": str(finding.label),
        "quote": finding.quote,
        "start": finding.start_s,
        "end": finding.end_s,
        "better": finding.better,
    }


def _session(session: Session) -> dict[str, Any]:
    return {
        "ask_turn": session.ask_turn,
        "avoided": list(session.avoided),
        "outcome": str(session.outcome),
    }
