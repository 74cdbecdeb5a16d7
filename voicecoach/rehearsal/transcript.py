"""The conversation as text, for people."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coaching.words import filled, lexicon
from voicecoach.partner.persona import name_and_relation
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.takes import moments
from voicecoach.report.escaped import as_markdown
from voicecoach.types import Turn, Who


def transcript_lines(story: Story) -> Iterator[str]:
    """Markdown: who said what when; what was taken back at the end, marked."""
    yield f"# {as_markdown(story.brief.other)}"
    yield ""
    yield f"Attempt {story.attempt}. What you wanted: {as_markdown(story.brief.want)}"
    yield ""
    name, _ = name_and_relation(story.brief.other, "Them")
    for turn in story.turns:
        yield _line(turn, name)
        yield ""
    if story.taken_back:
        yield "## Taken back"
        yield ""
        for turn in story.taken_back:
            yield _line(turn, name)
            yield ""


def _line(turn: Turn, name: str) -> str:
    who = "You" if turn.who is Who.YOU else name
    minutes, seconds = divmod(int(turn.start_s), 60)
    mark = " *(cut off)*" if turn.cut_off else " *(corrected)*" if turn.corrected else ""
    return f"**{as_markdown(who)}** [{minutes}:{seconds:02d}] {as_markdown(turn.text)}{mark}"


def takes_in_words(story: Story) -> Iterator[str]:
    """Moments that were said again: the takes beneath each other."""
    words = lexicon("progress")
    name, _ = name_and_relation(story.brief.other, "Them")
    for moment in moments(story):
        yield filled(words["again"], name=name, before=moment.before)
        for place, take in enumerate(moment.takes):
            now = place == len(moment.takes) - 1
            yield filled(words["take_now" if now else "take"], n=place + 1, text=take.text)
