"""May this line be spoken? What a model wrote, made ready to say, or turned away.

The line is undressed first (thoughts, Markdown, labels, directions, quotation marks, emoji), then what is left, and
what was taken off, is looked through for what no person in the role would say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from voicecoach.partner.line_directions import without_directions
from voicecoach.partner.line_labels import By, is_name_alone, names_user, take_label
from voicecoach.partner.line_marks import (
    is_quoted,
    without_emoji,
    without_markdown,
    without_outer_quotes,
    without_thoughts,
)
from voicecoach.partner.role_words import Persona, break_patterns, read_persona, role_words

Verdict = Literal["speak", "clean", "reject"]


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """What may be done with a line."""

    verdict: Verdict
    """`speak` as it is, `clean` in role once undressed, or `reject`."""
    spoken: str
    """What may be spoken; empty for `reject`."""
    reason: str
    """Why, in a few words; empty for `speak`."""


def _reject(reason: str) -> LineVerdict:
    return LineVerdict("reject", "", reason)


def clean_line(raw: str, persona: str = "") -> LineVerdict:
    """Check one whole line that a model wrote for `persona` ("Dana, a manager"); never raises."""
    who = read_persona(persona)
    text = without_thoughts(raw)
    if text is None:
        return _reject("a thought that never closes")
    text = without_markdown(text)
    spoken, taken, reason = undress(text, who)
    reason = (
        reason or out_of_role([spoken, *taken], who) or ("" if re.search(r"\w", spoken) else "nothing to say")
    )
    if reason:
        return _reject(reason)
    if spoken == raw:
        return LineVerdict("speak", raw, "")
    return LineVerdict("clean", spoken, "taken off: what is not speech")


def undress(text: str, who: Persona) -> tuple[str, list[str], str]:
    """The speech in the text, what was taken off, and why it must be rejected (or "")."""
    taken: list[str] = []
    if names_user(text):
        return "", taken, "a line for the user"
    bodies: list[str] = []
    for line in text.strip().split("\n"):
        if is_name_alone(line, who) and not re.search(r"[.!?…]\s*$", line):
            bodies.append("\x01")
            continue
        by, body = take_label(line, who)
        if by in (By.USER, By.OTHER):
            return "", taken, "a line for somebody else"
        bodies.append(body if by is By.NOBODY else "\x01" + body)
    speech = without_directions("\n".join(bodies), who.name, taken.append)
    return _join(without_emoji(speech), who), taken, ""


def _join(text: str, who: Persona) -> str:
    """Close up the places where something was taken out, and take the outer quotation marks off."""
    pieces = [p.strip() for p in text.split("\x01") if p.strip()]
    if pieces and all(is_quoted(p) for p in pieces):
        pieces = [without_outer_quotes(p) for p in pieces]
    if len(pieces) == 1 and "\x01" not in text.strip():
        return without_outer_quotes(pieces[0])
    joined = " ".join(pieces)
    joined = re.sub(r"\s+", " ", re.sub(r" +(?=[,;.!?](?!\.))", "", joined))
    by, body = take_label(joined, who)
    return without_outer_quotes(body if by is By.PERSONA else joined)


def out_of_role(stretches: list[str], who: Persona) -> str:
    """The kind of break in any of the stretches, or ""."""
    for stretch in stretches:
        plain = stretch.lower().replace("’", "'")
        if role_words().turn_notes.match(plain.strip(" *_[]().")) and stretch is not stretches[0]:
            continue
        for kind, pattern in break_patterns(who.name):
            if pattern.search(plain):
                return kind
    return ""


def line_row(row: Mapping[str, Any]) -> dict[str, str]:
    """One line of a JSONL file (`id`, `raw`, `persona`) to its verdict."""
    found = clean_line(str(row.get("raw", "")), str(row.get("persona", "")))
    return {"id": str(row["id"]), "verdict": found.verdict, "spoken": found.spoken, "reason": found.reason}
