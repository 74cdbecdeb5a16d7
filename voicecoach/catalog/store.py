"""The models on this machine: one folder each below `models/hearing` and `models/speaking`.

A file has its final name only once it is whole and verified, so a model whose files are all there can be
used. What was fetched is recorded beside it, in `voicecoach-model.json`. A folder that the user puts there by
hand counts too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from filelock import FileLock, Timeout

from voicecoach.catalog.models import Kind, Model, catalog
from voicecoach.errors import ModelError
from voicecoach.files import read_json
from voicecoach.paths import models_dir, private_dir

RECORD = "voicecoach-model.json"
PARTS = ".part"
"""The folder, inside a model's own, that holds what is not whole yet."""

_HEARING_NEEDS = ("config.json", "model.bin", "tokenizer.json", "vocabulary.*")


@dataclass(frozen=True, slots=True)
class Installed:
    """A model on this machine that can be used."""

    id: str
    kind: Kind
    path: Path
    """What an engine is made with: the folder of a hearing model, the .onnx file of a voice."""
    folder: Path
    size: int
    """Bytes on disk."""
    known: bool
    """Is it in the catalog, or was it put there by hand?"""


class State(StrEnum):
    """What verifying found of one file."""

    OK = "ok"
    MISSING = "missing"
    WRONG_SIZE = "wrong size"
    CORRUPT = "corrupt"
    UNKNOWN = "not recorded"
    """There is nothing to check it against."""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file of a model, verified."""

    name: str
    state: State


def model_dir(name: str, kind: Kind | None = None) -> Path:
    """The folder of a model, whether or not it is there. Raises UsageError where there is no such model."""
    kind = kind or catalog().model(name).kind
    return models_dir() / kind.value / name


def installed_hearing() -> list[Installed]:
    """The hearing models that are here, best first; those put there by hand come last."""
    known, by_hand = _folders(Kind.HEARING)
    usable = [folder for folder in (*reversed(known), *by_hand) if _hears(folder)]
    return [_installed(Kind.HEARING, folder, folder) for folder in usable]


def installed_voices() -> list[Installed]:
    """The Piper voices that are here, in the catalog's order; those put there by hand come last."""
    known, by_hand = _folders(Kind.SPEAKING)
    return [
        _installed(Kind.SPEAKING, folder, voice)
        for folder in (*known, *by_hand)
        for voice in sorted(folder.glob("*.onnx"))
        if voice.with_name(voice.name + ".json").is_file()
    ]


def is_installed(model: Model) -> bool:
    """Are all its files here? Not for kind partner: Ollama keeps those."""
    folder = model_dir(model.id, model.kind)
    return bool(model.files) and all((folder / file.name).is_file() for file in model.files)


def _folders(kind: Kind) -> tuple[list[Path], list[Path]]:
    """Folders of one kind: those of the catalog's models in its order, and others by name."""
    home = models_dir() / kind.value
    there = {folder.name: folder for folder in home.iterdir() if folder.is_dir()} if home.is_dir() else {}
    known = [there.pop(model.id) for model in catalog().of(kind) if model.id in there]
    return known, [there[name] for name in sorted(there)]


def _hears(folder: Path) -> bool:
    known = {model.id: model for model in catalog().of(Kind.HEARING)}
    if folder.name in known:
        return is_installed(known[folder.name])
    return all(any(folder.glob(pattern)) for pattern in _HEARING_NEEDS)


def _installed(kind: Kind, folder: Path, path: Path) -> Installed:
    known = any(model.id == folder.name for model in catalog().of(kind))
    name = folder.name if known or kind is Kind.HEARING else path.stem
    return Installed(name, kind, path, folder, size_of(folder), known)


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def verify(model: Model) -> list[FileCheck]:
    """Check size and sum of every file against what was recorded, else against the catalog. Reads it all."""
    folder = model_dir(model.id, model.kind)
    recorded = read_record(folder)
    checks = []
    for file in model.files:
        kept = recorded.get(file.name, {})
        size, sha256 = kept.get("size", file.size), file.sha256 or kept.get("sha256")
        checks.append(FileCheck(file.name, check_file(folder / file.name, size, sha256)))
    return checks


def check_file(path: Path, size: object, sha256: object) -> State:
    """One file against what it should be; what is None is not checked."""
    if not path.is_file():
        return State.MISSING
    if size is not None and path.stat().st_size != size:
        return State.WRONG_SIZE
    if sha256 is None:
        return State.UNKNOWN
    return State.OK if sha256_of(path) == sha256 else State.CORRUPT


def sha256_of(path: Path) -> str:
    """The file's sum, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_record(folder: Path) -> Mapping[str, Mapping[str, object]]:
    """File name to size and sum, as they were when it was fetched; empty where nothing was recorded."""
    try:
        record = read_json(folder / RECORD)
        return {str(name): dict(entry) for name, entry in record["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_record(model: Model) -> None:
    """Note what was fetched, from where, with size and sum of each file. Whole or not at all."""
    folder = model_dir(model.id, model.kind)
    files = {
        file.name: {"size": (folder / file.name).stat().st_size, "sha256": sha256_of(folder / file.name)}
        for file in model.files
    }
    half = folder / f"{RECORD}.{os.getpid()}"
    record = {"id": model.id, "repo": model.repo, "revision": model.revision, "files": files}
    half.write_text(json.dumps({**record, "licence": model.licence}, indent=1), "utf-8")
    half.replace(folder / RECORD)


def remove(model: Model) -> int:
    """Take a model and what was half fetched of it from this machine. Gives the bytes freed.

    Raises ModelError where it is not there or is being fetched.
    """
    folder = model_dir(model.id, model.kind)
    if not folder.is_dir():
        raise ModelError(f"{model.id} is not on this machine.", "`voicecoach models list` shows what is.")
    with locked(model):
        freed = size_of(folder)
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise ModelError(f"{model.id} cannot be removed: {error}.", f"Check {folder}.") from error
    return freed


def locked(model: Model) -> FileLock:
    """For `with`: only one process changes a model at a time. Raises ModelError where another does."""
    locks = private_dir(models_dir() / ".locks")
    lock = FileLock(locks / f"{model.kind.value}-{model.id.replace(':', '-')}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ModelError(
            f"Another voicecoach is busy with {model.id} just now.", "Let it finish first."
        ) from None
    return lock
