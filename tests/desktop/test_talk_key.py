"""What the talk key's going down and up means, and that no button eats it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from voicecoach.audio.listener_events import ListenerState, Mode
from voicecoach.desktop.talk_key import KeyFilter, KeyMode, TalkKey
from voicecoach.rehearsal.events import Command

DOWN, UP = Command.TALK_DOWN, Command.TALK_UP


@dataclass
class Ears:
    mode: Mode = Mode.HOLD
    state: ListenerState = ListenerState.IDLE


@dataclass
class Person:
    """Presses a key at times of their own."""

    mode: KeyMode
    ears: Ears = field(default_factory=Ears)
    now: float = 0.0
    asked: list[Command] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = TalkKey(self.mode, self.ears, self._ask)

    def _ask(self, command: Command) -> None:
        self.asked.append(command)
        if command is DOWN:
            talking = self.ears.state is ListenerState.TALKING
            self.ears.state = ListenerState.TAIL if talking else ListenerState.TALKING

    def press(self, held_s: float) -> None:
        self.key.down(self.now)
        self.now += held_s
        self.key.up(self.now)


@pytest.mark.parametrize("held_s", [0.3, 5.0])
def test_held_for_300_ms_or_longer_the_turn_ends_with_the_key(held_s: float) -> None:
    person = Person(KeyMode.AUTO)
    person.press(held_s)
    assert person.asked == [DOWN, UP]
    assert person.ears.mode is Mode.HOLD


def test_let_go_sooner_it_was_a_tap_and_the_turn_goes_on_hands_free() -> None:
    person = Person(KeyMode.AUTO)
    person.press(0.29)
    assert person.asked == [DOWN]
    assert person.ears.mode is Mode.TAP


@pytest.mark.parametrize("held_s", [0.1, 0.9])
def test_the_next_press_ends_a_hands_free_turn_however_long_it_is_held(held_s: float) -> None:
    person = Person(KeyMode.AUTO)
    person.press(0.1)
    person.press(held_s)
    assert person.asked == [DOWN, DOWN]


def test_after_silence_ended_a_hands_free_turn_a_hold_is_a_hold_again() -> None:
    person = Person(KeyMode.AUTO)
    person.press(0.1)
    person.ears.state = ListenerState.IDLE
    person.press(2.0)
    assert person.asked == [DOWN, DOWN, UP]
    assert person.ears.mode is Mode.HOLD


def test_a_lost_window_ends_the_hold_and_is_never_a_tap() -> None:
    person = Person(KeyMode.AUTO)
    person.key.down(0.0)
    person.key.lost()
    person.key.up(0.1)
    assert person.asked == [DOWN, UP]
    assert person.ears.mode is Mode.HOLD


def test_after_a_drop_letting_go_means_nothing_and_the_next_press_is_a_hold() -> None:
    """Also where the listener has not heard of it yet, and still seems to be in a hands-free turn."""
    person = Person(KeyMode.AUTO)
    person.press(0.1)
    person.key.down(1.0)
    person.key.drop()
    person.key.up(1.1)
    person.ears.state = ListenerState.TALKING
    person.press(2.0)
    assert person.asked == [DOWN, DOWN, DOWN, UP]
    assert person.ears.mode is Mode.HOLD


def test_down_twice_without_an_up_is_one_press() -> None:
    person = Person(KeyMode.HOLD)
    person.key.down(0.0)
    person.key.down(0.1)
    person.key.up(1.0)
    person.key.up(1.1)
    assert person.asked == [DOWN, UP]


def test_in_tap_and_open_mode_letting_go_means_nothing() -> None:
    for mode in (KeyMode.TAP, KeyMode.OPEN):
        person = Person(mode)
        person.press(2.0)
        assert person.asked == [DOWN]


class Seen:
    """What a filter lets through."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.times: list[float] = []
        self.filter = KeyFilter(self._press, self._release, lambda: self.keys.append("lost"))
        self.filter.active = True

    def _press(self, key: int, at_s: float) -> bool:
        self.keys.append("down" if key == Qt.Key.Key_Space else "other")
        self.times.append(at_s)
        return key == Qt.Key.Key_Space

    def _release(self, at_s: float) -> None:
        self.keys.append("up")
        self.times.append(at_s)

    def see(
        self, kind: QEvent.Type, key: Qt.Key = Qt.Key.Key_Space, *, repeat: bool = False, at_ms: int = 0
    ) -> bool:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeat)
        event.setTimestamp(at_ms)
        return self.filter.eventFilter(QObject(), event)


PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease


def test_auto_repeat_is_swallowed_and_told_to_nobody(qapp: object) -> None:
    seen = Seen()
    assert seen.see(PRESS)
    assert seen.see(RELEASE, repeat=True)
    assert seen.see(PRESS, repeat=True)
    assert seen.see(RELEASE)
    assert seen.keys == ["down", "up"]


def test_away_from_the_room_every_key_goes_its_way(qapp: object) -> None:
    seen = Seen()
    seen.filter.active = False
    assert not seen.see(PRESS)
    assert seen.keys == []


def test_losing_the_window_is_told(qapp: object) -> None:
    seen = Seen()
    seen.filter.eventFilter(QObject(), QEvent(QEvent.Type.WindowDeactivate))
    assert seen.keys == ["lost"]


def test_auto_repeat_that_nobody_marked_is_no_letting_go(qtbot: QtBot) -> None:
    """As X11 tells it: a release and a press of the same millisecond."""
    seen = Seen()
    seen.see(PRESS, at_ms=1000)
    for at_ms in range(1200, 2000, 40):
        assert seen.see(RELEASE, at_ms=at_ms)
        assert seen.see(PRESS, at_ms=at_ms)
    seen.see(RELEASE, at_ms=2000)
    qtbot.waitUntil(lambda: len(seen.keys) > 1)
    assert (seen.keys, seen.times) == (["down", "up"], [1.0, 2.0])


def test_a_press_of_another_moment_comes_after_the_release(qtbot: QtBot) -> None:
    seen = Seen()
    seen.see(PRESS, at_ms=1000)
    seen.see(RELEASE, at_ms=1100)
    seen.see(PRESS, at_ms=1101)
    seen.see(RELEASE, at_ms=1200)
    seen.see(PRESS, Qt.Key.Key_Escape, at_ms=1200)
    assert seen.keys == ["down", "up", "down", "up", "other"]


def test_losing_the_window_comes_after_a_release(qtbot: QtBot) -> None:
    seen = Seen()
    seen.see(PRESS, at_ms=1000)
    seen.see(RELEASE, at_ms=1100)
    seen.filter.eventFilter(QObject(), QEvent(QEvent.Type.WindowDeactivate))
    assert seen.keys == ["down", "up", "lost"]
