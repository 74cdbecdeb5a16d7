"""Drills of the record: torn, foreign, of other versions, and two programs on one rehearsal."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

from scripts.drills.commandline import CommandLine, Ran
from scripts.drills.played import TESTS
from scripts.drills.told import How, Told, refused
from voicecoach.rehearsal.journal import VERSION
from voicecoach.rehearsal.story import read_story

SAMPLES = TESTS / "data" / "journals"


def _read(root: Path, sample: str, turns: int) -> Told:
    """Its finished turns are there; the real program goes on with it and critiques it."""
    folder = Path(shutil.copytree(SAMPLES / sample, root / sample))
    assert len(read_story(folder).turns) == turns
    CommandLine(root).resumes(folder)
    return Told(How.WENT_ON)


def torn_journal(root: Path) -> Told:
    """The last line is half a line."""
    return _read(root, "torn", 3)


def foreign_lines(root: Path) -> Told:
    """Lines that are no journal's."""
    return _read(root, "foreign", 4)


def journals_of_every_version_so_far(root: Path) -> Told:
    """From the first to the present one."""
    for version in range(1, VERSION + 1):
        _read(root, f"version-{version}", 4)
    return Told(How.WENT_ON)


def newer_journal(root: Path) -> Told:
    """A newer voicecoach wrote it."""
    folder = Path(shutil.copytree(SAMPLES / "newer", root / "newer"))
    return refused(lambda: read_story(folder))


def two_copies(root: Path) -> Told:
    """A second program on a rehearsal that is going on: it is refused, and the first one is not disturbed."""
    line = CommandLine(root)
    second: list[Ran] = []

    def try_too(pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)  # or it would be over by then
        second.append(line.run(line.resume_command(line.only_rehearsal())))
        os.kill(pid, signal.SIGCONT)

    first = line.rehearse(at_turn=(1, try_too))
    assert first.code == 0, first.err
    line.all_kept(first.turns, line.only_rehearsal())
    assert second[0].code == 1, second[0].err
    return second[0].told(How.REFUSED)


ALL = (torn_journal, foreign_lines, journals_of_every_version_so_far, newer_journal, two_copies)
