"""`voicecoach demo`: a recorded user goes through a whole rehearsal, by the same code as a live one."""

from __future__ import annotations

from pathlib import Path

import click

from voicecoach.terminal.say import tell
from voicecoach.terminal.words import word


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Leave the rehearsal's folder here.  [default: among your rehearsals]",
)
@click.option("--aloud", is_flag=True, help="Play it through the loudspeaker, in real time.")
@click.option("--partner", help="Who words the partner: ollama, ollama:MODEL or scripted.")
@click.option("--hearing", help="Who hears: whisper, sphinx, or a folder with a Whisper model.")
@click.option("--speaking", help="Who speaks: piper, espeak, or a Piper voice file.")
@click.option("--json", "as_json", is_flag=True, help="Events as JSON lines on stdout.")
def demo(
    out: Path | None,
    aloud: bool,
    partner: str | None,
    hearing: str | None,
    speaking: str | None,
    as_json: bool,
) -> None:
    """Play a whole recorded rehearsal of asking for a raise, and its critique.

    No microphone, loudspeaker, download, server or network is needed. The folder holds the transcript, every
    turn's audio, the conversation and the spoken critique as sound files, and the report.
    """
    from voicecoach.engines import Choices
    from voicecoach.rehearsal.demo import demo_brief, demo_recordings, fresh_folder, mark
    from voicecoach.rehearsal.sitting import Plan
    from voicecoach.terminal.session import Session

    plan = Plan(demo_brief(), Choices(hearing, speaking, partner), seed=1, folder=fresh_folder(out))
    session = Session(
        "tap", demo_recordings(), None, fast=not aloud, questions=False, as_json=as_json, keep_audio="all"
    )
    folder = session.begin(plan).folder
    if folder and out:
        mark(folder)
    if not as_json:
        tell(word("demo.done", folder=folder))
