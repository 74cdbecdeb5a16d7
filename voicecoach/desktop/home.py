"""Home: which conversation, and the rehearsals so far with how they moved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from voicecoach.desktop.flow import Flow
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import LINK_HANG, Choice, button, card, empty, label, row, rule
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.story import Story
from voicecoach.report.counts import kept_counts

SHOWN = 8
"""Conversations that are listed, newest first, each with its attempts."""

LETTERS_A_COLUMN = 42
"""A choice is at least so wide; with less room they stand below one another."""


class Home(Page):
    """What conversation have you been putting off?"""

    def __init__(
        self,
        *,
        start: Callable[[str], None],
        own: Callable[[], None],
        open_kept: Callable[[Kept], None],
        go: Callable[[str], None],
    ) -> None:
        super().__init__(word("home.title"))
        self._start, self._own, self._open = start, own, open_kept
        self._made: list[Choice] = []
        self._columns = 2
        self._choices = QGridLayout()
        self._choices.setSpacing(14)
        self._kept = QVBoxLayout()
        self._kept.setSpacing(12)
        around = button(word("home.welcome"), lambda: go("welcome"), "link")
        settings = button(word("home.settings"), lambda: go("settings"), "link")
        self.column.addWidget(label(word("home.title"), "title"))
        self.column.addWidget(label(word("home.about"), "quiet"))
        self.column.addSpacing(4)
        self.column.addLayout(self._choices)
        self.column.addLayout(self._kept)
        self.column.addStretch()
        self.column.addLayout(Flow(around, settings, gap=4, hang=LINK_HANG))

    def first_focus(self) -> QWidget | None:
        return self._made[0] if self._made else None

    def show_scenarios(self, scenarios: list[Scenario]) -> None:
        """The conversations that there are, and one's own."""
        empty(self._choices)
        self._made = [Choice(s.title, s.blurb, lambda name=s.name: self._start(name)) for s in scenarios]  # type: ignore[misc]
        self._made.append(Choice(word("home.own"), word("home.own_about"), self._own))
        self._place()

    def show_kept(self, kept: list[Kept]) -> None:
        """The rehearsals so far: one card a conversation, its attempts in it."""
        empty(self._kept)
        if not kept:
            return
        self._kept.addSpacing(14)
        self._kept.addWidget(label(word("home.kept"), "heading"))
        for attempts in _conversations(kept)[:SHOWN]:
            self._kept.addWidget(self._conversation(attempts))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        room = self.viewport().width() // (self.fontMetrics().averageCharWidth() * LETTERS_A_COLUMN)
        columns = 2 if room >= 2 else 1
        if columns != self._columns:
            self._columns = columns
            self._place()

    def _place(self) -> None:
        for choice in self._made:
            self._choices.removeWidget(choice)
        last = len(self._made) - 1
        for place, choice in enumerate(self._made):
            alone = place == last and place % self._columns == 0
            self._choices.addWidget(
                choice, place // self._columns, place % self._columns, 1, self._columns if alone else 1
            )

    def _conversation(self, attempts: Sequence[Kept]) -> QFrame:
        brief = attempts[0].story.brief
        made = card(label(word("home.about_what", other=brief.other, want=brief.want), "name"))
        inside = made.layout()
        assert isinstance(inside, QVBoxLayout)
        for one in attempts:
            inside.addWidget(rule())
            inside.addLayout(self._attempt(one))
        return made

    def _attempt(self, one: Kept) -> QHBoxLayout:
        story = one.story
        state = "stopped" if story.stopped else _state(story)
        act = word(_act(story))
        when = time.strftime(word("home.when"), time.localtime(story.started))
        about = word("home.line", when=when, attempt=story.attempt, state=words("kept_state")[state])
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(label(about))
        if moved := _moved(one):
            texts.addWidget(label(moved, "quiet"))
        opens = button(act, lambda: self._open(one), name=f"{act}: {story.brief.other}, {about}")
        line = row(texts, opens)
        line.setStretch(0, 1)
        return line


def _state(story: Story) -> str:
    return "critiqued" if story.critiqued else "ended" if story.ended else "broken_off"


def _act(story: Story) -> str:
    """What can be done with it. One that was stopped is not simply gone on with."""
    if story.stopped:
        return "home.open"
    return "home.look" if story.ended or story.critiqued else "home.resume"


def _conversations(kept: list[Kept]) -> list[list[Kept]]:
    """Attempts on one brief together, in their order; the conversation rehearsed last comes first."""
    found: dict[str, list[Kept]] = {}
    for one in sorted(kept, key=lambda k: k.story.started):
        found.setdefault(one.story.attempt_of or one.id, []).append(one)
    return sorted(found.values(), key=lambda attempts: -attempts[-1].story.started)


def _moved(one: Kept) -> str:
    """How the attempt went, in figures that can be set beside the next one's."""
    parts = []
    counts = kept_counts(one.folder)
    for key, texts in words("counted").items():
        number = counts.get(key)
        if number is not None:
            parts.append(texts.split(" | ")[min(number, 2)].format(number=number))
    after = one.story.notes.get("confidence_after")
    if after is not None:
        parts.append(word("home.moved", before=one.story.brief.confidence, after=after))
    return " · ".join(parts)
