"""Drills of the disk: full, gone, read-only, and a log that cannot be written."""

from __future__ import annotations

import os
import resource
import shutil
from pathlib import Path
from unittest import mock

from scripts.drills.commandline import CommandLine
from scripts.drills.played import Drilled
from scripts.drills.told import How, Told, refused
from voicecoach.rehearsal import store

MOUNTED = 'mount -t tmpfs -o size={size} none "{at}" && '
"""A small disk of its own, seen by that one program."""

AS_ANYBODY = ("setpriv", "--inh-caps=-all", "--bounding-set=-all")
"""Without the powers of root, whom permissions do not bind."""


def disk_full_at_the_journal(root: Path) -> Told:
    """The disk takes half of a turn's line."""
    write = os.write
    with mock.patch.object(os, "write") as half:
        half.side_effect = write
        drill = Drilled(
            root, lambda _: setattr(half, "side_effect", lambda file, data: write(file, data[:9]))
        )
        told = refused(drill.play.run, How.ENDED)
    drill.all_kept(2)
    return told


def disk_full_at_the_sound(root: Path) -> Told:
    """No room for a turn's recording: a file may grow no further."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    drill = Drilled(root, lambda _: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard)))
    try:
        told = refused(drill.play.run, How.ENDED)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    drill.all_kept(2)
    return told


def disk_full_in_mid_turn(root: Path) -> Told:
    """A real small disk fills up under the real command line; with room made, it is taken up again."""
    line = CommandLine(root)
    small, saved = root / "small", root / "home" / "rehearsals"
    small.mkdir()
    keeps = f'cp -a "{small}/rehearsals" "{line.home}/"'
    ran = line.rehearse(
        home=small,
        wrap=line.mounted(MOUNTED.format(size="700k", at=small), then=keeps),
        recordings=("ask", "direct", "no"),
    )
    assert ran.code == 1, f"ended with {ran.code}: {ran.err}"
    assert ran.turns, "nothing was said before the disk was full"
    line.all_kept(ran.turns, next(saved.iterdir()))
    line.resumes(next(saved.iterdir()))
    return ran.told(How.ENDED)


def full_log_disk(root: Path) -> Told:
    """No room for the log: nobody is bothered with it."""
    line = CommandLine(root)
    log = line.home / "log"
    log.mkdir(parents=True)
    fill = f'{{ head -c 65536 /dev/zero > "{log}/voicecoach.log" 2>/dev/null; true; }} && '
    ran = line.rehearse(wrap=line.mounted(MOUNTED.format(size="64k", at=log) + fill), verbose=True)
    assert ran.code == 0, ran.err
    assert "Traceback" not in ran.err, ran.err
    assert "Logging error" not in ran.err, ran.err
    line.all_kept(ran.turns, line.only_rehearsal())
    return Told(How.WENT_ON)


def folder_gone(root: Path) -> Told:
    """Somebody deletes the folder: it is said, and nothing is left to resume."""
    return Drilled(root, lambda drill: shutil.rmtree(drill.folder)).ends(kept=False)


def no_folder_can_be_made(root: Path) -> Told:
    """A file stands where the rehearsals should be."""
    (root / "home").write_text("")
    return refused(lambda: store.new_folder("raise", root / "home" / "rehearsals"))


def folder_read_only(root: Path) -> Told:
    """An ordinary user who may not write where the rehearsals go: told before a word is said."""
    line = CommandLine(root)
    (line.home / "rehearsals").mkdir(parents=True)
    (line.home / "rehearsals").chmod(0o500)
    ran = line.rehearse(wrap=AS_ANYBODY)
    assert (ran.code, ran.turns) == (1, {}), ran.err
    return ran.told(How.REFUSED)


def folder_read_only_in_mid_rehearsal(root: Path) -> Told:
    """The right to write is taken away between two turns."""
    line = CommandLine(root)

    def take_away(_: int) -> None:
        for folder in (line.only_rehearsal() / "audio", line.only_rehearsal()):
            folder.chmod(0o500)

    ran = line.rehearse(wrap=AS_ANYBODY, fast=False, at_turn=(1, take_away), recordings=("no", "yes", "no"))
    assert ran.code == 1, ran.err
    folder = line.only_rehearsal()
    for path in (folder, folder / "audio"):
        path.chmod(0o700)
    line.all_kept(ran.turns, folder)
    line.resumes(folder)
    return ran.told(How.ENDED)


def disk_read_only_for_a_look_back(root: Path) -> Told:
    """A rehearsal on a disk that nobody can write to: it can be looked at, and going on is refused."""
    line = CommandLine(root)
    assert line.rehearse().code == 0
    folder = line.only_rehearsal()
    (folder / "audio").chmod(0o500)
    (folder / "journal.jsonl").chmod(0o400)
    (folder / ".lock").unlink(missing_ok=True)
    folder.chmod(0o500)
    for command in (["rehearsals", "show", str(folder)], ["critique", str(folder)]):
        assert line.run(command, wrap=AS_ANYBODY).code == 0, command
    ran = line.run(line.resume_command(folder), wrap=AS_ANYBODY)
    assert ran.code == 1, ran.err
    return ran.told(How.REFUSED)


ALL = (
    disk_full_at_the_journal, disk_full_at_the_sound, disk_full_in_mid_turn, full_log_disk, folder_gone,
    no_folder_can_be_made, folder_read_only, folder_read_only_in_mid_rehearsal,
    disk_read_only_for_a_look_back,
)  # fmt: skip
