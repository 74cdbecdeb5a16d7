"""`voicecoach devices`: list, test."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import click

from voicecoach import settings
from voicecoach.audio.devices import Device, Kind, list_devices
from voicecoach.terminal.say import give, tell

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
    for kind, title in ((Kind.INPUT, "microphones"), (Kind.OUTPUT, "loudspeakers")):
        give(f"{title}:")
        able = [device for device in found if device.channels(kind)]
        for device in able:
            give(f"  {device.label}{_notes(device, kind)}")
        if not able:
            give("  none")


def _notes(device: Device, kind: Kind) -> str:
    default = device.is_default_input if kind is Kind.INPUT else device.is_default_output
    notes = [f"{device.rate} Hz", *(["the system's choice"] if default else [])]
    if kind is Kind.INPUT and device.bluetooth_headset:
        notes.append("sounds like a telephone while it records")
    return f" ({', '.join(notes)})"


@devices.command()
def test() -> None:
    """Record three seconds, say how loud they were, and play them back. Nothing is kept."""
    import numpy as np

    from voicecoach.audio.device_microphone import DeviceMicrophone
    from voicecoach.audio.device_speaker import DeviceSpeaker
    from voicecoach.audio.levels import dbfs
    from voicecoach.types import HEARING_RATE, Sound

    now = settings.load()
    microphone = DeviceMicrophone(now.text("audio.microphone") or None)
    microphone.start()
    try:
        tell(f"Say something: {microphone.name} listens for three seconds.")
        frames = [frame for _ in range(int(_TEST_S / 0.02)) if (frame := microphone.read(1.0)) is not None]
    finally:
        microphone.close()
    level = max((dbfs(frame) for frame in frames), default=float("-inf"))
    tell(f"Loudest: {level:.0f} dBFS, {in_words(level)}.")
    if not frames:
        return
    speaker = DeviceSpeaker(now.text("audio.loudspeaker") or None)
    speaker.start()
    try:
        tell(f"Now {speaker.name} plays it back.")
        speaker.begin_line()
        speaker.play(Sound(np.concatenate(frames), HEARING_RATE))
        deadline = time.monotonic() + _TEST_S + 5
        while not speaker.idle and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        speaker.close()


def in_words(level: float) -> str:
    """A level for somebody who does not think in decibels."""
    if level < -90:
        return "silence: is it muted?"
    if level < -40:
        return "too quiet: come closer, or turn it up in the system's sound settings"
    if level > -1:
        return "too loud: it clips; turn it down in the system's sound settings"
    return "good"
