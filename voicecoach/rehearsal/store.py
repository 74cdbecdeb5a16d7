"""The rehearsals on this machine: made, found, listed, deleted, exported."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from voicecoach.errors import RehearsalError, UsageError, VoicecoachError
from voicecoach.files import open_no_link
from voicecoach.paths import private_dir, rehearsals_dir
from voicecoach.rehearsal.journal import JOURNAL
from voicecoach.rehearsal.story import Story, read_story

LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Kept:
    """One rehearsal on disk."""

    id: str
    folder: Path
    story: Story


def new_folder(scenario: str, root: Path | None = None) -> Path:
    """A fresh folder, named by date, time and scenario. Raises RehearsalError."""
    root = root or rehearsals_dir()
    stem = f"{datetime.now():%Y-%m-%d-%H%M}-{_safe(scenario)}"
    try:
        private_dir(root)
        for n in range(1, 1000):
            folder = root / (stem if n == 1 else f"{stem}-{n}")
            try:
                folder.mkdir(mode=0o700)
                return folder
            except FileExistsError:
                continue
    except OSError as e:
        raise RehearsalError(
            f"No rehearsal can be kept in {root}: {e.strerror or e}.",
            "Give write access there, set VOICECOACH_HOME to another folder, or rehearse with --private.",
        ) from e
    raise RehearsalError(f"There are too many rehearsals of this minute in {root}.", "Wait a minute.")


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())[:40] or "rehearsal"


def lock(folder: Path) -> FileLock:
    """Hold a rehearsal for this process alone. Raises RehearsalError where another has it."""
    held = FileLock(folder / LOCK, mode=0o600)
    try:
        held.acquire(timeout=0)
    except Timeout as e:
        raise RehearsalError(
            f"The rehearsal {folder.name} is open in another voicecoach.", "Close that one first."
        ) from e
    except OSError as e:
        raise RehearsalError(
            f"The rehearsal in {folder} cannot be written to: {e.strerror or e}.",
            "Give write access there, or copy the folder to a place of your own and open it there.",
        ) from e
    return held


def _at_home(path: Path) -> Path:
    """With "~" as the home it stands for, where there is such a user."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def find(id_or_folder: str) -> Kept:
    """A rehearsal by its id, the start of one, a folder, or "last". Raises RehearsalError, UsageError."""
    if not id_or_folder.strip():  # as a folder it would be the one that happens to be open
        raise UsageError("Which rehearsal?", "`voicecoach rehearsals list` shows all.")
    path = _at_home(Path(id_or_folder))
    if path.is_dir():
        return Kept(path.resolve().name, path.resolve(), read_story(path))
    kept = sorted(_folders())
    if id_or_folder == "last":
        return _last()
    matches = [f for f in kept if f.name == id_or_folder] or [
        f for f in kept if f.name.startswith(id_or_folder)
    ]
    if len(matches) != 1:
        what = "several rehearsals begin" if matches else "no rehearsal is"
        raise RehearsalError(
            f"There is no one rehearsal {id_or_folder!r}: {what} so named.",
            "`voicecoach rehearsals list` shows all.",
        )
    return _kept(matches[0])


def _last() -> Kept:
    every = list_all()
    if not every:
        raise RehearsalError("There are no rehearsals yet.", "Start one: voicecoach rehearse")
    return max(every, key=lambda kept: (kept.story.started, kept.id))


def _kept(folder: Path) -> Kept:
    return Kept(folder.name, folder, read_story(folder))


def _folders() -> Iterator[Path]:
    root = rehearsals_dir()
    if root.is_dir():
        yield from (
            p for p in root.iterdir() if p.is_dir() and not p.is_symlink() and (p / JOURNAL).is_file()
        )


def list_all() -> list[Kept]:
    """All rehearsals, oldest first. One that cannot be read is left out."""
    found = []
    for folder in sorted(_folders()):
        try:
            found.append(_kept(folder))
        except VoicecoachError:
            continue
    return sorted(found, key=lambda kept: (kept.story.started, kept.id))


def attempts_of(kept: Kept) -> list[Kept]:
    """All attempts on the same brief, first to last."""
    first = kept.story.attempt_of or kept.id
    return [k for k in list_all() if first in (k.id, k.story.attempt_of)]


def delete(kept: Kept) -> list[str]:
    """Remove everything of a rehearsal; gives the names of what was removed."""
    if not (kept.folder / JOURNAL).is_file():
        raise RehearsalError(f"{kept.folder} is not a rehearsal's folder.", "Nothing was deleted.")
    lock(kept.folder).release()
    names = sorted(str(p.relative_to(kept.folder)) for p in kept.folder.rglob("*") if p.is_file())
    try:
        shutil.rmtree(kept.folder)
    except OSError as e:
        raise RehearsalError(
            f"Not all of {kept.folder} could be deleted: {e.strerror or e}.", "Delete the folder by hand."
        ) from e
    return names


def archive_name(kept: Kept, target: Path) -> Path:
    """Where `export` writes: in a folder it is named by the rehearsal."""
    return target / f"{kept.id}.zip" if target.is_dir() else target


def export(kept: Kept, target: Path) -> Path:
    """All of a rehearsal as one zip file, of which its owner is the only reader. Raises RehearsalError."""
    target = archive_name(kept, target)
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        opened = open_no_link(part, os.O_RDWR | os.O_CREAT | os.O_EXCL)
        with os.fdopen(opened, "w+b") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(kept.folder.rglob("*")):
                if _goes_along(path):
                    archive.write(path, Path(kept.id) / path.relative_to(kept.folder))
        part.replace(target)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise RehearsalError(
            f"The archive {target} cannot be written: {e.strerror or e}.", "Choose another place."
        ) from e
    return target


def _goes_along(path: Path) -> bool:
    """Not what a link leads to, and no archives: they would hold one another."""
    ours = path.name == LOCK or path.name.endswith((".zip", ".zip.part"))
    return path.is_file() and not path.is_symlink() and not ours
