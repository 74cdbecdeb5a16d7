"""The room: one state at a time, both sides' words, and a key to talk with."""

from __future__ import annotations

import html
from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from voicecoach.desktop.announce import announce
from voicecoach.desktop.meter import Meter, StateSign, level_word
from voicecoach.desktop.pieces import Button, Page, button, empty, label, row
from voicecoach.desktop.stage import Stage
from voicecoach.desktop.talk_key import KeyFilter
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.events import (
    Closing,
    CoachSaying,
    Command,
    Dropped,
    Event,
    Level,
    NotCaught,
    Notice,
    PartnerSaid,
    PartnerSaying,
    State,
    StateChanged,
    Stopped,
    YouSaid,
)
from voicecoach.rehearsal.notices import notice
from voicecoach.settings import Settings
from voicecoach.types import Turn, Who

CAPTIONS_SHOWN = 40
"""Captions that stay on the page; the transcript has all."""


class Room(Page):
    """Shows what the engine tells, and turns keys into what is asked of it."""

    def __init__(
        self, *, leave: Callable[[], None], rewind: Callable[[list[Turn]], None], title: Callable[[str], None]
    ) -> None:
        super().__init__(word("room.title"))
        self._leave, self._rewind, self._entitle = leave, rewind, title
        self._stage: Stage | None = None
        self.state: State | None = None
        self._turns: list[Turn] = []
        self._saying = ""
        self._began = monotonic()
        self._talk_key = int(Qt.Key.Key_Space)
        self._build()
        self.filter = KeyFilter(self._pressed, self._released, self._lost)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)

    def _build(self) -> None:
        self._name = label("", "title")
        self._sign = StateSign()
        self._said_state = label("", "heading", name=word("room.state"))
        self._level = label("", "quiet", name=word("level.name"))
        self._meter = Meter()
        self._count = label("", "quiet", name=word("room.count_name"))
        self._notice = label("", "notice")
        self._hint = label("", "quiet")
        self._engines = label("", "quiet", name=word("room.engines_name"))
        self.captions_button = button(word("room.captions"), self._toggle_captions, "link")
        self.captions_button.setCheckable(True)
        captions = QWidget()
        captions.setAccessibleName(word("room.captions"))
        captions.setObjectName("page")
        self._captions = QVBoxLayout(captions)
        self._captions.setSpacing(8)
        self._captions.addStretch()
        self._scroll = QScrollArea()
        self._scroll.setWidget(captions)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(word("room.captions"))
        self._scroll.setMinimumHeight(150)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        state = QVBoxLayout()
        for part in (self._said_state, self._meter, self._level):
            state.addWidget(part)
        top = row(self._sign, state)
        top.setStretch(1, 1)
        names = row(self._name, self._count)
        names.setStretch(0, 1)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setMinimumWidth(190)
        self.column.addLayout(names)
        self.column.addLayout(top)
        self.column.addWidget(self._notice)
        self.column.addWidget(self._scroll, 1)
        self.column.addWidget(self._hint)
        self.column.addLayout(self._buttons())
        self.column.addWidget(self._engines)

    def _buttons(self) -> QVBoxLayout:
        self._pause = button(word("room.pause"), self._pause_or_go_on)
        both = QVBoxLayout()
        both.addLayout(
            row(
                button(word("room.take_back"), lambda: self._ask(Command.TAKE_BACK)),
                button(word("room.rewind"), self._choose_moment),
                self._pause,
                None,
                button(word("room.end"), lambda: self._ask(Command.STOP), "main"),
            )
        )
        both.addLayout(row(self.captions_button, None, button(word("room.leave"), self._leave, "link")))
        return both

    def play(self, stage: Stage, settings: Settings) -> None:
        """Show this rehearsal from now on."""
        if stage is not self._stage:
            stage.happened.connect(self._show)
            stage.ready.connect(self._ready)
        self._stage = stage
        empty(self._captions)
        self._captions.addStretch()
        self._turns, self._saying = [], ""
        self._name.setText(word("room.preparing"))
        self._engines.setText("")
        self._notice.setVisible(False)
        self._count.setText("")
        key = settings.text("talk.key")
        self._set_talk_key(key)
        hints = words("hint")
        self._hint.setText(hints[settings.text("talk.mode")].format(key=key) + " " + hints["keys"])
        self.captions_button.setChecked(settings.on("look.captions"))
        self._toggle_captions()
        self._go(None)
        self._pause.setText(word("room.pause"))
        self.filter.active = True

    def stop_playing(self) -> None:
        """The talk is over, or left."""
        self.filter.active = False
        self._clock.stop()
        if self._stage and self._stage.talk_key:
            self._stage.talk_key.up(lost=True)

    def first_focus(self) -> QWidget | None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self

    def show_turns(self, turns: list[Turn]) -> None:
        """What was said before this sitting."""
        for turn in turns:
            self._add(turn)

    def _set_talk_key(self, name: str) -> None:
        sequence = QKeySequence.fromString(name)
        if not sequence.isEmpty():
            self._talk_key = int(sequence[0].key())  # type: ignore[index]
        self.filter.talk_key = self._talk_key

    def _ready(self, name: str, engines: str, turns: int) -> None:
        self._name.setText(name)
        self._name.setAccessibleName(name)
        self._engines.setText(word("room.engines", engines=engines))
        self._began = monotonic()
        self._clock.start()
        self._tick()

    def _tick(self) -> None:
        passed = int(monotonic() - self._began)
        said = sum(turn.who is Who.YOU for turn in self._turns)
        self._count.setText(word("room.count", minutes=passed // 60, seconds=passed % 60, exchanges=said))

    def _show(self, event: Event) -> None:
        match event:
            case Level(dbfs):
                if self.state is State.LISTENING:
                    self._meter.show_level(dbfs)
                    self._level.setText(f"{dbfs:.0f} dBFS · {level_word(dbfs)}")
            case StateChanged(state):
                self._go(state)
            case PartnerSaying(text):
                self._saying = f"{self._saying} {text}".strip()
                self._partner_says(self._saying)
            case YouSaid(turn) | PartnerSaid(turn):
                self._saying = ""
                self._add(turn)
            case Dropped(first):
                self._drop(first)
            case CoachSaying(text) | Notice(_, text) | Stopped(_, text):
                self._tell(text)
            case NotCaught(level):
                self._tell(word("room.not_caught", level=f"{level:.0f}", word=level_word(level)))
            case Closing():
                self._tell(notice("talk", "closing").text)

    def _go(self, state: State | None) -> None:
        self.state = state
        name = "preparing" if state is None else state.value
        text = words("state")[name]
        self._said_state.setText(text)
        self._said_state.setAccessibleName(text)
        self._sign.show_state(state or State.THINKING, text)
        self._entitle(f"{text} · {self._name.text()}")
        listening = state is State.LISTENING
        self._meter.setEnabled(listening)
        if not listening:
            self._meter.rest()
            self._level.setText(" ")
        else:
            self._notice.setVisible(False)
        self._pause.setText(word("room.go_on" if state is State.PAUSED else "room.pause"))
        self._pause.setAccessibleName(self._pause.text())
        if state is not State.SPEAKING:
            announce(self, text)

    def _tell(self, text: str) -> None:
        self._notice.setText(text)
        self._notice.setAccessibleName(text)
        self._notice.setVisible(True)
        if self.state is not State.SPEAKING:
            announce(self, text)

    def _partner_says(self, text: str) -> None:
        """The caption of the line under way grows."""
        last = self._last_caption()
        if last is None or last.property("turn") is not None:
            last = self._caption(text, "they", None)
        last.setText(self._worded(text, self._name.text()))

    def _add(self, turn: Turn) -> None:
        self._turns.append(turn)
        last = self._last_caption()
        if turn.who is Who.PARTNER and last is not None and last.property("turn") is None:
            self._captions.removeWidget(last)
            last.deleteLater()
        text = turn.text + (" …" if turn.cut_off else "")
        who = word("room.you") if turn.who is Who.YOU else self._name.text()
        shown = self._caption(text, "you" if turn.who is Who.YOU else "they", turn.number)
        shown.setText(self._worded(text, who))
        shown.setAccessibleName(f"{who}: {text}")
        self._tick()

    def _worded(self, text: str, who: str) -> str:
        return f"<b>{html.escape(who)}</b><br>{html.escape(text)}"

    def _caption(self, text: str, kind: str, number: int | None) -> QLabel:
        made = label(text, kind)
        made.setTextFormat(Qt.TextFormat.RichText)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        made.setProperty("turn", number)
        self._captions.addWidget(made)
        while self._captions.count() > CAPTIONS_SHOWN:
            item = self._captions.takeAt(1)
            if item and (old := item.widget()):
                old.deleteLater()
        QTimer.singleShot(0, self._to_the_end)
        return made

    def _to_the_end(self) -> None:
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _last_caption(self) -> QLabel | None:
        item = self._captions.itemAt(self._captions.count() - 1)
        widget = item.widget() if item else None
        return widget if isinstance(widget, QLabel) else None

    def _drop(self, first: int) -> None:
        self._turns = [turn for turn in self._turns if turn.number < first]
        self._saying = ""
        for place in reversed(range(self._captions.count())):
            item = self._captions.itemAt(place)
            widget = item.widget() if item else None
            number = widget.property("turn") if widget else 0
            if widget and (number is None or int(number) >= first):
                self._captions.removeWidget(widget)
                widget.deleteLater()
        self._tick()
        self._tell(word("room.dropped"))

    def _ask(self, command: Command) -> None:
        if self._stage:
            self._stage.ask(command)

    def _toggle_captions(self) -> None:
        text = word("room.captions_hide" if self.captions_button.isChecked() else "room.captions_show")
        self.captions_button.setText(text)
        self.captions_button.setAccessibleName(text)
        self._scroll.setVisible(self.captions_button.isChecked())
        self.column.setStretch(self.column.indexOf(self._scroll), int(self.captions_button.isChecked()))

    def _pause_or_go_on(self) -> None:
        self._ask(Command.GO_ON if self.state is State.PAUSED else Command.PAUSE)

    def _choose_moment(self) -> None:
        if not any(turn.who is Who.YOU for turn in self._turns):
            self._tell(word("room.no_moment"))
            return
        self._ask(Command.PAUSE)
        self._rewind(list(self._turns))

    def _pressed(self, key: int) -> bool:
        if not self._stage or not self._stage.talk_key:
            return key == self._talk_key
        if key == self._talk_key:
            self._stage.talk_key.down()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if isinstance(focused, Button):
                return False
            self._ask(Command.STOP)
            return True
        acts: dict[int, Callable[[], object]] = {
            int(Qt.Key.Key_Backspace): lambda: self._ask(Command.TAKE_BACK),
            int(Qt.Key.Key_R): self._choose_moment,
            int(Qt.Key.Key_P): self._pause_or_go_on,
            int(Qt.Key.Key_Escape): lambda: self._ask(Command.CANCEL),
        }
        if key in acts:
            acts[key]()
        return key in acts

    def _released(self, key: int) -> bool:
        if key != self._talk_key:
            return False
        if self._stage and self._stage.talk_key:
            self._stage.talk_key.up()
        return True

    def _lost(self) -> None:
        if self._stage and self._stage.talk_key:
            self._stage.talk_key.up(lost=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        event.ignore()
