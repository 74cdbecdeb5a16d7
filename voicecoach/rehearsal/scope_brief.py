"""May this brief be rehearsed? Asked before the partner says a word.

A brief is a handful of short answers. The rules look at each of them. The classifier knows whole texts, and a
few words alone tell it too little: it reads all answers as one, and what it alone finds is asked about, never
refused.
"""

from __future__ import annotations

from voicecoach.rehearsal.scope import STOP_FROM, ScopeVerdict, check_scope
from voicecoach.rehearsal.scope_help import kind_question
from voicecoach.rehearsal.scope_model import scope_model
from voicecoach.rehearsal.scope_rules import rule_for
from voicecoach.types import Brief

GRAVITY = ("ok", "ask", "refer", "emergency")

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
    verdicts = [check_scope(text, "setup") for text in answers if len(text.split()) >= LONG_ENOUGH]
    verdicts.append(_together(answers))
    return max(verdicts, key=lambda verdict: GRAVITY.index(verdict.label))


def _together(answers: list[str]) -> ScopeVerdict:
    """What the classifier makes of all answers as one text: asked about at most."""
    odds = scope_model().odds(". ".join(answers), "setup")
    if 1 - odds["ok"] < STOP_FROM:
        return ScopeVerdict("ok", "a hard conversation, fit to rehearse")
    about = "danger" if odds["emergency"] > odds["refer"] else "matter"
    return ScopeVerdict("ask", "may be more than a hard conversation", kind_question(about))


def _answers(brief: Brief) -> list[str]:
    texts = (brief.other, brief.want, *brief.must_say, brief.fear, brief.reaction, brief.owed)
    return [text.strip() for text in (*texts, *brief.details.values()) if text.strip()]
