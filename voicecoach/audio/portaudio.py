"""PortAudio through sounddevice: loaded when it is needed, quietly, and explained when it is missing."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from voicecoach.errors import DeviceError

_INSTALL = {
    "debian": "sudo apt install libportaudio2",
    "ubuntu": "sudo apt install libportaudio2",
    "fedora": "sudo dnf install portaudio",
    "rhel": "sudo dnf install portaudio",
    "arch": "sudo pacman -S portaudio",
    "suse": "sudo zypper install libportaudio2",
    "alpine": "sudo apk add portaudio",
}

_ALSA_HANDLER = ctypes.CFUNCTYPE(
    None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
)


def portaudio() -> Any:
    """The sounddevice module. Raises DeviceError where PortAudio is missing."""
    try:
        with _quiet():
            import sounddevice

            _hush_alsa()
    except OSError as error:
        raise DeviceError(
            "The sound library PortAudio is not installed.",
            f"Install it ({install_line()}), or use recordings with --mic.",
        ) from error
    return sounddevice


def refresh() -> None:
    """Look for devices anew: PortAudio sees only those that were there when it was started.

    Every stream must be closed. Raises DeviceError.
    """
    sounddevice = portaudio()
    try:
        with _quiet():
            sounddevice._terminate()
            sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise DeviceError("The sound system does not answer.", "Is the sound server running?") from error


def install_line() -> str:
    """How PortAudio is installed on this system."""
    kinds = _system_kinds()
    return next((_INSTALL[kind] for kind in kinds if kind in _INSTALL), "the package is called portaudio")


@cache
def _hush_alsa() -> object:
    """ALSA writes to the terminal whenever a buffer runs dry: give it a handler that keeps quiet."""
    if not sys.platform.startswith("linux"):
        return None
    keeps_quiet = _ALSA_HANDLER(lambda *_: None)
    with suppress(OSError, AttributeError):
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(keeps_quiet)
    return keeps_quiet  # kept by the cache for as long as ALSA may call it


def _system_kinds() -> list[str]:
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return []
    return [release.get("ID", ""), *release.get("ID_LIKE", "").split()]


@contextmanager
def _quiet() -> Iterator[None]:
    """ALSA and JACK write warnings of their own to the terminal while PortAudio looks around."""
    if sys.platform == "win32":
        yield
        return
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
