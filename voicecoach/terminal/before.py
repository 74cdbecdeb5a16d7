"""Before the role-play, in a terminal: is this a talk that has been decided on, and one for this place?"""

from __future__ import annotations

import click

from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.scope_brief import check_brief
from voicecoach.rehearsal.scope_help import offers, spoken_help
from voicecoach.rehearsal.spoken_commands import says_yes
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.staying import show_help
from voicecoach.types import Brief


def may_begin(brief: Brief, *, questions: bool) -> bool:
    """Says why, and who can help, where a brief is not rehearsed here."""
    verdict = check_brief(brief)
    label = verdict.label
    if label == "ask" and questions and attended():
        answer = click.prompt(verdict.ask or "", default="no", err=True)
        label = "refer" if says_yes(answer) else "ok"
    if label not in ("refer", "emergency"):
        if not brief.decided:
            tell(notice("setup", "undecided").text)
        return brief.decided
    tell(spoken_help(label))
    show_help()
    for offer in offers(label):
        tell(offer)
    return False
