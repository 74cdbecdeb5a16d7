"""`voicecoach setup`: fetch better engines, once, with the network."""

from __future__ import annotations

import json
from dataclasses import asdict

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
from voicecoach.terminal.words import word


@click.command()
@click.option(
    "--profile", metavar="NAME", help="starter, small, medium or large; else what suits this machine."
)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
@click.option("--json", "as_json", is_flag=True, help="Progress and checks as JSON lines on stdout.")
def setup(profile: str | None, yes: bool, dry_run: bool, as_json: bool) -> None:
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
        agreed = _agree(missing, yes)
        if agreed is None:
            tell(word("models_setup.nothing"))
            return
        _bring(agreed, ProgressLines(as_json=as_json))
    _check_stages(as_json)


def _introduce(machine: Machine, chosen: Profile) -> None:
    facts: dict[str, object] = {"cores": machine.cores, "disk": amount(machine.free_disk)}
    if machine.ram_gb:
        tell(word("models_setup.machine_memory", memory=f"{machine.ram_gb:.0f}", **facts))
    else:
        tell(word("models_setup.machine", **facts))
    size = amount(download_size(chosen))
    tell(word("models_setup.profile", id=chosen.id, about=chosen.about, size=size, folder=models_dir()))
    for name in chosen.models:
        model = catalog().model(name)
        here = word("models_setup.here") if _is_here(model) else amount(model.download_bytes)
        about = {"kind": model.kind.value, "id": model.id, "licence": model.licence}
        tell("  " + word("models_setup.model", here=here, **about))


def _agree(missing: list[Model], yes: bool) -> list[Model] | None:
    """Ask whether to fetch these, or those of another profile; None where the answer is no.

    Raises UsageError where there is nobody to ask.
    """
    if yes or not missing:
        return missing
    if not attended():
        raise UsageError("There is nobody to ask.", "Say it beforehand: voicecoach setup --yes")
    names = ", ".join(profile.id for profile in catalog().profiles)
    size = amount(sum(model.download_bytes for model in missing))
    while True:
        question = word("models_setup.fetch", size=size, names=names)
        answer = click.prompt(question, default="yes", err=True).strip()
        if answer.lower() in ("y", "yes"):
            return missing
        if answer.lower() in ("n", "no"):
            return None
        try:
            other = catalog().profile(answer.lower())
        except UsageError:
            tell(word("models_setup.which", answer=answer))
            continue
        _introduce(measure(), other)
        return _agree([model for model in map(catalog().model, other.models) if not _is_here(model)], yes)


def _is_here(model: Model) -> bool:
    if model.kind is Kind.PARTNER:
        return ollama_server.find(settings.load()).holds(model.id)
    return store.is_installed(model)


def _bring(missing: list[Model], progress: ProgressLines) -> None:
    """Fetch what is missing; without Ollama everything but the partner's model."""
    presence = ollama_server.find(settings.load()).presence
    running = presence is ollama_server.Presence.RUNNING
    wanted = [model for model in missing if running or model.kind is not Kind.PARTNER]
    failed: ModelError | None = None
    try:
        fetch(wanted, progress)
    except ModelError as error:
        failed = error
    if len(wanted) < len(missing):
        absent = ollama_server.absent(presence)
        tell(word("models_setup.absent", what=absent.what))
        tell(f"{absent.next_step}")
        tell(word("models_setup.again"))
    if failed:
        raise failed


def _check_stages(as_json: bool) -> None:
    """Each stage once, with the best engine that is there now."""
    from voicecoach.catalog.measure import feel
    from voicecoach.catalog.measure import measure as time_stages

    tell(word("models_setup.check"))
    timings = []
    try:
        for timing in time_stages(settings.load()):
            timings.append(timing)
            if as_json:
                give(json.dumps(asdict(timing)))
            else:
                give(f"ok   {timing.stage}: {timing.engine}, {timing.says}")
    except VoicecoachError as error:
        tell(f"fail {error.what}")
        raise
    give(json.dumps({"feel": feel(timings)}) if as_json else feel(timings))
