"""`voicecoach devices`: list, test."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import click

from voicecoach import settings
from voicecoach.audio.devices import Device, Kind, list_devices
from voicecoach.rehearsal.telling import level_word
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

_TEST_S = 3.0


@click.group()
def devices() -> None:
    """Microphones and loudspeakers.

    \b
    voicecoach devices list
    voicecoach devices test
    voicecoach config set audio.microphone "USB"      remember one, by name or a part of it
    """


@devices.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")
def list_all(as_json: bool) -> None:
    """Show what can hear and what can play. The label is what settings remember."""
    found = list_devices()
    if as_json:
        give(json.dumps([{**asdict(device), "label": device.label} for device in found], ensure_ascii=False))
        return
    for kind, title in (
        (Kind.INPUT, word("devices.microphones")),
        (Kind.OUTPUT, word("devices.loudspeakers")),
    ):
        give(title)
        able = [device for device in found if device.channels(kind)]
        for device in able:
            give(f"  {device.label}{_notes(device, kind)}")
        if not able:
            give(f"  {word('devices.none')}")


def _notes(device: Device, kind: Kind) -> str:
    default = device.is_default_input if kind is Kind.INPUT else device.is_default_output
    notes = [f"{device.rate} Hz", *([word("devices.systems")] if default else [])]
    if kind is Kind.INPUT and device.bluetooth_headset:
        notes.append(word("devices.bluetooth"))
    return f" ({', '.join(notes)})"


@devices.command()
def test() -> None:
    """Record three seconds, say how loud they were, and play them back. Nothing is kept."""
    import numpy as np

    from voicecoach.audio.device_microphone import DeviceMicrophone
    from voicecoach.audio.device_speaker import DeviceSpeaker
    from voicecoach.audio.levels import dbfs, level_figure
    from voicecoach.types import HEARING_RATE, Sound

    now = settings.load()
    microphone = DeviceMicrophone(now.text("audio.microphone") or None)
    microphone.start()
    try:
        tell(word("devices.say", name=microphone.name))
        frames = [frame for _ in range(int(_TEST_S / 0.02)) if (frame := microphone.read(1.0)) is not None]
    finally:
        microphone.close()
    level = max((dbfs(frame) for frame in frames), default=float("-inf"))
    tell(word("devices.loudest", level=level_figure(level), word=level_word(level)))
    if not frames:
        return
    speaker = DeviceSpeaker(now.text("audio.loudspeaker") or None)
    speaker.start()
    try:
        tell(word("devices.playing", name=speaker.name))
        speaker.begin_line()
        speaker.play(Sound(np.concatenate(frames), HEARING_RATE))
        deadline = time.monotonic() + _TEST_S + 5
        while not speaker.idle and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        speaker.close()
