"""Turns and briefs as plain JSON, and back.

The journal, the transcript file and `--json` events all use these shapes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from voicecoach.types import Brief, Finding, Move, Push, Stakes, Turn, Who, Word


def turn_to_json(turn: Turn) -> dict[str, Any]:
    """A turn with everything that is not at its default; words as [text, start_s, end_s, sure]."""
    row: dict[str, Any] = {
        "number": turn.number,
        "who": turn.who.value,
        "text": turn.text,
        "start_s": round(turn.start_s, 3),
        "end_s": round(turn.end_s, 3),
        "audio": turn.audio,
        "engine": turn.engine,
    }
    if turn.words:
        row["words"] = [
            [w.text, round(w.start_s, 3), round(w.end_s, 3), round(w.sure, 3)] for w in turn.words
        ]
    if turn.move:
        row["move"] = turn.move.value
    for flag in ("cut_off", "corrected"):
        if getattr(turn, flag):
            row[flag] = True
    return row


def turn_from_json(row: Mapping[str, Any]) -> Turn:
    """The turn again. Raises KeyError, TypeError or ValueError where a field is missing or wrong."""
    return Turn(
        number=int(row["number"]),
        who=Who(row["who"]),
        text=str(row["text"]),
        words=words_from_json(row.get("words", ())),
        start_s=seconds(row.get("start_s", 0.0)),
        end_s=seconds(row.get("end_s", 0.0)),
        audio=_file_name(row.get("audio")),
        engine=str(row.get("engine", "")),
        move=Move(row["move"]) if row.get("move") else None,
        cut_off=bool(row.get("cut_off", False)),
        corrected=bool(row.get("corrected", False)),
    )


def words_from_json(rows: Iterable[Any]) -> tuple[Word, ...]:
    """Words from [text, start_s, end_s, sure] each. Raises TypeError or ValueError."""
    return tuple(Word(str(t), seconds(a), seconds(b), seconds(p)) for t, a, b, p in rows)


def seconds(value: Any) -> float:
    """A time that is no number of seconds loses its place, not the turn."""
    read = float(value)
    return read if math.isfinite(read) else 0.0


def _file_name(value: object) -> str | None:
    """A name below the rehearsal's folder: nothing that could lead out of it."""
    if value is None:
        return None
    parts = str(value).split("/")
    if len(parts) > 2 or any(p in ("", ".", "..") or "\\" in p or ":" in p for p in parts):
        raise ValueError(f"not a file of this rehearsal: {value!r}")
    return str(value)


def brief_to_json(brief: Brief) -> dict[str, Any]:
    """A brief as plain values."""
    row = asdict(brief)
    row["must_say"] = list(brief.must_say)
    row["stakes"], row["push"] = brief.stakes.value, brief.push.value
    row["details"] = dict(brief.details)
    return row


_BRIEF_KINDS: Mapping[str, type] = {
    **dict.fromkeys(("scenario", "other", "want", "fear", "reaction", "owed"), str),
    **dict.fromkeys(("fear_likely", "confidence"), int),
    "decided": bool,
}


def brief_from_json(row: Mapping[str, Any]) -> Brief:
    """The brief again. Raises KeyError, TypeError or ValueError where a field is missing or wrong."""
    known = dict(row)
    known["must_say"] = tuple(str(x) for x in row.get("must_say", ()))
    known["stakes"], known["push"] = Stakes(row.get("stakes", "medium")), Push(row.get("push", "realistic"))
    known["details"] = {str(k): str(v) for k, v in dict(row.get("details", {})).items()}
    brief = Brief(**known)
    for field, kind in _BRIEF_KINDS.items():
        value = getattr(brief, field)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise TypeError(f"{field} of the brief is no {kind.__name__}")
    return brief


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as `voicecoach critique --json` prints it."""
    return {
        "turn": finding.turn,
        "label": finding.label.value,
        "quote": finding.quote,
        "start": finding.start_s,
        "end": finding.end_s,
        "better": finding.better,
    }
