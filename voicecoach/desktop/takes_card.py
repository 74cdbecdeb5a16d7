"""A moment that was said again: both takes beside each other, each to be heard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from voicecoach.coaching.parts import Quote
from voicecoach.desktop.acts import Acts
from voicecoach.desktop.pieces import button, card, label
from voicecoach.desktop.words import word
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.takes import Moment, moments
from voicecoach.types import Turn


def takes_card(story: Story, acts: Acts) -> QFrame | None:
    """None where nothing was said again."""
    said_again = moments(story)
    if not said_again:
        return None
    column = QVBoxLayout()
    column.setSpacing(18)
    for moment in said_again:
        column.addLayout(_beside(moment, acts))
    return card(label(word("takes.title"), "over"), column)


def _beside(moment: Moment, acts: Acts) -> QVBoxLayout:
    """What they had said, and below it every take."""
    both = QVBoxLayout()
    both.setSpacing(10)
    if moment.before:
        both.addWidget(label(word("takes.before", text=moment.before), "quiet"))
    side_by_side = QHBoxLayout()
    side_by_side.setSpacing(22)
    last = len(moment.takes) - 1
    for place, turn in enumerate(moment.takes):
        when = word("takes.now") if place == last else word("takes.take", number=place + 1)
        side_by_side.addWidget(_take(turn, when, acts.play), 1)
    both.addLayout(side_by_side)
    return both


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
