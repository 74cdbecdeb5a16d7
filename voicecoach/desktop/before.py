"""Before the talk: may this brief be rehearsed here? Asked backstage, answered on a page."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.scope_brief import check_brief
from voicecoach.types import Brief


@dataclass(frozen=True)
class Verdict:
    """What becomes of a brief."""

    kind: str
    """"ok", "undecided", "ask", "refer" or "emergency"."""
    text: str = ""
    """What to say or ask; empty where nothing is to be said."""


def look_at(brief: Brief) -> Verdict:
    """Is this decided on, and one for this place?"""
    if not brief.decided:
        return Verdict("undecided", notice("setup", "undecided").text)
    found = check_brief(brief)
    return Verdict(found.label, found.ask or "")
