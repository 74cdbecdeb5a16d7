"""An answer of the setup, said instead of typed: one utterance, as text."""

from __future__ import annotations

from voicecoach import settings as user_settings
from voicecoach.audio.listener import Ended, ListenEvent, NothingHeard
from voicecoach.engines import Choices, assemble
from voicecoach.rehearsal.scenario import example_brief, load
from voicecoach.terminal.rooms import Devices
from voicecoach.types import Sound


def dictated(devices: Devices, scenario: str) -> str:
    """Listen until a silence, and give the words; empty where there were none. The devices are open.

    Raises EngineError.
    """
    sound = _one_utterance(devices)
    if sound is None:
        return ""
    settings = user_settings.load()
    crew = assemble(Choices(partner="scripted"), settings, load(scenario), example_brief(scenario), 0)
    return crew.transcribe(sound).text


def _one_utterance(devices: Devices) -> Sound | None:
    events: list[ListenEvent] = devices.listener.key_down()
    while True:
        for event in events:
            if isinstance(event, Ended):
                return event.utterance.sound
            if isinstance(event, NothingHeard):
                return None
        frame = devices.microphone.read(0.1)
        events = devices.listener.feed(frame) if frame is not None else []
