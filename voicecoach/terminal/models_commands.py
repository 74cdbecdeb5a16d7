"""`voicecoach models`: list, pull, verify, remove, path."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from voicecoach import offline, settings
from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, catalog
from voicecoach.errors import ModelError, VoicecoachError
from voicecoach.paths import models_dir
from voicecoach.terminal.progress import ProgressLines
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON on stdout.")


@click.group()
def models() -> None:
    """List, fetch, verify and remove models.

    \b
    voicecoach models list
    voicecoach models pull small            all models of a profile
    voicecoach models pull base.en          one model
    voicecoach models verify --repair
    """


@models.command("list")
@_JSON
def list_models(as_json: bool) -> None:
    """Show every model: where it is, how large, under which licence, what it is good for."""
    server = ollama_server.find(settings.load())
    rows = [_row(model, server) for model in catalog().models]
    rows += [
        _row_by_hand(one) for one in (*store.installed_hearing(), *store.installed_voices()) if not one.known
    ]
    if as_json:
        give(json.dumps({"models": rows, "profiles": _profiles()}, indent=1))
        return
    for kind in Kind:
        give(f"{kind.value}:")
        for row in rows:
            if row["kind"] == kind.value:
                give(_line(row))
    for profile in catalog().profiles:
        give(f"profile {profile.id}: {profile.about} {', '.join(profile.models) or ''}".rstrip())


def _row(model: Model, server: ollama_server.Server) -> dict[str, object]:
    here = server.holds(model.id) if model.kind is Kind.PARTNER else store.is_installed(model)
    return {
        "id": model.id,
        "kind": model.kind.value,
        "here": here,
        "bytes": model.download_bytes,
        "licence": model.licence,
        "ram_gb": model.ram_gb,
        "good_for": model.good_for,
    }


def _row_by_hand(one: store.Installed) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "here": True,
        "bytes": one.size,
        "licence": "",
        "ram_gb": None,
        "good_for": "put there by hand",
    }


def _line(row: dict[str, object]) -> str:
    where = "here" if row["here"] else "not here"
    size = amount(float(str(row["bytes"])))
    return f"  {row['id']}: {where}, {size}, {row['licence'] or 'licence unknown'}; {row['good_for']}"


def _profiles() -> list[dict[str, object]]:
    return [{"id": p.id, "about": p.about, "models": list(p.models)} for p in catalog().profiles]


@models.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--dry-run", is_flag=True, help="Only say what would be fetched.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is done.")
@_JSON
def pull(names: Sequence[str], dry_run: bool, quiet: bool, as_json: bool) -> None:
    """Fetch models or whole profiles, with the network; goes on where it was broken off.

    Without a name: the profile that suits this machine.
    """
    wanted = resolve(names)
    for model in wanted:
        tell(word("models.wanted", id=model.id, size=amount(model.download_bytes), licence=model.licence))
    if not dry_run:
        fetch(wanted, ProgressLines(as_json=as_json, quiet=quiet))


def resolve(names: Sequence[str]) -> list[Model]:
    """The models that names of models and profiles stand for, each once."""
    if not names:
        from voicecoach.catalog.machine import measure, recommended

        names = [recommended(measure()).id]
    found = {model.id: model for name in names for model in catalog().wanted(name)}
    return list(found.values())


def fetch(wanted: Sequence[Model], progress: ProgressLines) -> None:
    """Bring every model; one that fails keeps no other from coming. Raises ModelError at the end."""
    from voicecoach.catalog.download import download

    failures: list[VoicecoachError] = []
    with offline.lifted():
        for model in wanted:
            try:
                if model.kind is Kind.PARTNER:
                    ollama_server.pull(model.id, ollama_server.configured(settings.load()), progress)
                else:
                    download(model, progress)
                    _tell_recorded(model)
            except ModelError as error:
                tell(word("models.failed", id=model.id, what=error.what))
                failures.append(error)
            except KeyboardInterrupt:
                tell("\n" + word("models.interrupted"))
                raise
    if failures:
        raise ModelError(f"{len(failures)} of {len(wanted)} did not come.", failures[0].next_step)


def _tell_recorded(model: Model) -> None:
    """Files whose sum nobody wrote down beforehand: they have one from now on."""
    unknown = [file.name for file in model.files if file.sha256 is None]
    if unknown:
        tell(word("models.recorded", id=model.id, files=", ".join(unknown)))


@models.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--repair", is_flag=True, help="Fetch again what is not as it should be, with the network.")
@_JSON
@click.pass_context
def verify(ctx: click.Context, names: Sequence[str], repair: bool, as_json: bool) -> None:
    """Check size and sum of every file of the models that are here, or of those named."""
    chosen = resolve(names) if names else _here()
    found = {model.id: store.verify(model) for model in chosen if model.kind is not Kind.PARTNER}
    bad = [name for name, checks in found.items() if any(_is_bad(check) for check in checks)]
    if as_json:
        give(json.dumps({name: {c.name: c.state.value for c in checks} for name, checks in found.items()}))
    else:
        for name, checks in found.items():
            give(_verdict(name, checks))
        if not found:
            tell(word("models.none"))
    if bad and repair:
        fetch([catalog().model(name) for name in bad], ProgressLines())
    elif bad:
        tell(word("models.mend", ids=" ".join(bad)))
        ctx.exit(1)


def _here() -> list[Model]:
    """Models that have a folder, whole or not."""
    return [
        model
        for model in catalog().models
        if model.kind is not Kind.PARTNER and store.model_dir(model.id, model.kind).is_dir()
    ]


def _is_bad(check: store.FileCheck) -> bool:
    return check.state not in (store.State.OK, store.State.UNKNOWN)


def _verdict(name: str, checks: Sequence[store.FileCheck]) -> str:
    faults = [f"{check.name} is {check.state.value}" for check in checks if check.state is not store.State.OK]
    word = "fail" if any(_is_bad(check) for check in checks) else "ok"
    return f"{word} {name}" + (f": {', '.join(faults)}" if faults else "")


@models.command()
@click.argument("name")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
def remove(name: str, yes: bool) -> None:
    """Take a model from this machine."""
    model = catalog().model(name)
    if model.kind is Kind.PARTNER:
        raise ModelError(f"{name} is kept by Ollama.", f"Remove it there: ollama rm {name}")
    folder = store.model_dir(name)
    if folder.is_dir() and not yes:
        click.confirm(
            word("models.remove", id=name, size=amount(store.size_of(folder))), abort=True, err=True
        )
    tell(word("models.removed", size=amount(store.remove(model))))


@models.command()
@click.argument("name", required=False)
def path(name: str | None) -> None:
    """Print where models are kept, or where one of them is."""
    give(str(store.model_dir(name) if name else models_dir()))
