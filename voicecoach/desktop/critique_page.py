"""The critique: spoken with its text in step, each quote to be heard again, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLineEdit, QRadioButton, QSlider, QVBoxLayout, QWidget

from voicecoach.coaching.parts import Critique, Point, Quote
from voicecoach.desktop.announce import announce
from voicecoach.desktop.pieces import Button, Page, button, card, empty, label, row
from voicecoach.desktop.timeline_picture import TimelinePicture
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.story import Story
from voicecoach.report.timeline import MARKS, timeline
from voicecoach.types import Who


@dataclass(frozen=True)
class Acts:
    """What the page asks of the window."""

    play: Callable[[Quote], None]
    speak: Callable[[], None]
    hush: Callable[[], None]
    strike: Callable[[str], None]
    correct: Callable[[], None]
    again: Callable[[int], None]
    second: Callable[[], None]
    compare: Callable[[], None]
    card: Callable[[], None]
    report: Callable[[], None]
    folder: Callable[[], None]
    export: Callable[[], None]
    note: Callable[[str, object], None]
    done: Callable[[], None]


class CritiquePage(Page):
    """Shows one critique."""

    def __init__(self, acts: Acts) -> None:
        super().__init__(word("critique.title"))
        self._acts = acts
        self._cards: list[tuple[Point, QFrame]] = []
        self._first: QWidget | None = None
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        self._speaking = label("", "notice")
        self.speak_button = button(word("critique.speak"), self._speak_or_hush, "main")
        self._is_speaking = False
        self.column.addWidget(label(word("critique.title"), "title"))
        speaking = row(self._speaking, self.speak_button)
        speaking.setStretch(0, 1)
        self.column.addLayout(speaking)
        self.column.addLayout(self._body)
        self.column.addStretch()

    def first_focus(self) -> QWidget | None:
        return self.speak_button

    def back(self) -> None:
        if self._is_speaking:
            self._acts.hush()
        else:
            self._acts.done()

    def show_waiting(self) -> None:
        """While the critique is made."""
        empty(self._body)
        self._cards = []
        self._speaking.setText(word("critique.waiting"))
        self.speak_button.setEnabled(False)

    def show_critique(self, critique: Critique, story: Story, other: str, *, kept: bool) -> None:
        """The whole page anew."""
        empty(self._body)
        self._cards = []
        self._speaking.setText(word("critique.ready"))
        self.speak_button.setEnabled(True)
        for point in critique.points:
            made = self._point(point)
            self._cards.append((point, made))
            self._body.addWidget(made)
        if critique.stronger:
            self._body.addWidget(self._stronger(critique))
        if critique.if_then:
            self._body.addWidget(
                card(label(word("critique.if_then"), "quiet"), label(critique.if_then, "heading"))
            )
        self._body.addWidget(self._timeline(critique, story, other))
        self._body.addWidget(self._look_back(story))
        for note in critique.notes:
            self._body.addWidget(label(note, "quiet"))
        self._next_steps(kept)

    def _point(self, point: Point) -> QFrame:
        asks = words("question").get(point.question, point.asks)
        parts: list[QWidget] = [label(asks, "quiet")]
        if point.quote:
            parts.append(self._quote(point.quote))
        parts.append(label(point.says))
        made = card(*parts)
        acts = []
        if point.quote:
            acts.append(
                button(word("critique.again"), partial(self._acts.again, point.quote.turn), "link",
                       name=word("critique.again_name", quote=point.quote.text))
            )  # fmt: skip
        if point.finding:
            acts.append(
                button(word("critique.strike"), partial(self._acts.strike, point.finding), "link",
                       name=word("critique.strike_name", quote=point.quote.text if point.quote else ""))
            )  # fmt: skip
        inside = made.layout()
        if acts and isinstance(inside, QVBoxLayout):
            inside.addLayout(row(*acts, None))
        return made

    def _quote(self, quote: Quote) -> QWidget:
        if not quote.audio:
            return label(f"“{quote.text}”", "heading")
        plays = button(word("critique.play"), partial(self._acts.play, quote), "quote",
                       name=word("critique.play_name", quote=quote.text))  # fmt: skip
        line = row(plays, label(f"“{quote.text}”", "heading"))
        line.setStretch(1, 1)
        holder = QWidget()
        holder.setAccessibleName(quote.text)
        holder.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        return holder

    def _stronger(self, critique: Critique) -> QFrame:
        """Asks first what the user would change; the stronger line comes after it."""
        answer = QLineEdit()
        answer.setAccessibleName(critique.change_question)
        answer.setPlaceholderText(word("critique.change_hint"))
        line = label(f"“{critique.stronger}”", "heading")
        line.setVisible(False)

        def show() -> None:
            if answer.text().strip():
                self._acts.note("change", answer.text().strip())
            line.setVisible(True)
            shows.setVisible(False)
            announce(line, critique.stronger)

        shows = button(word("critique.show_line"), show)
        answer.returnPressed.connect(show)
        return card(label(critique.change_question, "quiet"), row(answer, shows), line)

    def _timeline(self, critique: Critique, story: Story, other: str) -> QFrame:
        layout = timeline(story.turns, critique.findings, other)
        used = {mark.label for mark in layout.marks}
        told = words("label")
        legend = "   ".join(f"{sign} {told[one.value]}" for one, sign in MARKS.items() if one.value in used)
        return card(
            label(word("critique.timeline"), "quiet"),
            TimelinePicture(layout, word("critique.timeline")),
            label(legend, "quiet"),
        )

    def _look_back(self, story: Story) -> QFrame:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(1, 10)
        slider.setValue(int(story.notes.get("confidence_after", story.brief.confidence)))
        slider.setAccessibleName(word("critique.confidence"))
        value = label(str(slider.value()), "heading")
        value.setMinimumWidth(40)
        slider.valueChanged.connect(lambda now: value.setText(str(now)))
        slider.valueChanged.connect(lambda now: self._acts.note("confidence_after", now))
        line = row(slider, value)
        line.setStretch(0, 1)
        made = card(label(word("critique.confidence", before=story.brief.confidence), "quiet"), line)
        inside = made.layout()
        if story.brief.fear and isinstance(inside, QVBoxLayout):
            inside.addWidget(label(word("critique.feared", fear=story.brief.fear), "quiet"))
            inside.addLayout(self._happened(str(story.notes.get("feared_happened", ""))))
        return made

    def _happened(self, before: str):  # type: ignore[no-untyped-def]
        group = QButtonGroup(self)
        options = []
        for value, text in words("happened").items():
            one = QRadioButton(text)
            one.setAccessibleName(text)
            one.setAccessibleDescription(word("critique.happened_name"))
            one.setChecked(value == before)
            one.toggled.connect(
                lambda on, value=value: self._acts.note("feared_happened", value) if on else None
            )
            group.addButton(one)
            options.append(one)
        return row(*options, None)

    def _next_steps(self, kept: bool) -> None:
        acts = self._acts
        self._body.addWidget(label(word("critique.next"), "heading"))
        self._body.addLayout(
            row(
                button(word("critique.second"), acts.second, "main"),
                button(word("critique.correct"), acts.correct),
                button(word("critique.compare"), acts.compare),
                None,
            )
        )
        if kept:
            self._body.addLayout(
                row(
                    button(word("critique.card"), acts.card),
                    button(word("critique.report"), acts.report),
                    button(word("critique.folder"), acts.folder),
                    button(word("critique.export"), acts.export),
                    None,
                )
            )
        self._body.addLayout(row(None, button(word("critique.done"), acts.done, "link")))

    def speaking(self, on: bool) -> None:
        """The coach began, or is done."""
        self._is_speaking = on
        self.speak_button.setText(word("critique.hush" if on else "critique.speak"))
        self.speak_button.setAccessibleName(self.speak_button.text())
        if not on:
            self._speaking.setText(word("critique.ready"))
            self._mark(None)

    def coach_says(self, text: str) -> None:
        """What is being said: shown above, and its card marked."""
        self._speaking.setText(text)
        for point, made in self._cards:
            if point.says in text or (point.quote and point.quote.text in text):
                self._mark(made)
                return

    def _mark(self, now: QFrame | None) -> None:
        for _, made in self._cards:
            made.setProperty("now", "true" if made is now else "false")
            made.style().unpolish(made)
            made.style().polish(made)
        if now:
            self.ensureWidgetVisible(now)

    def _speak_or_hush(self) -> None:
        (self._acts.hush if self._is_speaking else self._acts.speak)()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)


class CorrectPage(Page):
    """Mend misheard lines before they count."""

    def __init__(self, done: Callable[[dict[int, str]], None]) -> None:
        super().__init__(word("correct.title"))
        self._done = done
        self._lines: dict[int, tuple[str, QLineEdit]] = {}
        self._body = QVBoxLayout()
        self.column.addWidget(label(word("correct.title"), "title"))
        self.column.addWidget(label(word("correct.about"), "quiet"))
        self.column.addLayout(self._body)
        self._go: Button = button(word("correct.done"), self._finish, "main")
        self.column.addLayout(row(None, self._go))
        self.column.addStretch()

    def show_story(self, story: Story) -> None:
        """One field for each of the user's turns."""
        empty(self._body)
        self._lines = {}
        for turn in story.turns:
            if turn.who is not Who.YOU:
                self._body.addWidget(label(turn.text, "quiet"))
                continue
            line = QLineEdit(turn.text)
            line.setAccessibleName(word("correct.line", number=turn.number))
            line.setCursorPosition(0)
            line.returnPressed.connect(self._go.setFocus)
            self._lines[turn.number] = (turn.text, line)
            self._body.addWidget(line)

    def first_focus(self) -> QWidget | None:
        return next((line for _, line in self._lines.values()), self._go)

    def back(self) -> None:
        self._finish()

    def _finish(self) -> None:
        changed = {
            number: line.text().strip()
            for number, (before, line) in self._lines.items()
            if line.text().strip() and line.text().strip() != before
        }
        self._done(changed)
