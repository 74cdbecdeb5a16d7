"""The coach's voice outside a sitting: to the loudspeaker, or into a sound file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.types import Brief, Sound

if TYPE_CHECKING:
    from voicecoach.coaching.spoken import Cue
    from voicecoach.stages import Voice


def coach_aloud(
    cues: Sequence[Cue],
    brief: Brief,
    load_audio: Callable[[str], Sound | None],
    into: Path | None,
) -> None:
    """Say the cues; Ctrl-C stops. Raises DeviceError, EngineError, RecordingError."""
    voice = _coach_voice(brief)
    if into:
        _write(cues, voice, load_audio, into)
    else:
        _play(cues, voice, load_audio)


def _coach_voice(brief: Brief) -> Voice:
    from voicecoach import settings as user_settings
    from voicecoach.speaking.voices import voice_for

    return voice_for("coach", user_settings.load(), brief).espeak_voice()


def _write(cues: Sequence[Cue], voice: Voice, load_audio: Callable[[str], Sound | None], into: Path) -> None:
    from voicecoach.audio.recordings import save_sound
    from voicecoach.coaching.spoken import sound_of

    save_sound(into, sound_of(cues, speak=voice.speak, load_audio=load_audio))


def _play(cues: Sequence[Cue], voice: Voice, load_audio: Callable[[str], Sound | None]) -> None:
    from voicecoach import settings as user_settings
    from voicecoach.audio.device_speaker import DeviceSpeaker
    from voicecoach.coaching.spoken import speak

    speaker = DeviceSpeaker(user_settings.load().text("audio.loudspeaker") or None)
    speaker.start()
    stop = threading.Event()
    try:
        with suppress(KeyboardInterrupt):
            speak(
                cues,
                speak=voice.speak,
                speaker=speaker,
                load_audio=load_audio,
                show=lambda _: None,
                answer=None,
                stop=stop,
            )
    finally:
        stop.set()
        time.sleep(0.05)  # the fade-out of the stopped line
        speaker.close()
