"""The record of a rehearsal: a folder, or memory only.

`journal.jsonl` is appended a line at a time, each line handed to the operating system before the reply
starts, so a killed program loses no finished turn. Lines are never changed: what was taken back or
corrected is said by a later line. `read_journal` folds them into the rehearsal as it stands.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from voicecoach.audio.recordings import load_recording, save_sound
from voicecoach.errors import RecordingError, RehearsalError
from voicecoach.files import Unreadable, json_in, open_no_link
from voicecoach.paths import private_dir
from voicecoach.types import Sound

VERSION = 1
JOURNAL = "journal.jsonl"
AUDIO = "audio"


class Journal(Protocol):
    """Where a rehearsal is written to, and its audio read back from."""

    folder: Path | None
    """None where nothing is written."""

    def append(self, kind: str, **fields: Any) -> None:
        """Write one line. On return a killed program no longer loses it. Raises RehearsalError."""

    def save_audio(self, name: str, sound: Sound) -> str:
        """Keep a turn's sound; gives the name to store with the turn. Raises RehearsalError."""

    def load_audio(self, name: str) -> Sound | None:
        """The sound again; None where it is not kept."""

    def close(self) -> None:
        """Let go of the files. Safe to call twice."""


class FolderJournal:
    """A rehearsal on disk: folder 0700, files 0600."""

    def __init__(self, folder: Path) -> None:
        self.folder: Path | None = folder
        self._folder = folder
        self._torn = False
        """Did a full disk take only half of the last line?"""
        with _explained(folder):
            private_dir(folder / AUDIO)
            if (folder / AUDIO).is_symlink():
                raise OSError(errno.ELOOP, f"{AUDIO} is a link to another place")
            folder.chmod(0o700)
            self._file = open_no_link(folder / JOURNAL, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            self._end_torn_line()

    def _end_torn_line(self) -> None:
        """A kill in mid-write leaves half a line: close it, so that the next one stands by itself."""
        data = (self._folder / JOURNAL).read_bytes()
        if data and not data.endswith(b"\n"):
            os.write(self._file, b"\n")

    def append(self, kind: str, **fields: Any) -> None:
        line = {"v": VERSION, "kind": kind, "at": round(time.time(), 6), **fields}
        # half of a character pair, as a model can stream it, has no UTF-8: it becomes a question mark
        data = (json.dumps(line, ensure_ascii=False) + "\n").encode(errors="replace")
        if self._torn:
            data = b"\n" + data
        with _explained(self._folder):
            written = os.write(self._file, data)
            if written != len(data):
                self._torn = True
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._torn = False

    def save_audio(self, name: str, sound: Sound) -> str:
        file = f"{AUDIO}/{name}.wav"
        try:
            save_sound(self._folder / file, sound)
        except RecordingError as e:
            raise _unwritten(self._folder, e.__cause__ or e) from e
        return file

    def load_audio(self, name: str) -> Sound | None:
        return load_kept_audio(self._folder, name)

    def close(self) -> None:
        """Force all to the disk and let go of the file."""
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.fsync(self._file)
            os.close(self._file)
            self._file = -1


class MemoryJournal:
    """A rehearsal that leaves nothing behind (`--private`)."""

    folder: Path | None = None

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._audio: dict[str, Sound] = {}

    def append(self, kind: str, **fields: Any) -> None:
        self.lines.append({"v": VERSION, "kind": kind, "at": time.time(), **fields})

    def save_audio(self, name: str, sound: Sound) -> str:
        self._audio[name] = sound
        return name

    def load_audio(self, name: str) -> Sound | None:
        return self._audio.get(name)

    def close(self) -> None:
        """Nothing to do."""


def load_kept_audio(folder: Path, name: str) -> Sound | None:
    """A turn's sound from a rehearsal's folder; None where it is not kept."""
    path = folder / name
    return load_recording(path) if path.is_file() else None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all. Raises RehearsalError."""
    part = path.with_name(path.name + ".part")
    with _explained(path.parent):
        part.unlink(missing_ok=True)
        try:
            with os.fdopen(open_no_link(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
                file.write(text.encode(errors="replace"))
            part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise


@contextlib.contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Say what went wrong on the disk, and what to do about it."""
    try:
        yield
    except OSError as e:
        raise _unwritten(folder, e) from e


def _unwritten(folder: Path, error: BaseException) -> RehearsalError:
    return RehearsalError(
        f"The rehearsal cannot be written to {folder}: {getattr(error, 'strerror', None) or error}.",
        "Make room or give write access there, then take it up again: voicecoach rehearsals resume",
    )


def journal_lines(folder: Path) -> list[Mapping[str, Any]]:
    """The lines of a journal in order. A torn or foreign line is left out.

    Raises RehearsalError where there is no journal, or a newer voicecoach wrote it.
    """
    path = folder / JOURNAL
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as e:
        raise RehearsalError(
            f"There is no rehearsal in {folder}.", "`voicecoach rehearsals list` shows those that there are."
        ) from e
    rows: list[Mapping[str, Any]] = []
    for line in text.split("\n"):  # splitlines would cut a turn at U+2028 and its like, which JSON lets stand
        try:
            row = json_in(line, any_float=True)
        except Unreadable:
            continue
        if not isinstance(row, dict) or not isinstance(row.get("kind"), str):
            continue
        version = row.get("v")
        if isinstance(version, int) and version > VERSION:
            raise RehearsalError(
                f"The rehearsal in {folder} was written by a newer voicecoach.",
                "Update voicecoach to open it; nothing in it was changed.",
            )
        rows.append(row)
    return rows
