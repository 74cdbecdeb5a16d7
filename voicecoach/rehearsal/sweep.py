"""What stays of the user's recorded voice after the critique or a stop, by one setting."""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import RehearsalError
from voicecoach.rehearsal.journal import AUDIO

CONVERSATION = "conversation.flac"
SOUNDS = {".wav", ".flac", ".ogg"}


def sweep(folder: Path, keep: str) -> list[str]:
    """Delete a rehearsal's sound unless `keep` is "all"; gives the names of what was deleted.

    With "quotes" the quoted clips stay: they are inside the report. Raises RehearsalError.
    """
    if keep == "all":
        return []
    doomed = [p for p in (folder / AUDIO).glob("*") if p.suffix in SOUNDS and p.is_file()]
    doomed += [p for p in [folder / CONVERSATION] if p.is_file()]
    try:
        for path in doomed:
            path.unlink()
    except OSError as e:
        raise RehearsalError(
            f"The recordings in {folder} could not be deleted: {e.strerror or e}.", "Delete them by hand."
        ) from e
    return sorted(str(p.relative_to(folder)) for p in doomed)
