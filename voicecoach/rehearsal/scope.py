"""May this be rehearsed here? Looks at the brief and at every utterance before anything is played.

Two readers look at a text: rules that know acts and who does them to whom, and the encoder, trained on
made-up texts. Where they are not sure, the coach's voice asks one kind question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from voicecoach.rehearsal.scope_help import kind_question
from voicecoach.rehearsal.scope_model import scope_odds
from voicecoach.rehearsal.scope_rules import rule_for
from voicecoach.rehearsal.scope_text import legible

Label = Literal["ok", "ask", "refer", "emergency"]

ASK_FROM, STOP_FROM, EMERGENCY_OVER_REFER = 0.17, 0.95, 0.6
"""How sure the encoder must be that a text is not fit to rehearse, to ask about it and to stop at once;
and that life is in danger, where a rule only knows that the text is not fit."""


ASK_IN_A_TALK = 0.76
"""The same for a turn of a rehearsal that is under way: a question breaks it off, and what a recogniser heard
may not be what was said. Of turns fit to rehearse it then asks about one in 45, and not one in 13."""


@dataclass(frozen=True, slots=True)
class ScopeVerdict:
    """What to do about a text."""

    label: Label
    """`ok`: go on; `ask`: put `ask` first; `refer`, `emergency`: the partner stops."""
    reason: str
    """Why, in a few words; for the journal and for tests, never read out."""
    ask: str | None = None
    """The one kind question to put, with `ask`."""


def check_scope(text: str, where: str = "speech", ask_from: float = ASK_FROM) -> ScopeVerdict:
    """Look at one text: `where` is "setup" for an answer in the brief, "speech" for an utterance. `ask_from`
    is how unfit the encoder must hold it to be asked about, 0 to 1."""
    text = legible(text)
    if not any(c.isalpha() for c in text):
        return ScopeVerdict("ok", "nothing said")
    rule = rule_for(text)
    if rule is not None and rule.label == "emergency":
        return ScopeVerdict("emergency", rule.reason)
    odds = scope_odds(text, where)
    if rule is not None and rule.label == "refer":
        return ScopeVerdict("emergency" if odds["emergency"] > EMERGENCY_OVER_REFER else "refer", rule.reason)
    unfit = 1 - odds["ok"]
    if unfit >= STOP_FROM:
        if odds["emergency"] > odds["refer"]:
            return ScopeVerdict("emergency", "sounds like danger to life now")
        return ScopeVerdict("refer", "sounds like a matter for a person who can help")
    if rule is not None or unfit >= ask_from:
        about = "danger" if odds["emergency"] > odds["refer"] else "matter"
        reason = rule.reason if rule else "may be more than a hard conversation"
        return ScopeVerdict("ask", reason, kind_question(about))
    return ScopeVerdict("ok", "a hard conversation, fit to rehearse")


def scope_row(row: Mapping[str, Any]) -> dict[str, str]:
    """One line of a JSONL file (`id`, `text`, `where`) to its label and reason."""
    found = check_scope(str(row.get("text", "")), str(row.get("where", "speech")))
    return {"id": str(row["id"]), "label": found.label, "reason": found.reason}
