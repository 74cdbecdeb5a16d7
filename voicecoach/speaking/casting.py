"""Who speaks in a rehearsal: a voice for the partner, and another for the coach."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from voicecoach.errors import UsageError
from voicecoach.paths import package_data
from voicecoach.speaking.espeak import EspeakVoice
from voicecoach.speaking.piper import PiperVoice
from voicecoach.speaking.voices import VoiceFile, voices


def voice_for(role: str, wanted: str, *, who: str = "", other_than: VoiceFile | None = None) -> VoiceFile:
    """The voice of a role ("partner" or "coach"): the one wanted by name, else one that suits role and `who`.

    Raises UsageError where there is no voice of that name.
    """
    all_voices = voices()
    if wanted:
        found = next((voice for voice in all_voices if voice.name == wanted), None)
        if found is None:
            raise UsageError(f"There is no voice {wanted!r}.", "`voicecoach voices list` shows them.")
        return found
    suited = [voice for voice in all_voices if role in voice.roles and voice is not other_than]
    sex = _suggested(who)
    return next((voice for voice in suited if voice.sex == sex), (suited or list(all_voices))[0])


def _suggested(who: str) -> str:
    """Which voices "Dana, my manager" suggests: "female", "male", or "" where nothing does."""
    hints = _hints()
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", who.lower())
    return next((sex for word in words for sex in ("female", "male") if word in hints[sex]), "")


@cache
def _hints() -> dict[str, list[str]]:
    return tomllib.loads((package_data("lexicon") / "voice_hints.toml").read_text(encoding="utf-8"))


def espeak_voice(voice: VoiceFile, pace: float) -> EspeakVoice:
    """The starter's stand-in for a voice; `pace` 1 is its own, 0.8 slower."""
    stand_in = voice.espeak
    return EspeakVoice(stand_in.voice, round(stand_in.rate_wpm * pace), stand_in.pitch)


def piper_voice(voice: VoiceFile, model: Path, pace: float) -> PiperVoice:
    """A Piper voice from its .onnx file. Raises EngineError."""
    piper = voice.piper
    return PiperVoice(model, speaker=piper.speaker, length_scale=piper.length_scale / pace)
