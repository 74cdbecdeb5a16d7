"""How a rehearsal looks in a terminal: whole lines, states in words; or events as JSON lines."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from voicecoach.rehearsal.events import (
    Closing,
    CoachSaying,
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
from voicecoach.rehearsal.records import turn_to_json
from voicecoach.terminal.say import give, tell
from voicecoach.types import Turn

STATES = {
    State.READY: "[your turn]",
    State.LISTENING: "[listening]",
    State.THINKING: "[thinking]",
    State.PAUSED: "[paused]",
}


class TerminalFace:
    """Shows events as lines of text."""

    def __init__(self, partner: str, *, states: bool = True) -> None:
        self._partner = partner
        self._states = states

    def __call__(self, event: Event) -> None:
        match event:
            case StateChanged(state):
                if self._states and state in STATES:
                    tell(STATES[state])
            case YouSaid(turn):
                give(f"You: {turn.text}")
            case PartnerSaid(turn):
                give(f"{self._partner}: {turn.text}{' …' if turn.cut_off else ''}")
            case CoachSaying(text) | Notice(_, text):
                tell(text)
            case Stopped(_, text):
                tell(text)
            case NotCaught(level):
                tell(f"I didn't catch that. (level {level:.0f} dBFS)")
            case Dropped():
                tell("Taken back. Say it again when you are ready.")
            case Closing():
                tell(notice("talk", "closing").text)
            case PartnerSaying() | Level():
                pass


def json_face(event: Event) -> None:
    """Shows events as JSON lines on stdout."""
    if not isinstance(event, Level):
        give(json.dumps(event_to_json(event), ensure_ascii=False))


def event_to_json(event: Event) -> dict[str, Any]:
    """An event as plain values, with its kind."""
    fields = {f.name: getattr(event, f.name) for f in dataclasses.fields(event)}
    return {"event": type(event).__name__} | {k: _plain(v) for k, v in fields.items()}


def _plain(value: object) -> object:
    if isinstance(value, Turn):
        return turn_to_json(value)
    return value.value if isinstance(value, State) else value


Show = Callable[[Event], None]
