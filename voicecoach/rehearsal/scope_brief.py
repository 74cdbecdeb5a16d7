"""May this brief be rehearsed? Asked before the partner says a word."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.rehearsal.scope import ScopeVerdict, check_scope
from voicecoach.types import Brief

GRAVITY = ("ok", "ask", "refer", "emergency")


def check_brief(brief: Brief) -> ScopeVerdict:
    """The gravest verdict on any of the user's answers."""
    verdicts = [check_scope(text, "setup") for text in _answers(brief)]
    return max(verdicts, key=lambda v: GRAVITY.index(v.label), default=ScopeVerdict("ok", "nothing said"))


def _answers(brief: Brief) -> Iterator[str]:
    texts = (brief.other, brief.want, *brief.must_say, brief.fear, brief.reaction, brief.owed)
    yield from (text for text in (*texts, *brief.details.values()) if text.strip())
