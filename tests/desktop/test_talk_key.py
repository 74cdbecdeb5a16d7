"""What the talk key's going down and up means, and that no button eats it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from voicecoach.audio.listener import ListenerState, Mode
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
        self.key = TalkKey(self.mode, self.ears, self._ask, lambda: self.now)

    def _ask(self, command: Command) -> None:
        self.asked.append(command)
        if command is DOWN:
            talking = self.ears.state is ListenerState.TALKING
            self.ears.state = ListenerState.TAIL if talking else ListenerState.TALKING

    def press(self, held_s: float, *, lost: bool = False) -> None:
        self.key.down()
        self.now += held_s
        self.key.up(lost=lost)


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
    person.press(0.1, lost=True)
    assert person.asked == [DOWN, UP]


def test_down_twice_without_an_up_is_one_press() -> None:
    person = Person(KeyMode.HOLD)
    person.key.down()
    person.key.down()
    person.key.up()
    person.key.up()
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
        self.filter = KeyFilter(self._press, self._release, lambda: self.keys.append("lost"))
        self.filter.active = True

    def _press(self, key: int) -> bool:
        self.keys.append("down")
        return key == Qt.Key.Key_Space

    def _release(self, key: int) -> bool:
        self.keys.append("up")
        return key == Qt.Key.Key_Space

    def see(self, kind: QEvent.Type, key: Qt.Key = Qt.Key.Key_Space, *, repeat: bool = False) -> bool:
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeat)
        return self.filter.eventFilter(QObject(), event)


def test_auto_repeat_is_swallowed_and_told_to_nobody(qapp: object) -> None:
    seen = Seen()
    assert seen.see(QEvent.Type.KeyPress)
    assert seen.see(QEvent.Type.KeyRelease, repeat=True)
    assert seen.see(QEvent.Type.KeyPress, repeat=True)
    assert seen.see(QEvent.Type.KeyRelease)
    assert seen.keys == ["down", "up"]


def test_away_from_the_room_every_key_goes_its_way(qapp: object) -> None:
    seen = Seen()
    seen.filter.active = False
    assert not seen.see(QEvent.Type.KeyPress)
    assert seen.keys == []


def test_losing_the_window_is_told(qapp: object) -> None:
    seen = Seen()
    seen.filter.eventFilter(QObject(), QEvent(QEvent.Type.WindowDeactivate))
    assert seen.keys == ["lost"]
