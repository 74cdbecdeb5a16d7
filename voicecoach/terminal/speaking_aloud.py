"""The coach's voice outside a sitting: to the loudspeaker, or into a sound file."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach.types import Brief, Sound

if TYPE_CHECKING:
    from voicecoach.coaching.spoken import Cue
    from voicecoach.stages import Spoken

Speak = Callable[[str], "Iterator[Spoken]"]


def coach_aloud(
    cues: Sequence[Cue],
    brief: Brief,
    load_audio: Callable[[str], Sound | None],
    into: Path | None,
) -> None:
    """Say the cues; Ctrl-C stops. Raises DeviceError, EngineError, RecordingError."""
    speak = _coach_voice(brief)
    if into:
        _write(cues, speak, load_audio, into)
    else:
        _play(cues, speak, load_audio)


def _coach_voice(brief: Brief) -> Speak:
    """The coach's voice as a sitting has it; espeak-ng where the brief names no scenario of this machine."""
    from voicecoach import settings as user_settings
    from voicecoach.coaching.transcripts import scenario_of
    from voicecoach.engines import Choices, assemble
    from voicecoach.speaking.casting import espeak_voice, voice_for

    settings, scenario = user_settings.load(), scenario_of(brief)
    if scenario is None:
        named = voice_for("coach", settings.text("speaking.coach_voice"))
        return espeak_voice(named, settings.number("speaking.pace")).speak
    crew = assemble(Choices(partner="scripted"), settings, scenario, brief, 0)
    return lambda text: crew.speak(text, coach=True)


def _write(cues: Sequence[Cue], speak: Speak, load_audio: Callable[[str], Sound | None], into: Path) -> None:
    from voicecoach.audio.recordings import save_sound
    from voicecoach.coaching.spoken import sound_of

    save_sound(into, sound_of(cues, speak=speak, load_audio=load_audio))


def _play(cues: Sequence[Cue], speak: Speak, load_audio: Callable[[str], Sound | None]) -> None:
    from voicecoach import settings as user_settings
    from voicecoach.audio.device_speaker import DeviceSpeaker
    from voicecoach.coaching import spoken

    speaker = DeviceSpeaker(user_settings.load().text("audio.loudspeaker") or None)
    speaker.start()
    stop = threading.Event()
    try:
        with suppress(KeyboardInterrupt):
            spoken.speak(
                cues,
                speak=speak,
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
