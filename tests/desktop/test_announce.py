"""What changes is told to a screen reader, and never while the partner speaks."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from voicecoach.desktop.announce import announce
from voicecoach.desktop.room import Room
from voicecoach.rehearsal.events import Closing, Notice, State, StateChanged


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader would say, in its order."""
    said: list[str] = []

    def update(event: QAccessibleAnnouncementEvent) -> None:
        said.append(event.message())

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", update)
    return said


@pytest.fixture
def room(qtbot: QtBot, own_home: object) -> Room:
    made = Room(leave=print, rewind=print, retitled=lambda: None)
    qtbot.addWidget(made)
    return made


def test_states_and_messages_are_announced(room: Room, told: list[str]) -> None:
    room.show_event(StateChanged(State.LISTENING))
    room.show_event(StateChanged(State.READY))
    room.show_event(Notice("talk.long_turn", "Take your time."))
    assert told == ["Listening", "Your turn", "Take your time."]


def test_nothing_is_announced_into_the_partners_line(room: Room, told: list[str]) -> None:
    room.show_event(StateChanged(State.SPEAKING))
    room.show_event(Closing())
    assert told == []


def test_an_empty_text_is_nothing_to_announce(room: Room, told: list[str]) -> None:
    announce(room, "")
    assert told == []
