"""May this line be spoken? What a model wrote, made ready to say, or turned away.

The line is undressed first (thoughts, Markdown, labels, directions, quotation marks, emoji), then what is
left, and what was taken off, is looked through for what no person in the role would say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from voicecoach.partner.line_directions import without_directions
from voicecoach.partner.line_labels import (
    By,
    is_name_alone,
    names_user,
    take_label,
    without_inner_labels,
)
from voicecoach.partner.line_marks import (
    is_quoted,
    without_emoji,
    without_leading_emoji,
    without_markdown,
    without_outer_quotes,
    without_thoughts,
)
from voicecoach.partner.line_model import out_of_role_odds
from voicecoach.partner.role_words import (
    Persona,
    break_patterns,
    certain_pattern,
    read_persona,
    role_words,
    structure_patterns,
)

SURE, SURE_OF_A_PART, SURE_WITH_A_RULE = 0.65, 0.85, 0.3
"""How likely it must be that a whole line, or one sentence of it, is out of role, to reject it."""

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
    spoken = re.sub(r"\s*\n\s*", " ", spoken)
    return LineVerdict("clean", spoken, "taken off: what is not speech")


def undress(text: str, who: Persona) -> tuple[str, list[str], str]:
    """The speech in the text, what was taken off, and why it must be rejected (or "")."""
    taken: list[str] = []
    if names_user(text):
        return "", taken, "a line for the user"
    built = misbuilt(text, who)
    if built:
        return "", taken, built
    bodies: list[str] = []
    for line in map(without_leading_emoji, text.strip().split("\n")):
        if is_name_alone(line, who) and not re.search(r"[.!?…]\s*$", line):
            bodies.append("\x01")
            continue
        by, body = take_label(line, who)
        if by in (By.USER, By.OTHER):
            return "", taken, "a line for somebody else"
        body = without_inner_labels(body, who)
        bodies.append(body if by is By.NOBODY else "\x01" + body)
    told = told_speech("\n".join(bodies), who)
    if told:
        return told, taken, ""
    speech = without_directions("\n".join(bodies), who.name, taken.append)
    return _join(without_emoji(speech), who), taken, ""


def misbuilt(text: str, who: Persona) -> str:
    """What it is built like, where no line of one person is: choices, both sides, a move's name."""
    plain = text.lower().replace("’", "'").strip()
    return next((kind for kind, p in structure_patterns(who.name) if p.search(plain)), "")


def told_speech(text: str, who: Persona) -> str:
    """The quoted speech in a line told like a story of the persona: `Dana sighs. "No."`; "" in any other
    line."""
    pieces = re.split(r'["“”]', text.strip())
    if len(pieces) < 3 or len(pieces) % 2 == 0 or not who.name:
        return ""
    around, quoted = [p.strip(" ,.\n") for p in pieces[::2]], [p.strip() for p in pieces[1::2]]
    told = [p for p in around if p]
    says = "says|asks|adds|replies|mutters|whispers|snaps|answers|sighs|shouts|insists"
    named = (
        rf"(?:and )?(?:{re.escape(who.name)}(?: \w+ly)? \w+s|(?:she|he|they)(?: \w+ly)? (?:{says}))"
        r"\b(?!.*\b(?:you|your|i|my)\b)[^.!?]*$"
    )
    if not told or not all(re.match(named, p.lower()) for p in told):
        return ""
    return " ".join(
        q[:-1] + "." if q.endswith(",") and n == len(quoted) - 1 else q for n, q in enumerate(quoted)
    )


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


def speech_of(raw: str, persona: str) -> str:
    """What is left of a line to speak, whether or not it is in role; empty where nothing is."""
    text = without_thoughts(raw)
    return undress(without_markdown(text), read_persona(persona))[0] if text else ""


def out_of_role(stretches: list[str], who: Persona) -> str:
    """The kind of break, or "": the first stretch is speech, the others were taken off it."""
    speech, taken = stretches[0], stretches[1:]
    for stretch in taken:
        if not _is_stage_business(stretch.lower(), who) and (kind := _ruled_out(stretch, who)):
            return kind
    parts = [s for s in re.split(r"(?<=[.!?…])\s+|\n+", speech) if len(s.split()) > 2 and s != speech]
    kind = _ruled_out(speech, who)
    if certain_pattern().search(speech.lower().replace("’", "'")):
        return kind or "assistant"
    sure = SURE_WITH_A_RULE if kind else SURE
    out = out_of_role_odds(speech, who) >= sure or any(
        out_of_role_odds(s, who) >= SURE_OF_A_PART for s in parts
    )
    return (kind or "not what a person would say") if out else ""


def _ruled_out(stretch: str, who: Persona) -> str:
    plain = stretch.lower().replace("’", "'")
    return next((kind for kind, p in break_patterns(who.name) if p.search(plain)), "")


def _is_stage_business(plain: str, who: Persona) -> bool:
    """Is what was taken off a turn note, or something the persona does: "Dana sighs"?"""
    inside = plain.strip(" *_[]().?!")
    if role_words().turn_notes.match(inside):
        return True
    words = inside.split()
    return (
        len(words) > 1
        and words[0] in {who.name, "he", "she", "they"}
        and words[1] in role_words().direction_verbs
    )


def line_row(row: Mapping[str, Any]) -> dict[str, str]:
    """One line of a JSONL file (`id`, `raw`, `persona`) to its verdict."""
    found = clean_line(str(row.get("raw", "")), str(row.get("persona", "")))
    return {"id": str(row["id"]), "verdict": found.verdict, "spoken": found.spoken, "reason": found.reason}
