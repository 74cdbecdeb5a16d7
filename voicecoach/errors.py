"""Everything that can go wrong and is said to the user, with the next step.

VoicecoachError
├── UsageError          what was asked for does not make sense (exit 2)
├── BriefError          a brief file has a missing or wrong field
├── ScenarioError       a scenario or voice file cannot be read
├── RecordingError      a sound file cannot be used
├── DeviceError         a microphone or loudspeaker cannot be used
├── EngineError         an engine is not there or failed
│   └── EngineMissing   a chosen engine is not on this machine
├── RehearsalError      a rehearsal's folder cannot be read or written
├── ModelError          a model cannot be fetched, verified or removed
└── OfflineError        something tried to leave this machine
"""

from __future__ import annotations


class VoicecoachError(Exception):
    """What happened, and what the user can do next. Shown without a traceback."""

    exit_code = 1

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.what} {self.next_step}".strip()


class UsageError(VoicecoachError):
    """What was asked for does not make sense."""

    exit_code = 2


class BriefError(VoicecoachError):
    """A brief file has a missing or wrong field."""

    exit_code = 2


class ScenarioError(VoicecoachError):
    """A scenario or voice file cannot be read."""

    exit_code = 2


class RecordingError(VoicecoachError):
    """A sound file cannot be used."""


class DeviceError(VoicecoachError):
    """A microphone or loudspeaker cannot be used."""


class EngineError(VoicecoachError):
    """An engine failed."""


class EngineMissing(EngineError):
    """A chosen engine is not on this machine."""


class RehearsalError(VoicecoachError):
    """A rehearsal's folder cannot be read or written."""


class ModelError(VoicecoachError):
    """A model cannot be fetched, verified or removed."""


class OfflineError(VoicecoachError):
    """Something tried to leave this machine."""
