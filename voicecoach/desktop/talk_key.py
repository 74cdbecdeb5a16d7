"""The talk key: what its going down and up means, and the one filter that sees it before any button does."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from voicecoach.audio.listener_events import ListenerState, Mode
from voicecoach.rehearsal.events import Command

TAP_S = 0.3
"""In mode `auto`: let go sooner than this, it was a tap."""

REPEAT_MS = 20
"""A press so soon after a release, and of the same moment, is auto-repeat: the key was never let go."""


class KeyMode(StrEnum):
    """How the talk key works; `auto` is the window's own."""

    AUTO = "auto"
    HOLD = "hold"
    TAP = "tap"
    OPEN = "open"

    @property
    def listener(self) -> Mode:
        """How the listener starts out."""
        return Mode.HOLD if self is KeyMode.AUTO else Mode(self.value)


class Ears(Protocol):
    """What the key needs of the listener."""

    mode: Mode
    state: ListenerState


class TalkKey:
    """Turns key down and key up into commands. Auto-repeat never reaches it.

    Times are seconds of the keyboard's clock: a window that is slow does not make a hold of a tap.
    """

    def __init__(self, mode: KeyMode, ears: Ears, ask: Callable[[Command], None]) -> None:
        self._mode, self._ears, self._ask = mode, ears, ask
        self._down_at: float | None = None
        self._ends = False
        """This press ends a turn that a tap began."""

    @property
    def held(self) -> bool:
        """Is the key down?"""
        return self._down_at is not None

    def down(self, at_s: float) -> None:
        """The key went down. A second time without an up between them, nothing happens."""
        if self.held:
            return
        self._down_at = at_s
        self._ends = self._mode is KeyMode.AUTO and self._hands_free()
        if self._mode is KeyMode.AUTO and not self._ends:
            self._ears.mode = Mode.HOLD
        self._ask(Command.TALK_DOWN)

    def up(self, at_s: float) -> None:
        """The key was let go."""
        if self._down_at is None:
            return
        held_s, self._down_at = at_s - self._down_at, None
        if self._mode is KeyMode.AUTO and not self._ends and held_s < TAP_S:
            self._ears.mode = Mode.TAP
        else:
            self._end_hold()

    def lost(self) -> None:
        """Nobody would see the key come up: that ends a hold, and never is a tap."""
        if self.held:
            self._down_at = None
            self._end_hold()

    def drop(self) -> None:
        """What is being said is dropped: letting go means nothing now, and the next press begins anew."""
        self._down_at = None
        if self._mode is KeyMode.AUTO:
            self._ears.mode = Mode.HOLD

    def _end_hold(self) -> None:
        if self._mode is KeyMode.HOLD or (self._mode is KeyMode.AUTO and not self._ends):
            self._ask(Command.TALK_UP)

    def _hands_free(self) -> bool:
        return self._ears.mode is Mode.TAP and self._ears.state is ListenerState.TALKING


class KeyFilter(QObject):
    """Sees every key of the application while `active`, before a focused button can eat it.

    X11 tells auto-repeat as a release and a press of the same millisecond, and Qt marks them only where it
    finds both at once. So a release is told when a moment has passed, or something else was pressed.
    """

    def __init__(
        self, press: Callable[[int, float], bool], release: Callable[[float], None], lost: Callable[[], None]
    ):
        super().__init__()
        self._press, self._release, self._lost = press, release, lost
        self.active = False
        self.talk_key = int(Qt.Key.Key_Space)
        self._let_go_at = 0.0
        self._settling = QTimer(self, singleShot=True, interval=REPEAT_MS)
        self._settling.timeout.connect(lambda: self._release(self._let_go_at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if not self.active:
            return False
        kind = event.type()
        if kind in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate):
            self._settle()
            self._lost()
            return False
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        return isinstance(event, QKeyEvent) and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        key, at_s = event.key(), event.timestamp() / 1000
        if QApplication.activeModalWidget() is not None:
            return False
        if event.isAutoRepeat():
            return key == self.talk_key
        if event.type() == QEvent.Type.KeyRelease:
            return key == self.talk_key and self._let_go(at_s)
        if key == self.talk_key and self._settling.isActive() and at_s == self._let_go_at:
            self._settling.stop()
            return True
        self._settle()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        return plain and self._press(key, at_s or monotonic())

    def _let_go(self, at_s: float) -> bool:
        if at_s:
            self._let_go_at = at_s
            self._settling.start()
        else:  # pressed by a program, which tells no time and repeats nothing
            self._release(monotonic())
        return True

    def _settle(self) -> None:
        """The key was let go indeed."""
        if self._settling.isActive():
            self._settling.stop()
            self._release(self._let_go_at)
