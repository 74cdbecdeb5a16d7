"""The room that a rehearsal takes place in: its devices, or what stands in for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voicecoach.audio.listener import Listener
from voicecoach.stages import Microphone, Speaker


@dataclass(frozen=True, slots=True)
class Room:
    """The devices of one rehearsal, or what stands in for them."""

    microphone: Microphone
    speaker: Speaker
    listener: Listener
    virtual_time: bool = False
    """Time passes only as frames are read: engines take none of it."""
    cues: bool = False
    """Short sounds at the start and end of listening, and while thinking takes long?"""
    after_frame: Callable[[], None] = lambda: None
    """Called after every frame, in the loop's thread: the recorded user acts here."""
