"""How a rehearsal looks in a terminal: whole lines, states in words; or events as JSON lines."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from voicecoach.rehearsal.events import Event, Level, PartnerSaid, State, StateChanged, YouSaid
from voicecoach.rehearsal.records import turn_to_json
from voicecoach.rehearsal.telling import message
from voicecoach.terminal.say import give, prose, tell
from voicecoach.terminal.words import word
from voicecoach.types import Turn, Who


class TerminalFace:
    """Shows events as lines of text."""

    def __init__(self, partner: str, *, states: bool = True) -> None:
        self._partner = partner
        self._states = states

    def __call__(self, event: Event) -> None:
        match event:
            case StateChanged(state):
                line = word.group("state").get(state.value)
                if self._states and line:
                    tell(line)
            case YouSaid(turn) | PartnerSaid(turn):
                prose(spoken(turn, self._partner))
            case _:
                if told := message(event):
                    tell(told)


def spoken(turn: Turn, partner: str) -> str:
    """One turn as a line: who, and what."""
    if turn.who is Who.YOU:
        return word("talk.you", text=turn.text)
    return word("talk.they", name=partner, text=turn.text + (" …" if turn.cut_off else ""))


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
