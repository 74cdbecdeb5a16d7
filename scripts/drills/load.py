"""Long rehearsals in virtual time: memory, threads and files stay as they were."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.fakes import voice_like
from tests.rehearsal.playing import Play
from voicecoach.rehearsal.events import Event, YouSaid
from voicecoach.rehearsal.journal import FolderJournal


@dataclass
class Tally:
    """Memory in use (resident, MiB) and what was left open."""

    early_mib: float = 0.0
    late_mib: float = 0.0
    turns: int = 0
    threads_left: int = 0
    files_left: int = 0

    @property
    def growth(self) -> float:
        """Late against early."""
        return self.late_mib / self.early_mib


def exchanges(root: Path, early: int = 30, late: int = 300) -> Tally:
    """Memory after `late` exchanges against after `early`."""
    threads, files = set(threading.enumerate()), _open_files()
    tally, said = Tally(), 0
    journal = FolderJournal(root / "long")
    play = Play(["I want a raise."] * late, ["Not this year."] * (late + 2), journal=journal, seconds=0.5)

    def see(event: Event) -> None:
        nonlocal said
        play.events.clear()
        _forget(play)
        said += isinstance(event, YouSaid)
        if said == early and not tally.early_mib:
            tally.early_mib = resident_mib()

    play.on_event = see
    play.run()
    tally.late_mib, tally.turns = resident_mib(), said
    play.crew.close()
    journal.close()
    tally.threads_left = len(set(threading.enumerate()) - threads)
    tally.files_left = _open_files() - files
    return tally


def _forget(play: Play) -> None:
    """Empty the stand-in sound card's own tape of both sides: a real card keeps none."""
    for tape in (play.card._said, play.card._played):
        tape.clear()


def monologue(root: Path, minutes: int = 20) -> int:
    """One turn of so many minutes; gives the turns of the user's that were kept."""
    play = Play(
        ["And so on."],
        ["I see."] * 3,
        journal=FolderJournal(root / "monologue"),
        sounds=[voice_like(minutes * 60)],
    )
    play.run()
    play.journal.close()
    return sum(turn.who == "you" for turn in play.talk.turns)


def resident_mib() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
