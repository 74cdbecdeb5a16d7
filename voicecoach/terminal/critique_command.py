"""`voicecoach critique`: the critique of a kept rehearsal, or of a transcript."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voicecoach.errors import UsageError
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

if TYPE_CHECKING:
    from voicecoach.coaching.coach import Coach
    from voicecoach.coaching.spoken import Cue
    from voicecoach.rehearsal.store import Kept
    from voicecoach.types import Brief, Sound


@click.command()
@click.argument("what", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.option(
    "--jsonl", type=click.Path(path_type=Path), help="A file with one transcript a line; prints one a line."
)
@click.option("--speak", is_flag=True, help="Let the coach say it; your own words are your recording.")
@click.option("--speaker", type=click.Path(path_type=Path), help="What would be heard, into this sound file.")
@click.option("--partner", help='Who coaches: "scripted" (authored words), "ollama" or "ollama:MODEL".')
def critique(
    what: str | None,
    as_json: bool,
    jsonl: Path | None,
    speak: bool,
    speaker: Path | None,
    partner: str | None,
) -> None:
    """Critique WHAT: a rehearsal's folder or id, `last`, or a transcript file (JSON)."""
    if (what is None) == (jsonl is None):
        raise UsageError("Name a rehearsal or a transcript file, or give --jsonl FILE.")
    coach = _coach(partner)
    if jsonl:
        _every(jsonl, coach)
        return
    assert what is not None
    look = _transcript if Path(what).is_file() else _rehearsal
    row, cues, brief, load_audio = look(what, coach)
    if as_json:
        give(json.dumps(row, ensure_ascii=False))
    else:
        _show(cues)
    if speak or speaker:
        from voicecoach.terminal.speaking_aloud import coach_aloud

        tell(word("critique.stop"))
        coach_aloud(cues, brief, load_audio, speaker)


Looked = tuple[Mapping[str, Any], "tuple[Cue, ...]", "Brief", "Callable[[str], Sound | None]"]
"""The critique as JSON, what is spoken of it, the brief, and the recordings."""


def _every(path: Path, coach: Coach | None) -> None:
    from voicecoach.coaching.transcripts import critique_transcript
    from voicecoach.terminal.checks_commands import read_jsonl

    for row in read_jsonl(path):
        give(json.dumps(critique_transcript(row, coach), ensure_ascii=False))


def _transcript(name: str, coach: Coach | None) -> Looked:
    """Raises UsageError where the file is no transcript."""
    from voicecoach.coaching import spoken, transcripts

    turns, brief, row = transcripts.read_transcript(Path(name))
    made = transcripts.critiqued(turns, brief, coach)
    cues = spoken.script(made, transcripts.scenario_of(brief), brief)
    return transcripts.critique_json(row.get("id"), made, turns), cues, brief, lambda _: None


def _rehearsal(name: str, coach: Coach | None) -> Looked:
    """Raises RehearsalError."""
    from voicecoach import settings as user_settings
    from voicecoach.coaching import critique as critiques
    from voicecoach.coaching import spoken, transcripts
    from voicecoach.coaching.taste import Taste
    from voicecoach.rehearsal import store

    kept = store.find(name)
    story, scenario = kept.story, transcripts.scenario_of(kept.story.brief)
    load_audio = _audio_of(kept)
    made = critiques.make(
        story.turns,
        story.brief,
        scenario,
        load_audio=load_audio,
        struck=story.struck,
        coach=coach,
        taste=Taste.of(story.brief, user_settings.load()),
    )
    row = transcripts.critique_json(kept.id, made, story.turns)
    return row, spoken.script(made, scenario, story.brief), story.brief, load_audio


def _audio_of(kept: Kept) -> Callable[[str], Sound | None]:
    from voicecoach.rehearsal.journal import load_kept_audio

    return lambda name: load_kept_audio(kept.folder, name)


def _coach(partner: str | None) -> Coach | None:
    """None is the authored words. Raises EngineMissing, UsageError."""
    if partner in (None, "scripted"):
        return None
    engine, _, model = str(partner).partition(":")
    if engine != "ollama":
        raise UsageError(
            f"There is no coach {partner!r}.", 'There are "scripted", "ollama" and "ollama:MODEL".'
        )
    from voicecoach import settings as user_settings
    from voicecoach.coaching.coach_ollama import coach_from

    return coach_from(user_settings.load(), model or None)


def _show(cues: tuple[Cue, ...]) -> None:
    from voicecoach.coaching.spoken import Play, said

    for cue in cues:
        give(said(cue.quote) if isinstance(cue, Play) else cue.text)
