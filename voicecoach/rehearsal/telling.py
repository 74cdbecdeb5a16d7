"""What an event says to the user in words: the same in every face."""

from __future__ import annotations

from voicecoach.audio.levels import level_figure
from voicecoach.rehearsal.events import Closing, CoachSaying, Dropped, Event, NotCaught, Notice, Stopped
from voicecoach.rehearsal.notices import notice

SILENT_DBFS, QUIET_DBFS, LOUD_DBFS = -90.0, -40.0, -1.0
"""A microphone's loudest: below the first nothing was heard, above the last it clips."""


def message(event: Event) -> str | None:
    """The line that tells it; None for what is shown in other ways: states, levels, turns."""
    match event:
        case CoachSaying(text) | Notice(_, text) | Stopped(_, text):
            return text
        case NotCaught(level):
            return notice("talk", "not_caught", level=level_figure(level), word=level_word(level)).text
        case Dropped(0):
            return notice("talk", "restarted").text
        case Dropped():
            return notice("talk", "dropped").text
        case Closing():
            return notice("talk", "closing").text
    return None


def level_word(dbfs: float) -> str:
    """A level for somebody who does not think in decibels."""
    if dbfs < SILENT_DBFS:
        return notice("level", "silent").text
    if dbfs < QUIET_DBFS:
        return notice("level", "quiet").text
    return notice("level", "loud" if dbfs > LOUD_DBFS else "good").text
