"""Hearing one voice say one line."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from voicecoach import settings as user_settings
from voicecoach.audio.recordings import save_sound
from voicecoach.catalog import store
from voicecoach.speaking.casting import espeak_voice, piper_voice, voice_for
from voicecoach.types import Sound


def hear_voice(name: str, text: str, out: Path | None) -> None:
    """Speak a line through the loudspeaker, or into a file. Raises UsageError, DeviceError, EngineError."""
    settings = user_settings.load()
    voice = voice_for("partner", name)
    installed = {model.id: model.path for model in store.installed_voices()}
    pace = settings.number("speaking.pace")
    model = installed.get(voice.piper.voice)
    engine = piper_voice(voice, model, pace) if model else espeak_voice(voice, pace)
    sounds = [spoken.sound for spoken in engine.speak(text)]
    line = Sound(np.concatenate([s.samples for s in sounds]), sounds[0].rate)
    if out:
        save_sound(out, line)
        return
    _play(line, settings.text("audio.loudspeaker"))


def _play(sound: Sound, device: str) -> None:
    from voicecoach.audio.device_speaker import DeviceSpeaker

    speaker = DeviceSpeaker(device or None)
    speaker.start()
    try:
        speaker.play(sound)
        while not speaker.idle:
            time.sleep(0.05)
    finally:
        speaker.close()
