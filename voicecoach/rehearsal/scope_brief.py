"""May this brief be rehearsed? Asked before the partner says a word.

Answers are short. What a rule knows counts at any length. What only the classifier makes of a few words is
asked about, never refused, and its mere doubts are left aside: all that is said aloud is looked at as well.
"""

from __future__ import annotations

from voicecoach.rehearsal.scope import ScopeVerdict, check_scope
from voicecoach.rehearsal.scope_help import kind_question
from voicecoach.rehearsal.scope_rules import rule_for
from voicecoach.types import Brief

GRAVITY = ("ok", "ask", "refer", "emergency")

LONG_ENOUGH = 12
"""Words from which one answer is a text of its own."""

OK = ScopeVerdict("ok", "a hard conversation, fit to rehearse")


def check_brief(brief: Brief) -> ScopeVerdict:
    """The gravest verdict on any of the user's answers."""
    texts = (brief.other, brief.want, *brief.must_say, brief.fear, brief.reaction, brief.owed)
    verdicts = [_answer(text) for text in (*texts, *brief.details.values())]
    return max(verdicts, key=lambda verdict: GRAVITY.index(verdict.label))


def _answer(text: str) -> ScopeVerdict:
    verdict = check_scope(text, "setup")
    if len(text.split()) >= LONG_ENOUGH or rule_for(text) or verdict.label == "ok":
        return verdict
    if verdict.label == "ask":
        return OK
    about = "danger" if verdict.label == "emergency" else "matter"
    return ScopeVerdict("ask", verdict.reason, kind_question(about))
