"""May this brief be rehearsed? Asked before the partner says a word.

A brief is a handful of short answers. The rules look at each of them. The classifier knows whole texts, and a
few words alone tell it too little: it reads all answers as one, and what it alone finds is asked about, never
refused.
"""

from __future__ import annotations

from voicecoach.rehearsal.scope import REFER_FROM, ScopeVerdict, check_scope
from voicecoach.rehearsal.scope_help import kind_question
from voicecoach.rehearsal.scope_model import scope_model
from voicecoach.rehearsal.scope_rules import rule_for
from voicecoach.types import Brief

LONG_ENOUGH = 12
"""Words from which one answer is a text of its own."""


def check_brief(brief: Brief) -> ScopeVerdict:
    """The gravest verdict on any of the user's answers, or on all of them together."""
    answers = _answers(brief)
    for label in ("emergency", "refer", "ask"):
        for text in answers:
            found = rule_for(text)
            if found and found.label == label:
                return check_scope(text, "setup")
    told = ". ".join(answers)
    for text in (told, *(a for a in answers if len(a.split()) >= LONG_ENOUGH)):
        odds = scope_model().odds(text, "setup")
        if 1 - odds["ok"] >= REFER_FROM:
            about = "danger" if odds["emergency"] > odds["refer"] else "matter"
            return ScopeVerdict("ask", "may be more than a hard conversation", kind_question(about))
    return ScopeVerdict("ok", "a hard conversation, fit to rehearse")


def _answers(brief: Brief) -> list[str]:
    texts = (brief.other, brief.want, *brief.must_say, brief.fear, brief.reaction, brief.owed)
    return [text.strip() for text in (*texts, *brief.details.values()) if text.strip()]
