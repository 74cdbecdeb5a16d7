"""The review of a rehearsal that is on disk: its folder held, nothing taken up again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.store import Kept
from voicecoach.settings import Settings


@contextmanager
def look_back(kept: Kept, settings: Settings) -> Iterator[Review]:
    """Raises RehearsalError where another voicecoach has it open."""
    held = store.lock(kept.folder)
    journal = FolderJournal(kept.folder)
    try:
        scenario = scenarios.load(kept.story.brief.scenario)
        yield Review(kept.story, scenario, journal, None, settings.text("privacy.keep_audio"))
    finally:
        journal.close()
        held.release()
