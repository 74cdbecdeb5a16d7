"""Every file that comes to be while the program runs is its owner's only, whoever writes it."""

from __future__ import annotations

import logging
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalog.hub_server import Hub, served
from tests.catalog.test_download import FILES, HASTY, sum_of
from voicecoach import logs
from voicecoach.catalog import store
from voicecoach.catalog.download import download
from voicecoach.catalog.meter import Step
from voicecoach.catalog.models import ModelFile, catalog
from voicecoach.paths import data_dir, log_file, models_dir
from voicecoach.terminal.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX here")


@pytest.fixture(autouse=True)
def started() -> Iterator[None]:
    """The program has been started where new files are everybody's to read."""
    before = os.umask(0o022)
    logs.stop()
    main(["--version"])
    yield
    logs.stop()
    os.umask(before)


def open_to_others(paths: Sequence[Path]) -> list[str]:
    """Names and rights of those that others may look at."""
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in paths}
    return [f"{path.name} {mode:o}" for path, mode in rights.items() if mode & 0o077]


def test_the_log_once_it_has_rolled_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_KEPT_BYTES", 200)
    logs.start()
    for _ in range(6):
        logging.getLogger("voicecoach").warning("a line that is as long as the log may grow, or nearly so")
    there = list(log_file().parent.iterdir())
    assert len(there) > 2
    assert open_to_others(there) == []


def test_the_windows_place() -> None:
    pytest.importorskip("PySide6.QtWidgets")
    from voicecoach.desktop import place

    data_dir().mkdir(exist_ok=True)
    kept = place._kept()
    kept.setValue("geometry", b"x")
    kept.sync()
    assert open_to_others([data_dir() / "window.ini"]) == []


def test_a_model_its_lock_and_what_is_half_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    files = tuple(ModelFile(name, len(content), sum_of(content)) for name, content in FILES.items())
    model = replace(catalog().model("base.en"), files=files)
    seen: list[str] = []

    def look(_: Step) -> None:
        seen.extend(open_to_others([p for p in models_dir().rglob("*") if p.is_file()]))

    with served(Hub(FILES, stall_s=1.0)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        download(model, look, HASTY)
    assert store.is_installed(model)
    assert seen == []
