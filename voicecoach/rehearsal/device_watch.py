"""What the user should know of microphone and loudspeaker, each said once."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from voicecoach.rehearsal.events import Notice
from voicecoach.rehearsal.notices import notice
from voicecoach.stages import Microphone, Speaker

LOST_S = 0.5
"""A device that is gone for so long is said to be gone: a hiccup is no unplugging."""


class DeviceWatch:
    """Looks at the devices whenever it is asked. Times are the wall's: a lost microphone gives no frames."""

    def __init__(self, microphone: Microphone, speaker: Speaker) -> None:
        self._microphone = microphone
        self._devices: dict[str, Microphone | Speaker] = {"microphone": microphone, "loudspeaker": speaker}
        self._lost: set[str] = set()
        self._lost_since: dict[str, float] = {}
        self._warned_of = ""

    @property
    def microphone_lost(self) -> bool:
        """Has it been said that the microphone is gone?"""
        return "microphone" in self._lost

    def look(self) -> Iterator[Notice]:
        """What is new."""
        yield from self._headset()
        for name, device in self._devices.items():
            if self._gone(name, lost=device.lost) != (name in self._lost):
                self._lost ^= {name}
                yield notice("talk", f"{name}_{'lost' if name in self._lost else 'back'}")

    def _headset(self) -> Iterator[Notice]:
        """Told again where another headset was taken up in the middle."""
        microphone = self._microphone
        if microphone.bluetooth_headset and microphone.name != self._warned_of:
            self._warned_of = microphone.name
            yield notice("talk", "bluetooth_headset", name=microphone.name)

    def _gone(self, name: str, *, lost: bool) -> bool:
        if not lost:
            self._lost_since.pop(name, None)
            return False
        return monotonic() - self._lost_since.setdefault(name, monotonic()) >= LOST_S
