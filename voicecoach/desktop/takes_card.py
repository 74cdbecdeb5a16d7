"""A moment that was said again: both takes beside each other, each to be heard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from voicecoach.coaching.parts import Quote
from voicecoach.desktop.acts import Acts
from voicecoach.desktop.pieces import button, card, label
from voicecoach.desktop.words import word
from voicecoach.rehearsal.story import Story
from voicecoach.types import Turn, Who


def takes(story: Story) -> list[tuple[Turn, Turn]]:
    """Each moment that was said again: how it was said first, and how it stands now."""
    first: dict[int, Turn] = {}
    for turn in story.said_again:
        first.setdefault(turn.number, turn)
    now = {turn.number: turn for turn in story.turns if turn.who is Who.YOU}
    return [(turn, now[number]) for number, turn in sorted(first.items()) if number in now]


def takes_card(story: Story, acts: Acts) -> QFrame | None:
    """None where nothing was said again."""
    both = takes(story)
    if not both:
        return None
    grid = QGridLayout()
    grid.setHorizontalSpacing(22)
    grid.setVerticalSpacing(14)
    for place, (first, now) in enumerate(both):
        for side, (turn, when) in enumerate(((first, "first"), (now, "now"))):
            grid.addWidget(_take(turn, word(f"takes.{when}"), acts.play), place, side)
            grid.setColumnStretch(side, 1)
    return card(label(word("takes.title"), "over"), grid)


def _take(turn: Turn, when: str, play: Callable[[Quote], None]) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{when}: {turn.text}")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(when, "quiet"))
    column.addWidget(label(f"“{turn.text}”", "name"))
    if turn.audio:
        quote = Quote(turn.number, (0, len(turn.text)), turn.text, turn.audio)
        name = word("takes.play_name", when=when, quote=turn.text)
        plays = button(word("critique.play"), lambda: play(quote), "play", name=name)
        column.addWidget(plays)
        plays.setSizePolicy(plays.sizePolicy().Policy.Maximum, plays.sizePolicy().Policy.Fixed)
    column.addStretch()
    return made
