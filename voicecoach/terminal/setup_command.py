"""`voicecoach setup`: fetch better engines, once, with the network."""

from __future__ import annotations

import click

from voicecoach import settings
from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.machine import Machine, download_size, measure, recommended
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, Profile, catalog
from voicecoach.errors import ModelError, UsageError, VoicecoachError
from voicecoach.paths import models_dir
from voicecoach.terminal.models_commands import fetch
from voicecoach.terminal.progress import ProgressLines
from voicecoach.terminal.say import attended, give, tell


@click.command()
@click.option(
    "--profile", metavar="NAME", help="starter, small, medium or large; else what suits this machine."
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
def setup(profile: str | None, yes: bool, dry_run: bool) -> None:
    """Fetch models that hear, speak and answer better than the starter.

    This and `models pull` are the only commands that use the network. It can be broken off at any moment
    and goes on from there. Everything works without it, too.
    """
    machine = measure()
    chosen = catalog().profile(profile) if profile else recommended(machine)
    _introduce(machine, chosen)
    missing = [model for model in map(catalog().model, chosen.models) if not _is_here(model)]
    if dry_run:
        return
    if missing:
        chosen, missing = _agree(chosen, missing, yes)
        _bring(missing)
    _check_stages()


def _introduce(machine: Machine, chosen: Profile) -> None:
    memory = f"{machine.ram_gb:.0f} GB memory, " if machine.ram_gb else ""
    tell(f"This machine: {memory}{machine.cores} cores, {amount(machine.free_disk)} free.")
    tell(f"Profile {chosen.id}: {chosen.about} {amount(download_size(chosen))} in all, into {models_dir()}.")
    for name in chosen.models:
        model = catalog().model(name)
        here = "already here" if _is_here(model) else amount(model.download_bytes)
        tell(f"  {model.kind.value}: {model.id}, {here}, licence {model.licence}")


def _agree(chosen: Profile, missing: list[Model], yes: bool) -> tuple[Profile, list[Model]]:
    """Ask whether to fetch, or which other profile. Raises UsageError where there is nobody to ask."""
    if yes:
        return chosen, missing
    if not attended():
        raise UsageError("There is nobody to ask.", "Say it beforehand: voicecoach setup --yes")
    names = [profile.id for profile in catalog().profiles]
    size = amount(sum(model.download_bytes for model in missing))
    answer = click.prompt(
        f"Fetch {size} now? yes, no, or another profile ({', '.join(names)})", default="yes", err=True
    ).strip()
    if answer.lower() in ("y", "yes"):
        return chosen, missing
    if answer.lower() in ("n", "no"):
        raise click.Abort
    other = catalog().profile(answer)
    _introduce(measure(), other)
    return _agree(other, [model for model in map(catalog().model, other.models) if not _is_here(model)], yes)


def _is_here(model: Model) -> bool:
    if model.kind is Kind.PARTNER:
        return ollama_server.find(settings.load()).holds(model.id)
    return store.is_installed(model)


def _bring(missing: list[Model]) -> None:
    """Fetch what is missing; without Ollama everything but the partner's model."""
    presence = ollama_server.find(settings.load()).presence
    running = presence is ollama_server.Presence.RUNNING
    wanted = [model for model in missing if running or model.kind is not Kind.PARTNER]
    failed: ModelError | None = None
    try:
        fetch(wanted, ProgressLines())
    except ModelError as error:
        failed = error
    if len(wanted) < len(missing):
        absent = ollama_server.absent(presence)
        tell(f"{absent.what} It is what answers you; until it is there, authored lines do.")
        tell(f"{absent.next_step}")
        tell("Then run `voicecoach setup` again.")
    if failed:
        raise failed


def _check_stages() -> None:
    """Each stage once, with the best engine that is there now."""
    from voicecoach.catalog.measure import feel
    from voicecoach.catalog.measure import measure as time_stages

    tell("A short check of each stage:")
    timings = []
    try:
        for timing in time_stages(settings.load()):
            timings.append(timing)
            give(f"ok   {timing.stage}: {timing.engine}, {timing.says}")
    except VoicecoachError as error:
        give(f"fail {error.what}")
        raise
    give(feel(timings))
