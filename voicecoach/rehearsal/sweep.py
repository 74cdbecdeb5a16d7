"""What stays of the user's recorded voice after the critique or a stop, by one setting."""

from __future__ import annotations

from pathlib import Path

from voicecoach.errors import RehearsalError
from voicecoach.rehearsal.journal import AUDIO

CONVERSATION = "conversation.flac"
SOUNDS = {".wav", ".flac", ".ogg"}


def sweep(folder: Path, keep: str) -> list[str]:
    """Delete a rehearsal's sound unless `keep` is "all"; gives the names of what was deleted.

    With "quotes" the quoted clips stay: they are inside the report. What a kill left half written goes
    always. Raises RehearsalError.
    """
    sounds = [p for p in (folder / AUDIO).glob("*") if p.suffix in SOUNDS and p.is_file()]
    sounds += [p for p in folder.glob(f"*{Path(CONVERSATION).suffix}") if _is_conversation(p)]
    doomed = [p for p in sounds if keep != "all" or p.name.startswith(".")]
    try:
        for path in doomed:
            path.unlink()
    except OSError as e:
        raise RehearsalError(
            f"The recordings in {folder} could not be deleted: {e.strerror or e}.", "Delete them by hand."
        ) from e
    return sorted(str(p.relative_to(folder)) for p in doomed)


def _is_conversation(path: Path) -> bool:
    """The whole of it, or a part of that whose writing was killed."""
    whole = Path(CONVERSATION)
    return path.is_file() and (path.name == whole.name or path.name.startswith(f".{whole.stem}-"))
