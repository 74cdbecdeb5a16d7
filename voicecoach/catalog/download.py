"""A whole model: every file of it fetched, verified, and recorded."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from voicecoach.catalog import store
from voicecoach.catalog.fetch import Fetcher, Patience, Wanted, client
from voicecoach.catalog.meter import Meter, Step, amount
from voicecoach.catalog.models import Model, ModelFile
from voicecoach.errors import ModelError
from voicecoach.paths import models_dir, private_dir

Progress = Callable[[Step], None]

_ROOM = 200_000_000
"""Bytes that stay free on the disk."""


def endpoint() -> str:
    """Where the hub is: HF_ENDPOINT, as other programs know it, or its own address."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or "https://huggingface.co"


def download(model: Model, progress: Progress, patience: Patience | None = None) -> Path:
    """Fetch what is missing of a model. Gives its folder. Raises ModelError.

    May be broken off at any byte and called again: it goes on from there. Uses the network.
    """
    patience = patience or Patience()
    folder = _made(store.model_dir(model.id, model.kind))
    with store.locked(model):
        _check_room(model, folder)
        meter = _Count(model, progress)
        with client(patience) as http:
            fetcher = Fetcher(http, patience, meter.tell)
            for file in model.files:
                _bring(model, file, fetcher, meter)
        store.write_record(model)
        shutil.rmtree(folder / store.PARTS, ignore_errors=True)
        meter.finish()
    return folder


def _made(folder: Path) -> Path:
    try:
        return private_dir(folder)
    except OSError as error:
        raise ModelError(f"{folder} cannot be made: {error.strerror}.", "Try: voicecoach doctor") from error


def _bring(model: Model, file: ModelFile, fetcher: Fetcher, meter: _Count) -> None:
    folder = store.model_dir(model.id, model.kind)
    final, part = folder / file.name, folder / store.PARTS / file.name
    _check_place(final, folder / store.PARTS)
    meter.begin(file)
    recorded = store.read_record(folder).get(file.name, {})
    size, sha256 = file.size or recorded.get("size"), file.sha256 or recorded.get("sha256")
    if store.check_file(final, size, sha256) is not store.State.OK:
        final.unlink(missing_ok=True)
        _take_from_cache(model, file, part)
        url = f"{endpoint()}/{model.repo}/resolve/{model.revision}/{file.path}"
        fetcher.fetch(Wanted(url, file.size, file.sha256), final, part)
    meter.end(final.stat().st_size)


def _check_place(final: Path, parts: Path) -> None:
    """What stands in the way was put there by somebody, and is not ours to delete."""
    for place, is_wrong, what in (
        (final, final.is_dir(), "a folder, where a file must be"),
        (parts, parts.is_file(), "a file, where a folder must be"),
    ):
        if is_wrong:
            raise ModelError(f"{place} is {what}.", "Move it elsewhere, then run the same command again.")


def _take_from_cache(model: Model, file: ModelFile, part: Path) -> None:
    """Another program may have fetched the same file into the hub's cache: it is verified like any other."""
    cached = cached_file(model.repo, model.revision, file.path)
    if (
        cached
        and not part.exists()
        and (file.size is None or cached.stat().st_size == file.size)
        and file.sha256
    ):
        part.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(cached, part)


def cached_file(repo: str, revision: str, path: str) -> Path | None:
    """A file of the hub's shared cache on this machine, if it is there."""
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    found = hub / f"models--{repo.replace('/', '--')}" / "snapshots" / revision / path
    return found if found.is_file() else None


def missing_bytes(model: Model) -> int:
    """What a download would still bring."""
    folder = store.model_dir(model.id, model.kind)
    here = sum(_here(folder, file) for file in model.files)
    return max(0, model.download_bytes - here)


def _here(folder: Path, file: ModelFile) -> int:
    for path in (folder / file.name, folder / store.PARTS / file.name):
        if path.is_file():
            return path.stat().st_size
    return 0


def free_bytes() -> int:
    """Room on the disk that models go to."""
    folder = models_dir()
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _check_room(model: Model, folder: Path) -> None:
    missing, free = missing_bytes(model), free_bytes()
    if missing + _ROOM > free:
        raise ModelError(
            f"{model.id} needs {amount(missing)} more, and {amount(free)} are free in {folder.parent}.",
            "Make room, or choose a smaller model: `voicecoach models list`.",
        )


class _Count:
    """Adds up the files of one model, and tells how far it is."""

    def __init__(self, model: Model, progress: Progress) -> None:
        self._model, self._progress = model, progress
        self._meter = Meter()
        self._file = ""
        self._finished = self._before = 0

    def begin(self, file: ModelFile) -> None:
        self._file, self._before = file.name, -1

    def tell(self, phase: str, here: int) -> None:
        """`here` bytes of the present file are here."""
        now = time.monotonic()
        if phase == "fetching":
            self._meter.add(now, max(0, here - self._before) if self._before >= 0 else 0)
            self._before = here
        self._say(phase, self._finished + here, now)

    def end(self, size: int) -> None:
        self._finished += size

    def finish(self) -> None:
        self._say("done", self._finished, time.monotonic())

    def _say(self, phase: str, done: int, now: float) -> None:
        total = max(self._model.download_bytes, done) if phase != "done" else done
        rate, left = self._meter.rate(now), self._meter.left_s(now, total - done)
        self._progress(Step(self._model.id, self._file, phase, done, total, rate, left))
