"""`voicecoach rehearsals`: what is kept, and what can be done with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.terminal.say import attended, give, tell
from voicecoach.terminal.words import word

if TYPE_CHECKING:
    from voicecoach.rehearsal.story import Story


@click.group()
def rehearsals() -> None:
    """The rehearsals on this machine. Each command takes an id, the start of one, a folder, or `last`."""


@rehearsals.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """List them, oldest first."""
    from voicecoach.rehearsal import store

    kept = store.list_all()
    if as_json:
        rows = [
            {
                "id": k.id,
                "scenario": k.story.brief.scenario,
                "with": k.story.brief.other,
                "attempt": k.story.attempt,
                "turns": len(k.story.turns),
                "ended": k.story.ended,
                "critiqued": k.story.critiqued,
                "stopped": k.story.stopped,
            }
            for k in kept
        ]
        give(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if not kept:
        tell(word("rehearsals.none"))
    for k in kept:
        said = f"attempt {k.story.attempt}  {len(k.story.turns)} turns  {_state(k.story)}"
        give(f"{k.id}  {said}  {k.story.brief.other}")


def _state(story: Story) -> str:
    if story.stopped:
        return "stopped"
    return "critiqued" if story.critiqued else "ended" if story.ended else "broken off"


@rehearsals.command()
@click.argument("what", default="last")
def show(what: str) -> None:
    """Print a rehearsal's transcript."""
    from voicecoach.rehearsal import store
    from voicecoach.rehearsal.transcript import transcript_lines

    for line in transcript_lines(store.find(what).story):
        give(line)


@rehearsals.command()
@click.argument("what", default="last")
@click.option("--mode", type=click.Choice(["tap", "open"]), default="tap")
@click.option("--partner")
@click.option("--hearing")
@click.option("--speaking")
@click.option("--mic", "mics", multiple=True, type=click.Path(path_type=Path))
@click.option("--speaker", "speaker_file", type=click.Path(path_type=Path))
@click.option("--fast", is_flag=True)
@click.option("--yes", is_flag=True)
def resume(
    what: str,
    mode: str,
    partner: str | None,
    hearing: str | None,
    speaking: str | None,
    mics: tuple[Path, ...],
    speaker_file: Path | None,
    fast: bool,
    yes: bool,
) -> None:
    """Take up a rehearsal that was broken off, with the partner as it was."""
    from voicecoach.audio.recordings import load_recording
    from voicecoach.engines import Choices
    from voicecoach.rehearsal import store
    from voicecoach.terminal.anew import start_anew
    from voicecoach.terminal.session import Session

    recordings = [load_recording(path) for path in mics]
    kept = store.find(what)
    if kept.story.stopped and not yes:
        _go_on_all_the_same()
    session = Session(mode, recordings, speaker_file, fast=fast, questions=not yes)
    if session.resume(kept, Choices(hearing, speaking, partner)).wants_another:
        start_anew()


def _go_on_all_the_same() -> None:
    """One that the coach stopped is not taken up by itself. Raises UsageError where nobody can answer."""
    from voicecoach.errors import UsageError
    from voicecoach.rehearsal.spoken_commands import says_yes
    from voicecoach.terminal.staying import show_help

    tell(word("help.stopped"))
    show_help()
    if not attended():
        raise UsageError("It is not taken up by itself.", "Say --yes to go on with it.")
    if not says_yes(
        click.prompt(word("help.go_on"), default="", show_default=False, prompt_suffix=" ", err=True)
    ):
        raise click.exceptions.Exit(0)


@rehearsals.command()
@click.argument("what", default="last")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Into this sound file, instead of the loudspeaker."
)
def replay(what: str, out: Path | None) -> None:
    """Hear the whole conversation again."""
    from voicecoach.rehearsal import store
    from voicecoach.terminal.replay import replay as play

    play(store.find(what), out)


@rehearsals.command()
@click.argument("first")
@click.argument("second", required=False)
@click.option("--json", "as_json", is_flag=True)
@click.option("--picture", type=click.Path(path_type=Path), help="Draw it into this SVG file as well.")
def compare(first: str, second: str | None, as_json: bool, picture: Path | None) -> None:
    """Set two attempts beside each other; with one, its first and its latest attempt."""
    from voicecoach.rehearsal import store
    from voicecoach.rehearsal.comparing import comparison

    kept = store.find(first)
    attempts = [kept, store.find(second)] if second else store.attempts_of(kept)
    result = comparison(attempts)
    give(json.dumps(result.to_json(), ensure_ascii=False, indent=1) if as_json else result.in_words())
    if picture:
        from voicecoach.rehearsal.journal import write_private
        from voicecoach.report.write import comparison_picture

        write_private(picture, comparison_picture(result))
        tell(word("rehearsals.picture", file=picture))


@rehearsals.command()
@click.argument("what")
@click.argument("target", type=click.Path(path_type=Path), default=".")
@click.option("--yes", is_flag=True, help="Replace a file that is there, without a question.")
def export(what: str, target: Path, yes: bool) -> None:
    """Make one archive of a rehearsal."""
    from voicecoach.rehearsal import store

    kept = store.find(what)
    file = store.archive_name(kept, target)
    if file.exists() and not yes:
        _may_replace(file)
    give(str(store.export(kept, file)))


def _may_replace(file: Path) -> None:
    """Raises UsageError where nobody can answer."""
    from voicecoach.errors import UsageError

    if not attended():
        raise UsageError(f"{file} is there already.", "Name another file, or say --yes to replace it.")
    click.confirm(word("rehearsals.replace", file=file), abort=True, err=True)


@rehearsals.command()
@click.argument("what")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(what: str, yes: bool) -> None:
    """Remove everything of a rehearsal, and say what."""
    from voicecoach.errors import UsageError
    from voicecoach.rehearsal import store

    kept = store.find(what)
    if not yes:
        if not attended():
            raise UsageError("Deleting cannot be undone.", "Say --yes to do it without a question.")
        click.confirm(word("rehearsals.delete", id=kept.id), abort=True, err=True)
    for name in store.delete(kept):
        give(name)
    tell(word("rehearsals.deleted", id=kept.id))


@rehearsals.command()
@click.argument("what", required=False)
def path(what: str | None) -> None:
    """Print where the rehearsals are, or one of them."""
    from voicecoach.paths import rehearsals_dir
    from voicecoach.rehearsal import store

    give(str(store.find(what).folder if what else rehearsals_dir()))
