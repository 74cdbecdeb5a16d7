"""`voicecoach voices`: who can speak, and how they sound."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word


@click.group()
def voices() -> None:
    """The voices for partner and coach."""


@voices.command("list")
def list_() -> None:
    """List them, and whether the Piper voice is on this machine."""
    from voicecoach.catalog import store
    from voicecoach.speaking.voices import voices as all_voices

    here = {record.id for record in store.installed_voices()}
    for voice in all_voices():
        state = "Piper" if voice.piper and voice.piper.voice in here else "starter"
        give(f"{voice.name:12} {state:8} {voice.description}")


@voices.command()
@click.argument("name")
@click.option("--text", default="Thanks for making the time. What did you want to talk about?")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Into this WAV file, instead of the loudspeaker."
)
def hear(name: str, text: str, out: Path | None) -> None:
    """Hear a voice."""
    from voicecoach.terminal.hear import hear_voice

    hear_voice(name, text, out)
    tell(word("voices.heard"))
