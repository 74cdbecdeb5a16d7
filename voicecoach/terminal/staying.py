"""After the coach has stopped a rehearsal: nobody is left alone with a closed door."""

from __future__ import annotations

from voicecoach.rehearsal import store
from voicecoach.rehearsal.scope_help import help_for, likely_country, offers
from voicecoach.rehearsal.sitting import Sitting
from voicecoach.terminal.say import tell
from voicecoach.terminal.typed import Typed
from voicecoach.terminal.words import word


def stay_with(sitting: Sitting, typed: Typed | None) -> None:
    """Show who can help, and offer what voicecoach can still do. Nothing is resumed by itself."""
    show_help()
    for offer in offers("refer"):
        tell(offer)
    folder = sitting.journal.folder
    if folder is None:
        return
    if typed and typed.ask(word("help.delete")).lower() in ("y", "yes"):
        sitting.journal.close()
        store.delete(store.find(str(folder)))
        tell(word("help.deleted"))
        return
    tell(word("help.yours", folder=folder, id=folder.name))


def show_help() -> None:
    """Who can help, by what this machine thinks is the user's country."""
    found = help_for(likely_country())
    tell(word("help.emergency", number=found.emergency_number))
    for line in found.lines:
        tell(word("help.line", name=line.name, good_for=line.good_for, contact=line.contact))
    tell(word("help.checked", caution=found.caution, when=f"{found.last_verified:%B %Y}"))
