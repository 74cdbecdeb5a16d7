"""Held keys through the real filter, the room's keys and the real listener: one hold is one turn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from tests.fakes import frames_of, loud_is_voice, silence, voice_like
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Cancelled, Ended, EndReason, ListenEvent, Mode
from voicecoach.desktop.room_keys import RoomKeys
from voicecoach.desktop.talk_key import REPEAT_MS, KeyMode, TalkKey
from voicecoach.rehearsal.events import Command
from voicecoach.types import Pcm

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
SPACE, ESC = Qt.Key.Key_Space, Qt.Key.Key_Escape
FRAME_MS = 20


class Desk:
    """A keyboard as X11 gives it, and a loop that looks at what was asked every `slow` frames."""

    def __init__(self, qtbot: QtBot, slow: int) -> None:
        self.listener = Listener(Mode.HOLD, judge=loud_is_voice)
        self.events: list[ListenEvent] = []
        self._qtbot, self._slow = qtbot, slow
        self._frames, self._now_ms, self._repeats = 0, 1000, False
        self._asked: list[Command] = []
        key = TalkKey(KeyMode.AUTO, self.listener, self._asked.append)
        acts = {int(ESC): lambda: self._asked.append(Command.CANCEL)}
        self._keys = RoomKeys(lambda: key, acts, lambda: None)
        self._keys.filter.active = True

    def press(self, key: Qt.Key) -> None:
        """The key pressed last is the one that repeats."""
        self._key(PRESS, key)
        self._repeats = key == SPACE

    def let_go(self, key: Qt.Key) -> None:
        self._key(RELEASE, key)
        self._repeats = False
        self._qtbot.wait(REPEAT_MS * 2)

    def hear(self, sound: Pcm) -> None:
        """Time passes. A held key repeats 25 times a second, and nobody marks it."""
        for frame in frames_of(sound):
            self._now_ms += FRAME_MS
            self._frames += 1
            if self._repeats and self._frames % 2:
                self._key(RELEASE, SPACE)
                self._key(PRESS, SPACE)
            self.events += self.listener.feed(frame)
            if self._frames % self._slow == 0:
                self._obey()

    def turns(self) -> list[EndReason]:
        return [event.reason for event in self.events if isinstance(event, Ended)]

    def _key(self, kind: QEvent.Type, key: Qt.Key) -> None:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier)
        event.setTimestamp(self._now_ms)
        self._keys.filter.eventFilter(QObject(), event)

    def _obey(self) -> None:
        acts = {
            Command.TALK_DOWN: self.listener.key_down,
            Command.TALK_UP: self.listener.key_up,
            Command.CANCEL: self.listener.cancel,
        }
        while self._asked:
            self.events += acts[self._asked.pop(0)]()


@pytest.mark.parametrize("slow", [1, 12, 50])
@pytest.mark.parametrize("held_s", [0.1, 0.28, 0.9])
def test_a_hold_after_a_dropped_one_is_one_turn(qtbot: QtBot, held_s: float, slow: int) -> None:
    desk = Desk(qtbot, slow)
    desk.hear(silence(1))
    desk.press(SPACE)
    desk.hear(voice_like(held_s))
    desk.press(ESC)
    desk.let_go(ESC)
    desk.hear(silence(0.06))
    desk.let_go(SPACE)
    desk.hear(silence(0.04))
    desk.press(SPACE)
    for pause_s in (2.5, 2.5, 0.1):
        desk.hear(voice_like(0.6))
        desk.hear(silence(pause_s))
    desk.let_go(SPACE)
    desk.hear(silence(5))
    assert any(isinstance(event, Cancelled) for event in desk.events)
    assert desk.turns() == [EndReason.RELEASED]
