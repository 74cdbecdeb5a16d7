"""The talk key: what its going down and up means, and the one filter that sees it before any button does."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from voicecoach.audio.listener import ListenerState, Mode
from voicecoach.rehearsal.events import Command

TAP_S = 0.3
"""In mode `auto`: let go sooner than this, it was a tap."""


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
    """Turns key down and key up into commands. Auto-repeat never reaches it."""

    def __init__(
        self,
        mode: KeyMode,
        ears: Ears,
        ask: Callable[[Command], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._mode, self._ears, self._ask, self._clock = mode, ears, ask, clock
        self._down_at: float | None = None
        self._ends = False
        """This press ends a turn that a tap began."""

    @property
    def held(self) -> bool:
        """Is the key down?"""
        return self._down_at is not None

    def down(self) -> None:
        """The key went down. A second time without an up between them, nothing happens."""
        if self.held:
            return
        self._down_at = self._clock()
        self._ends = self._mode is KeyMode.AUTO and self._hands_free()
        if self._mode is KeyMode.AUTO and not self._ends:
            self._ears.mode = Mode.HOLD
        self._ask(Command.TALK_DOWN)

    def up(self, *, lost: bool = False) -> None:
        """The key was let go, or (`lost`) nobody would see it: that ends a hold, and never is a tap."""
        if self._down_at is None:
            return
        held_s, self._down_at = self._clock() - self._down_at, None
        if self._mode is KeyMode.HOLD:
            self._ask(Command.TALK_UP)
        elif self._mode is KeyMode.AUTO and not self._ends:
            if held_s < TAP_S and not lost:
                self._ears.mode = Mode.TAP
            else:
                self._ask(Command.TALK_UP)

    def _hands_free(self) -> bool:
        return self._ears.mode is Mode.TAP and self._ears.state is ListenerState.TALKING


class KeyFilter(QObject):
    """Sees every key of the application while `active`, before a focused button can eat it."""

    def __init__(
        self, press: Callable[[int], bool], release: Callable[[int], bool], lost: Callable[[], None]
    ):
        super().__init__()
        self._press, self._release, self._lost = press, release, lost
        self.active = False
        self.talk_key = int(Qt.Key.Key_Space)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if not self.active:
            return False
        kind = event.type()
        if kind in (QEvent.Type.WindowDeactivate, QEvent.Type.ApplicationDeactivate):
            self._lost()
            return False
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride):
            return False
        return isinstance(event, QKeyEvent) and self._key(event)

    def _key(self, event: QKeyEvent) -> bool:
        modal = QApplication.activeModalWidget() is not None
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if modal or event.type() == QEvent.Type.ShortcutOverride:
            return False
        if event.isAutoRepeat():
            return event.key() == self.talk_key
        if event.type() == QEvent.Type.KeyRelease:
            return self._release(event.key())
        return plain and self._press(event.key())
