"""The voices: `voices/*.toml` say who there is, what Piper voice that takes, and who stands in without it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voicecoach.errors import ScenarioError
from voicecoach.files import Unreadable, read_toml
from voicecoach.paths import root_data


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PiperSpeaker(_Strict):
    """A Piper voice, as `models.toml` offers it."""

    voice: str
    """Its id: "en_US-joe-medium"."""
    speaker: int | None = None
    """Which speaker, in a voice that has several."""
    length_scale: float = Field(1.0, ge=0.5, le=2.0)
    """Above 1 is slower."""


class EspeakStandIn(_Strict):
    """Who stands in with espeak-ng."""

    voice: str
    """espeak's own name, with a variant: "en-us+m3"."""
    rate_wpm: int = Field(160, ge=80, le=450)
    """Words a minute."""
    pitch: int = Field(50, ge=0, le=100)
    """50 is the voice's own."""


class VoiceFile(_Strict):
    """One voice."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,30}$")
    description: str
    sex: str = Field(pattern="^(female|male)$")
    accent: str
    roles: tuple[str, ...]
    """What it suits: "partner", "coach"."""
    piper: PiperSpeaker
    espeak: EspeakStandIn
    licence: str
    """Of the Piper voice."""
    source: str


def load_voice_file(path: Path) -> VoiceFile:
    """One voice from its TOML file. Raises ScenarioError in one line naming file and key."""
    try:
        return VoiceFile.model_validate(read_toml(path))
    except ValidationError as e:
        first = e.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ScenarioError(
            f"The voice file {path} is wrong at {key}: {first['msg']}.",
            "Mend that key, or take the file away.",
        ) from e
    except (OSError, Unreadable) as e:
        raise ScenarioError(f"The voice file {path} cannot be read: {e}.", "Mend it, or take it away.") from e


@cache
def voices() -> tuple[VoiceFile, ...]:
    """All voices, by name. Raises ScenarioError."""
    return tuple(load_voice_file(path) for path in sorted((root_data() / "voices").glob("*.toml")))
