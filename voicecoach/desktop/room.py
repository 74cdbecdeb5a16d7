"""The room: one state at a time, both sides' words, and a key to talk with."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.levels import level_figure
from voicecoach.desktop.announce import announce
from voicecoach.desktop.captions import Captions
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.meter import Meter, StateSign
from voicecoach.desktop.page import Page
from voicecoach.desktop.pieces import LINK_HANG, button, label, mark, name_it, row
from voicecoach.desktop.room_keys import RoomKeys
from voicecoach.desktop.stage import Stage
from voicecoach.desktop.words import word, words
from voicecoach.rehearsal.events import (
    Command,
    Dropped,
    Event,
    Level,
    Notice,
    PartnerSaid,
    PartnerSaying,
    State,
    StateChanged,
    YouSaid,
)
from voicecoach.rehearsal.telling import level_word, message
from voicecoach.settings import Settings
from voicecoach.types import Turn, Who

COMPACT = 640
"""Pixels: in a lower window the state takes less room."""

CAPTION_STEP = 0.15
"""How much larger or smaller one press makes the captions."""


class Room(Page):
    """Shows what the engine tells, and turns keys and buttons into what is asked of it."""

    def __init__(
        self, *, leave: Callable[[], None], rewind: Callable[[list[Turn]], None], retitled: Callable[[], None]
    ) -> None:
        super().__init__(word("room.title"))
        self._leave, self._rewind, self._retitled = leave, rewind, retitled
        self._stage: Stage | None = None
        self.state: State | None = None
        self.turns: list[Turn] = []
        """What was said and not taken back."""
        self._told: dict[str, str] = {}
        """What the notice says, by subject."""
        self._paused_before = False
        self._began = monotonic()
        self._key, self._mode, self._caption_size = "Space", "auto", 1.0
        self.captions = Captions()
        acts: dict[int, Callable[[], object]] = {
            int(Qt.Key.Key_Backspace): lambda: self.ask(Command.TAKE_BACK),
            int(Qt.Key.Key_R): self._choose_moment,
            int(Qt.Key.Key_P): self._pause_or_go_on,
            int(Qt.Key.Key_Escape): lambda: self.ask(Command.CANCEL),
        }
        self.keys = RoomKeys(
            lambda: self._stage.talk_key if self._stage else None, acts, lambda: self.ask(Command.STOP)
        )
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)

    def _build(self) -> None:
        self._name = label("", "title")
        self._count = label("", "quiet", name=word("room.count_name"))
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setWordWrap(False)
        self._notice = label("", "notice")
        self._engines = label("", "quiet", name=word("room.engines_name"))
        names = row(self._name, self._count)
        names.setStretch(0, 1)
        self.column.addLayout(names)
        self.column.addWidget(self._state_card())
        self.column.addWidget(self._notice)
        self.column.addWidget(self.captions, 1)
        self.column.addLayout(self._buttons())
        self.column.addWidget(self._engines)

    def _state_card(self) -> QFrame:
        self._sign = StateSign()
        self._said_state = label("", "state", name=word("room.state"))
        self._under = label("", "quiet", name=word("level.name"))
        self._meter = Meter()
        self._card = QFrame()
        self._card.setProperty("kind", "stage")
        texts = QVBoxLayout()
        texts.setSpacing(4)
        for part in (self._said_state, self._under):
            texts.addWidget(part)
        texts.addSpacing(6)
        texts.addWidget(self._meter)
        self._inside = QHBoxLayout(self._card)
        self._inside.setSpacing(22)
        self._inside.addWidget(self._sign)
        self._inside.addLayout(texts, 1)
        self._make_room(False)
        return self._card

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._make_room(self.viewport().height() < COMPACT)

    def _make_room(self, compact: bool) -> None:
        """A low window leaves what it has to the captions."""
        self._sign.compact(compact)
        self._inside.setContentsMargins(*((18, 8, 18, 10) if compact else (24, 18, 24, 20)))
        self.column.setSpacing(8 if compact else 14)
        self.margins(compact)

    def _buttons(self) -> QVBoxLayout:
        self._leave_button = button(word("room.leave"), self._leave, "link")
        self._pause = button(word("room.pause"), self._pause_or_go_on)
        self.captions_button = button(word("room.captions"), self._toggle_captions, "link")
        self.captions_button.setCheckable(True)
        smaller = button(
            word("room.smaller"), lambda: self._size_captions(-CAPTION_STEP), "link",
            name=word("room.smaller_name"),
        )  # fmt: skip
        larger = button(
            word("room.larger"), lambda: self._size_captions(CAPTION_STEP), "link",
            name=word("room.larger_name"),
        )  # fmt: skip
        acts = Flow(
            button(word("room.end"), lambda: self.ask(Command.STOP), "main"),
            button(word("room.take_back"), lambda: self.ask(Command.TAKE_BACK)),
            button(word("room.rewind"), self._choose_moment),
            self._pause,
        )
        quiet = Flow(
            self.captions_button,
            smaller,
            larger,
            self._leave_button,
            gap=4,
            hang=LINK_HANG,
        )
        both = QVBoxLayout()
        both.setSpacing(6)
        both.addLayout(acts)
        both.addLayout(quiet)
        return both

    def play(self, stage: Stage, settings: Settings) -> None:
        """Show this rehearsal from now on."""
        if stage is not self._stage:
            stage.happened.connect(self.show_event)
            stage.ready.connect(self._ready)
            stage.engines.connect(self._show_engines)
        self._stage = stage
        self.turns = []
        self.captions.clear()
        self._name.setText(word("room.preparing"))
        self._engines.setText("")
        name_it(self._leave_button, word("room.leave_private" if stage.private else "room.leave"))
        self._quiet_notices()
        self._count.setText("")
        self._key, self._mode = settings.text("talk.key"), settings.text("talk.mode")
        self.keys.use(self._key)
        self._caption_size = settings.number("look.caption_size")
        self.captions.text_size(self._caption_size)
        self.captions_button.setChecked(settings.on("look.captions"))
        self._toggle_captions()
        self._go(None)
        self.keys.filter.active = True

    def stop_playing(self) -> None:
        """The talk is over, or left."""
        self.keys.filter.active = False
        self._clock.stop()
        self.keys.let_go()

    def first_focus(self) -> QWidget | None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return self

    def show_turns(self, turns: list[Turn], other: str) -> None:
        """What was said before this sitting."""
        self.captions.name(other)
        for turn in turns:
            self._add(turn)

    def ask(self, command: Command) -> None:
        """Ask something of the rehearsal under way."""
        if self._stage:
            self._stage.ask(command)

    def show_event(self, event: Event) -> None:
        """Show what the engine tells."""
        match event:
            case Level(dbfs):
                if self.state is State.LISTENING:
                    self._meter.show_level(dbfs)
                    reading = word("level.reading", level=level_figure(dbfs), word=level_word(dbfs))
                    self._under.setText(reading)
            case StateChanged(state):
                self._go(state)
            case PartnerSaying(text):
                self.captions.saying(text)
            case YouSaid(turn) | PartnerSaid(turn):
                self._add(turn)
            case _:
                if isinstance(event, Dropped):
                    self.turns = [turn for turn in self.turns if turn.number < event.first]
                    self.captions.drop_from(event.first)
                    self._tick()
                if told := message(event):
                    self._tell(told, _subject(event))

    def _ready(self, name: str) -> None:
        name_it(self._name, name)
        self.captions.name(name)
        self._began = monotonic()
        self._clock.start()
        self._tick()

    def _show_engines(self, names: dict[str, str]) -> None:
        told = words("engine")
        parts = [words("stage")[stage].format(engine=told.get(name, name)) for stage, name in names.items()]
        name_it(self._engines, word("room.engines", engines=" · ".join(parts)))

    def _tick(self) -> None:
        passed = int(monotonic() - self._began)
        said = sum(turn.who is Who.YOU for turn in self.turns)
        key = "room.count_one" if said == 1 else "room.count"
        self._count.setText(word(key, minutes=passed // 60, seconds=passed % 60, exchanges=said))

    def _go(self, state: State | None) -> None:
        self.state = state
        name = "preparing" if state is None else state.value
        text = words("state")[name]
        name_it(self._said_state, text)
        self._under.setText(self._below(name))
        self._sign.show_state(state or State.THINKING, text)
        self.title = f"{text} · {self._name.text()}"
        self._retitled()
        listening = state is State.LISTENING
        mark(self._card, listening)
        if listening:
            self._quiet_notices()
        else:
            self._meter.rest()
        name_it(self._pause, word("room.go_on" if state is State.PAUSED else "room.pause"))
        if state is not State.SPEAKING:
            announce(self, text)

    def _below(self, state: str) -> str:
        """The quiet line under the state: what can be done just now."""
        if state == "ready":
            return words("hint")[self._mode].format(key=self._key)
        return words("under_state").get(state, "").format(key=self._key, name=self._name.text())

    def _tell(self, text: str, subject: str = "") -> None:
        """Beside what was told since the last turn; in its place where it is the same subject."""
        self._told.pop(subject, None)
        self._told[subject] = text
        name_it(self._notice, "\n".join(self._told.values()))
        self._notice.setVisible(True)
        if self.state is not State.SPEAKING:
            announce(self, text)

    def _quiet_notices(self) -> None:
        self._told = {}
        self._notice.setVisible(False)

    def _add(self, turn: Turn) -> None:
        self.turns.append(turn)
        self.captions.add(turn)
        self._tick()

    def _toggle_captions(self) -> None:
        on = self.captions_button.isChecked()
        name_it(self.captions_button, word("room.captions_hide" if on else "room.captions_show"))
        self.captions.setVisible(on)
        self.column.setStretch(self.column.indexOf(self.captions), int(on))
        self.column.setAlignment(Qt.AlignmentFlag(0) if on else Qt.AlignmentFlag.AlignTop)

    def _size_captions(self, step: float) -> None:
        allowed = user_settings.setting("look.caption_size")
        size = max(allowed.least or 0, min(allowed.most or 9, round(self._caption_size + step, 2)))
        self._caption_size = size
        user_settings.save("look.caption_size", size)
        self.captions.text_size(size)

    def _pause_or_go_on(self) -> None:
        self.ask(Command.GO_ON if self.state is State.PAUSED else Command.PAUSE)

    def _choose_moment(self) -> None:
        if not any(turn.who is Who.YOU for turn in self.turns):
            self._tell(word("room.no_moment"))
            return
        self._paused_before = self.state is State.PAUSED
        self.ask(Command.PAUSE)
        self._rewind(list(self.turns))

    def stay(self) -> None:
        """No moment was chosen: all is as it was."""
        if not self._paused_before:
            self.ask(Command.GO_ON)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        event.ignore()


def _subject(event: Event) -> str:
    """A device that is gone and back is one subject, so that the later word replaces the earlier."""
    return event.key.removesuffix("_lost").removesuffix("_back") if isinstance(event, Notice) else ""
