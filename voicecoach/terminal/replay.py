"""Hearing a rehearsal again."""

from __future__ import annotations

import time
from pathlib import Path

from voicecoach import settings as user_settings
from voicecoach.audio.recordings import save_sound
from voicecoach.errors import RehearsalError
from voicecoach.rehearsal.conversation import conversation
from voicecoach.rehearsal.journal import load_kept_audio
from voicecoach.rehearsal.store import Kept
from voicecoach.terminal.say import tell
from voicecoach.terminal.words import word


def replay(kept: Kept, out: Path | None) -> None:
    """Play the conversation, or write it into a file. Raises RehearsalError where no audio is kept."""
    sound = conversation(kept.story.turns, lambda name: load_kept_audio(kept.folder, name))
    if not len(sound.samples):
        raise RehearsalError(
            f"No recordings of {kept.id} are kept.",
            "`voicecoach config set privacy.keep_audio all` keeps them from now on; the report plays quotes.",
        )
    if out:
        save_sound(out, sound)
        tell(word("replay.written", file=out))
        return
    from voicecoach.audio.device_speaker import DeviceSpeaker

    speaker = DeviceSpeaker(user_settings.load().text("audio.loudspeaker") or None)
    speaker.start()
    try:
        speaker.play(sound)
        tell(word("replay.stop", seconds=round(sound.seconds)))
        while not speaker.idle:
            time.sleep(0.1)
    finally:
        speaker.close()
