"""Before the role-play, in a terminal: is this a talk that has been decided on, and one for this place?"""

from __future__ import annotations

from enum import Enum, auto

import click

from voicecoach.rehearsal.doubt import Answer, answer_of
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.scope import check_scope
from voicecoach.rehearsal.scope_brief import check_brief
from voicecoach.rehearsal.scope_help import kind_question, spoken_help
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.staying import choose, show_help
from voicecoach.terminal.words import word
from voicecoach.types import Brief


class Begin(Enum):
    """What comes after a look at the brief."""

    YES = auto()
    NO = auto()
    ELSE = auto()
    """The user wants to rehearse something else."""


def may_begin(brief: Brief, *, questions: bool) -> Begin:
    """Says why, and who can help, where a brief is not rehearsed here; then stays until the user chooses."""
    verdict = check_brief(brief)
    label: str = verdict.label
    if label == "ask":
        label = _cleared(verdict.ask or "", questions=questions)
    if label == "ok":
        if not brief.decided:
            tell(notice("setup", "undecided").text)
        return Begin.YES if brief.decided else Begin.NO
    tell(spoken_help(label, before=True))
    show_help()
    chosen = choose(label, _typed, may_delete=False) if questions and attended() else "end"
    tell(word("help.nothing_kept"))
    return Begin.ELSE if chosen == "else" else Begin.NO


def _cleared(question: str, *, questions: bool) -> str:
    """The one kind question; where nobody can answer it is shown, and it goes on."""
    if not (questions and attended()):
        tell(question)
        return "ok"
    for asked, again in ((question, False), (kind_question("again"), True)):
        said = str(click.prompt(asked, default="no", err=True))
        verdict = check_scope(said, "setup")
        match answer_of(said, verdict, again=again):
            case Answer.CLEAR:
                return "ok"
            case Answer.YES:
                return "emergency" if verdict.label == "emergency" else "refer"
            case Answer.NOT_CLEAR:
                pass
    return "refer"


def _typed(question: str) -> str:
    return str(click.prompt(question, default="", show_default=False, prompt_suffix=" ", err=True))
