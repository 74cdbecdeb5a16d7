"""An answer of the setup, said instead of typed: one utterance, as text."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from voicecoach import settings as user_settings
from voicecoach.audio.listener_events import Ended, LevelChanged, ListenEvent, NothingHeard
from voicecoach.engines import Choices, assemble
from voicecoach.rehearsal.scenario import example_brief, load
from voicecoach.terminal.rooms import Devices
from voicecoach.types import Sound

LONGEST_S = 60.0
"""An answer is a sentence or two; whoever says nothing is not listened to for ever."""

FRAME_S = 0.02


@dataclass(frozen=True)
class Dictation:
    """Who wants an answer that is said aloud."""

    level: Callable[[float], None]
    """Gets the microphone's level in dBFS while listening."""
    said: Callable[[str], None]
    """Gets the words; empty where there were none."""


def dictated(devices: Devices, scenario: str, end: threading.Event, level: Callable[[float], None]) -> str:
    """Listen until a silence or `end`, and give the words; empty where there were none.

    The devices are open. Raises EngineError.
    """
    sound = _one_utterance(devices, end, level)
    if sound is None:
        return ""
    settings = user_settings.load()
    crew = assemble(Choices(partner="scripted"), settings, load(scenario), example_brief(scenario), 0)
    try:
        return crew.transcribe(sound).text
    finally:
        crew.close()


def _one_utterance(devices: Devices, end: threading.Event, level: Callable[[float], None]) -> Sound | None:
    if devices.recordings:
        devices.recordings.say_next()
    events: list[ListenEvent] = devices.listener.key_down()
    ended, heard_s = False, 0.0
    while True:
        for event in events:
            if isinstance(event, Ended):
                return event.utterance.sound
            if isinstance(event, NothingHeard):
                return None
            if isinstance(event, LevelChanged):
                level(event.dbfs)
        if not ended and (end.is_set() or heard_s > LONGEST_S):
            ended = True
            events = devices.listener.key_down()
            continue
        frame = devices.microphone.read(0.1)
        events = devices.listener.feed(frame) if frame is not None else []
        heard_s += FRAME_S if frame is not None else 0.1
        if ended and frame is None:
            return None
