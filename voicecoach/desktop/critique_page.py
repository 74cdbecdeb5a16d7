"""The critique: spoken with its text in step, each quote to be heard again, and what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from voicecoach.coaching.parts import Critique, Point
from voicecoach.desktop.acts import Acts
from voicecoach.desktop.announce import announce
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.look_back_card import look_back_card
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import button, card, empty, label, mark, name_it, row
from voicecoach.desktop.point_card import point_card, stronger_card
from voicecoach.desktop.takes_card import takes_card
from voicecoach.desktop.timeline_picture import TimelinePicture
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.takes import may_say_again
from voicecoach.report.files import CARD, REPORT
from voicecoach.report.timeline import MARKS, timeline


class CritiquePage(Page):
    """Shows one critique."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(word("critique.title"))
        self.acts = acts
        self._cards: list[tuple[Point, QFrame]] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        self._told = label("", "notice")
        self.speak_button = button(word("critique.speak"), self._speak_or_hush, "main")
        self._is_speaking = False
        self.column.addWidget(label(word("critique.title"), "title"))
        speaking = row(self._told, self.speak_button)
        speaking.setSpacing(12)
        speaking.setStretch(0, 1)
        self.column.addLayout(speaking)
        self.column.addLayout(self._body)
        self.column.addStretch()

    def first_focus(self) -> QWidget | None:
        return self.speak_button

    def back(self) -> None:
        if self._is_speaking:
            self.acts.hush()
        else:
            self.acts.done()

    def show_waiting(self) -> None:
        """While the critique is made."""
        empty(self._body)
        self._cards = []
        name_it(self._told, word("critique.waiting"))
        self.speak_button.setEnabled(False)

    def show_critique(self, critique: Critique, story: Story, other: str, *, kept: bool) -> None:
        """The whole page anew."""
        empty(self._body)
        self._cards = []
        name_it(self._told, word("critique.ready"))
        self.speak_button.setEnabled(True)
        if both := takes_card(story, self.acts):
            self._body.addWidget(both)
        for point in critique.points:
            again = point.quote is not None and may_say_again(story, point.quote.turn)
            made = point_card(point, self.acts, again=again)
            self._cards.append((point, made))
            self._body.addWidget(made)
        if critique.stronger:
            self._body.addWidget(stronger_card(critique, self.acts))
        if critique.if_then:
            taken = label(critique.if_then, "heading")
            self._body.addWidget(card(label(word("critique.if_then"), "over"), taken))
        self._body.addWidget(_who_spoke_when(critique, story, other))
        self._body.addWidget(look_back_card(story, self.acts))
        self._next_steps(kept)
        for note in critique.notes:
            self._body.addWidget(label(note, "quiet"))

    def _next_steps(self, kept: bool) -> None:
        acts = self.acts
        self._body.addSpacing(6)
        self._body.addWidget(label(word("critique.next"), "heading"))
        self._body.addLayout(
            Flow(
                button(word("critique.second"), acts.second, "main"),
                button(word("critique.correct"), acts.correct),
                button(word("critique.compare"), acts.compare),
            )
        )
        files: list[QWidget] = []
        if kept:
            files = [
                button(word("critique.report"), partial(acts.show_file, REPORT)),
                button(word("critique.card"), partial(acts.show_file, CARD)),
                button(word("critique.folder"), partial(acts.show_file, "")),
                button(word("critique.export"), acts.export),
            ]
        self._body.addLayout(Flow(*files, button(word("critique.done"), acts.done)))

    def speaking(self, on: bool) -> None:
        """The coach began, or is done."""
        self._is_speaking = on
        name_it(self.speak_button, word("critique.hush" if on else "critique.speak"))
        if not on:
            name_it(self._told, word("critique.ready"))
            self._mark(None)

    def coach_says(self, text: str) -> None:
        """What is being said: shown above, and its card marked."""
        name_it(self._told, text)
        for point, made in self._cards:
            if point.says in text or (point.quote and point.quote.text in text):
                self._mark(made)
                return

    def tell(self, text: str) -> None:
        """Something that is not the coach's."""
        name_it(self._told, text)
        announce(self._told, text)

    def _mark(self, now: QFrame | None) -> None:
        for _, made in self._cards:
            mark(made, made is now)
        if now:
            self.ensureWidgetVisible(now)

    def _speak_or_hush(self) -> None:
        (self.acts.hush if self._is_speaking else self.acts.speak)()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)


def _who_spoke_when(critique: Critique, story: Story, other: str) -> QFrame:
    layout = timeline(story.turns, critique.findings, other)
    used = {mark.label for mark in layout.marks}
    told = words("label")
    legend = "     ".join(f"{sign} {told[one.value]}" for one, sign in MARKS.items() if one.value in used)
    parts: list[QWidget] = [
        label(word("critique.timeline"), "over"),
        TimelinePicture(layout, word("critique.timeline")),
    ]
    return card(*parts, *([label(legend, "quiet")] if legend else []))
