"""`voicecoach rehearse`: setup, role-play and critique, in this terminal or from recordings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from voicecoach.errors import UsageError
from voicecoach.terminal.say import attended, tell
from voicecoach.terminal.words import word

if TYPE_CHECKING:
    from voicecoach.types import Brief, Sound

MODES = ["tap", "open", "hold"]


@click.command()
@click.argument("scenario", required=False)
@click.option("--brief", "brief_file", type=click.Path(path_type=Path), help="Your answers, as a TOML file.")
@click.option("--attempt-of", help="Another attempt on the brief of this rehearsal.")
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default="tap",
    show_default=True,
    help="How to talk: tap takes a key to start, open takes your voice. hold is for the window.",
)
@click.option("--partner", help="Who words the partner: ollama, ollama:MODEL or scripted.")
@click.option("--hearing", help="Who hears: whisper, sphinx, or a folder with a Whisper model.")
@click.option("--speaking", help="Who speaks: piper, espeak, or a Piper voice file.")
@click.option("--private", is_flag=True, help="Keep nothing. Such a rehearsal cannot be resumed.")
@click.option(
    "--mic",
    "mics",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A recording in place of the microphone; once for each utterance.",
)
@click.option(
    "--speaker",
    "speaker_file",
    type=click.Path(path_type=Path),
    help="What would be heard, into this WAV file.",
)
@click.option("--fast", is_flag=True, help="With --mic: do not wait for real time.")
@click.option("--yes", is_flag=True, help="No questions: take the example, or what is in the brief.")
@click.option("--json", "as_json", is_flag=True, help="Events as JSON lines on stdout.")
@click.option("--seed", type=int, help="The same seed words the scripted partner the same way.")
def rehearse(
    scenario: str | None,
    brief_file: Path | None,
    attempt_of: str | None,
    mode: str,
    partner: str | None,
    hearing: str | None,
    speaking: str | None,
    private: bool,
    mics: tuple[Path, ...],
    speaker_file: Path | None,
    fast: bool,
    yes: bool,
    as_json: bool,
    seed: int | None,
) -> None:
    """Rehearse a conversation: answer some questions, talk, and hear the critique.

    \b
    voicecoach rehearse raise
    voicecoach rehearse boundary --brief mother.toml --mode open
    voicecoach rehearse client --attempt-of last
    """
    if mode == "hold":
        raise UsageError(
            "A terminal cannot see a key let go, so `hold` does not work here.",
            "Use --mode tap (Enter starts and ends your turn) or --mode open.",
        )
    if fast and not mics:
        raise UsageError("--fast is for recordings.", "Give them with --mic FILE.wav.")
    from voicecoach.engines import Choices
    from voicecoach.rehearsal import store
    from voicecoach.rehearsal.sitting import Plan
    from voicecoach.terminal.anew import start_anew
    from voicecoach.terminal.before import Begin, may_begin
    from voicecoach.terminal.session import Session

    if speaker_file and not speaker_file.absolute().parent.is_dir():
        raise UsageError(
            f"There is no folder {speaker_file.absolute().parent}.", "Give --speaker another place."
        )
    earlier = store.find(attempt_of) if attempt_of else None
    recordings = _recordings(mics)
    brief = _brief(scenario, brief_file, earlier.story.brief if earlier else None, yes or as_json)
    begin = may_begin(brief, questions=not yes)
    while begin is Begin.ELSE:
        brief, earlier = _brief(None, None, None, silent=False), None
        begin = may_begin(brief, questions=True)
    if begin is Begin.NO:
        return
    plan = Plan(brief, Choices(hearing, speaking, partner), private, seed, earlier)
    session = Session(mode, recordings, speaker_file, fast=fast, questions=not yes, as_json=as_json)
    if session.begin(plan).wants_another:
        start_anew()


def _recordings(mics: tuple[Path, ...]) -> list[Sound]:
    from voicecoach.audio.recordings import load_recording

    return [load_recording(path) for path in mics]


def _brief(scenario: str | None, file: Path | None, earlier: Brief | None, silent: bool) -> Brief:
    from voicecoach.rehearsal import scenario as scenarios
    from voicecoach.rehearsal.brief import load_brief
    from voicecoach.terminal.ask_brief import ask_brief

    if earlier:
        if scenario and scenario != earlier.scenario:
            raise UsageError(f"That attempt was {earlier.scenario}, not {scenario}.", "Leave the name out.")
        return earlier
    if file:
        brief = load_brief(file)
        if scenario and scenario != brief.scenario:
            raise UsageError(
                f"The brief {file} is for {brief.scenario}, not {scenario}.", "Leave the name out."
            )
        return brief
    if not scenario:
        scenario = _choose(silent)
    chosen = scenarios.load(scenario)
    if silent or not attended():
        tell(word("setup.example"))
        return scenarios.example_brief(chosen.name)
    return ask_brief(chosen)


def _choose(silent: bool) -> str:
    from voicecoach.rehearsal import scenario as scenarios
    from voicecoach.terminal.scenarios_commands import title_of

    if silent or not attended():
        raise UsageError("Which conversation?", f"Give one of: {', '.join(scenarios.names())}.")
    tell(word("setup.which"))
    for name in scenarios.names():
        tell(f"  {name:12} {title_of(name)}")
    return str(
        click.prompt(word("setup.choose"), type=click.Choice(scenarios.names()), show_choices=False, err=True)
    )
