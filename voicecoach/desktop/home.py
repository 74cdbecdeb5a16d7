"""Home: which conversation, and the rehearsals so far."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from voicecoach.desktop.pieces import Choice, Page, button, card, empty, label, row
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.store import Kept

SHOWN = 8
"""Rehearsals that are listed, newest first."""


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
        self._first: QWidget | None = None
        self.column.addWidget(label(word("home.title"), "title"))
        self.column.addWidget(label(word("home.about"), "quiet"))
        self._choices = QGridLayout()
        self._choices.setSpacing(12)
        self.column.addLayout(self._choices)
        self._kept = QVBoxLayout()
        self._kept.setSpacing(10)
        self.column.addLayout(self._kept)
        self.column.addStretch()
        self.column.addLayout(
            row(
                None,
                button(word("home.welcome"), lambda: go("welcome"), "link"),
                button(word("home.settings"), lambda: go("settings"), "link"),
            )
        )

    def first_focus(self) -> QWidget | None:
        return self._first

    def show_scenarios(self, scenarios: list[Scenario]) -> None:
        """The conversations that there are, and one's own."""
        empty(self._choices)
        made = [Choice(s.title, s.blurb, lambda name=s.name: self._start(name)) for s in scenarios]  # type: ignore[misc]
        made.append(Choice(word("home.own"), word("home.own_about"), self._own))
        for place, choice in enumerate(made):
            self._choices.addWidget(choice, place // 2, place % 2)
        self._first = made[0]

    def show_kept(self, kept: list[Kept]) -> None:
        """The rehearsals so far, newest first."""
        empty(self._kept)
        if not kept:
            return
        self._kept.addSpacing(12)
        self._kept.addWidget(label(word("home.kept"), "heading"))
        for one in list(reversed(kept))[:SHOWN]:
            self._kept.addWidget(self._line(one))

    def _line(self, one: Kept) -> QWidget:
        story = one.story
        state = "critiqued" if story.critiqued else "ended" if story.ended else "broken_off"
        act = word("home.look" if story.ended or story.critiqued else "home.resume")
        when = time.strftime("%d %B, %H:%M", time.localtime(story.started))
        title = f"{story.brief.other}: {story.brief.want}"
        about = word("home.line", when=when, attempt=story.attempt, state=words("kept_state")[state])
        moved = _moved(one)
        texts = QVBoxLayout()
        texts.addWidget(label(title))
        texts.addWidget(label(" · ".join(part for part in (about, moved) if part), "quiet"))
        opens = button(act, lambda: self._open(one), name=f"{act}: {title}, {about}")
        line = row(texts, opens)
        line.setStretch(0, 1)
        return card(line)


def _moved(one: Kept) -> str:
    """How sure the user felt before and after."""
    after = one.story.notes.get("confidence_after")
    return "" if after is None else word("home.moved", before=one.story.brief.confidence, after=after)
