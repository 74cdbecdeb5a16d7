"""Where something is not rehearsed here: nobody is left alone with a closed door.

Who can help is shown, then what can still be done is offered; nothing happens until the user chooses.
"""

from __future__ import annotations

from collections.abc import Callable

import click

from voicecoach.rehearsal import store
from voicecoach.rehearsal.scope_help import acts, help_for, likely_country
from voicecoach.rehearsal.sitting import Sitting
from voicecoach.terminal.say import tell
from voicecoach.terminal.words import word

Ask = Callable[[str], str]
"""Puts a question and gives the answer. Raises click.Abort where there will be none."""


def stay_with(sitting: Sitting, label: str, ask: Ask | None) -> bool:
    """After the coach has stopped a rehearsal. True where the user wants to rehearse something else."""
    folder = sitting.journal.folder
    show_help()
    chosen = choose(label, ask, may_delete=folder is not None) if ask else "end"
    if folder is None:
        tell(word("help.nothing_kept"))
    elif chosen == "delete":
        sitting.close()
        names = store.delete(store.find(str(folder)))
        tell(word("help.deleted", names=", ".join(names)))
    else:
        tell(word("help.yours", folder=folder, id=folder.name))
    return chosen == "else"


def choose(label: str, ask: Ask, *, may_delete: bool) -> str:
    """What the user wants of what voicecoach can still do. It waits for as long as they need."""
    offered = [act for act in acts(label) if may_delete or act.key != "delete"]
    tell(word("help.still"))
    for number, act in enumerate(offered, 1):
        tell(f"  {number}  {act.text}")
    while True:
        try:
            said = ask(word("help.which", last=len(offered))).strip()
        except click.Abort:
            return "end"
        chosen = offered[int(said) - 1].key if said in map(str, range(1, len(offered) + 1)) else ""
        if chosen == "numbers":
            show_help()
        elif chosen:
            return chosen


def show_help() -> None:
    """Who can help, by what this machine thinks is the user's country: the emergency number first."""
    found = help_for(likely_country())
    tell(word("help.emergency", number=found.emergency_number))
    for line in found.lines:
        tell(word("help.line", name=line.name, good_for=line.good_for, contact=line.contact))
    tell(word("help.checked", caution=found.caution, when=f"{found.last_verified:%B %Y}"))
