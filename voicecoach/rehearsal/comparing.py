"""Attempts on the same brief, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach import settings as user_settings
from voicecoach.coaching import critique
from voicecoach.coaching.progress import Attempt, Comparison, compare
from voicecoach.coaching.taste import Taste
from voicecoach.errors import RehearsalError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.journal import load_kept_audio
from voicecoach.rehearsal.store import Kept


def comparison(attempts: Sequence[Kept]) -> Comparison:
    """The first and the last of some attempts. Raises RehearsalError where there is only one."""
    if len(attempts) < 2:
        raise RehearsalError(
            "There is only one attempt on this brief.",
            f"Make a second: voicecoach rehearse --attempt-of {attempts[0].id if attempts else 'ID'}",
        )
    return compare(_looked_at(attempts[0]), _looked_at(attempts[-1]))


def beside_the_first(kept: Kept) -> Comparison | None:
    """A later attempt beside the first one; None for the first itself, or where that is gone."""
    attempts = [other for other in store.attempts_of(kept) if other.id != kept.id]
    if kept.story.attempt_of is None or not attempts:
        return None
    return comparison([attempts[0], kept])


def _looked_at(kept: Kept) -> Attempt:
    story = kept.story
    made = critique.make(
        story.turns,
        story.brief,
        scenarios.load(story.brief.scenario),
        load_audio=lambda name: load_kept_audio(kept.folder, name),
        struck=story.struck,
        taste=Taste.of(story.brief, user_settings.load()),
    )
    return Attempt(story, made)
