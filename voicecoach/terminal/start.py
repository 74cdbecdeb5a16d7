"""`voicecoach` without a command: the window, else this terminal, else the demo."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from voicecoach.errors import DeviceError, UsageError
from voicecoach.remedies import remedy
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.words import word


def start(ctx: click.Context) -> None:
    """Start what this machine can show."""
    if has_display() and find_spec("PySide6") and find_spec("voicecoach.desktop.app"):
        from voicecoach.desktop.preflight import cannot_open

        why = cannot_open()
        if why is None:
            from voicecoach.desktop.app import run

            ctx.exit(run())
        tell(why)
    if attended() and has_microphone():
        from voicecoach.terminal.rehearse_command import rehearse

        ctx.invoke(rehearse)
        return
    tell(word("start.no_microphone" if attended() else "start.no_terminal"))
    tell(word("start.doctor"))
    from voicecoach.terminal.demo_command import demo

    ctx.invoke(demo)


def tour(folder: Path) -> int:
    """A picture of every page of the window. Without a display, they are drawn in memory."""
    if not find_spec("PySide6"):
        raise UsageError("The window is not installed.", remedy("window"))
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from voicecoach.desktop.app import tour as take

    return take(folder)


def has_display() -> bool:
    """Could a window be shown?"""
    if sys.platform.startswith("linux"):
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def has_microphone() -> bool:
    """Is there a device to listen with?"""
    from voicecoach.audio.devices import list_devices

    try:
        return any(device.inputs for device in list_devices())
    except DeviceError as e:
        tell(str(e))
        return False
