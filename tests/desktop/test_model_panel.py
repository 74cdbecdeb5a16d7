"""Downloads from the window: a child `voicecoach models pull` against a hub on loopback."""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tomlkit
from pytestqt.qtbot import QtBot

from tests.catalog.hub_server import Hub, served
from tests.desktop.conftest import LONG
from voicecoach.catalog import models, store
from voicecoach.desktop import downloads
from voicecoach.desktop.model_panel import ModelPanel
from voicecoach.desktop.window import Window
from voicecoach.paths import root_data

FILES = {
    "config.json": b"{}",
    "model.bin": random.Random(7).randbytes(300_000),
    "tokenizer.json": b"[]",
    "vocabulary.txt": b"a\nb\n",
}
NAMES = ("base.en", "small.en")
REAL = downloads.pull_command


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The catalog, in which two hearing models have small files."""
    document = tomlkit.parse((root_data() / "models.toml").read_text("utf-8")).unwrap()
    for model in document["hearing"]:
        if model["id"] in NAMES:
            model["files"] = [
                {"path": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
                for name, content in FILES.items()
            ]
    (tmp_path / "models.toml").write_text(tomlkit.dumps(document), "utf-8")
    monkeypatch.setattr(models, "root_data", lambda: tmp_path)
    models.catalog.cache_clear()
    monkeypatch.setattr(
        downloads,
        "pull_command",
        lambda name: [
            sys.executable,
            str(Path(__file__).with_name("pull_child.py")),
            str(tmp_path),
            *REAL(name)[3:],
        ],
    )
    yield tmp_path
    models.catalog.cache_clear()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with served(Hub(FILES, stall_s=1.0)) as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


@pytest.fixture
def panel(root: Path, window: Window, qtbot: QtBot) -> Iterator[ModelPanel]:
    made = ModelPanel(window.backstage)
    qtbot.addWidget(made)
    qtbot.waitUntil(lambda: bool(made._rows), timeout=LONG)
    yield made
    made.close_downloads()


def test_the_child_is_voicecoach_itself() -> None:
    assert REAL("base.en") == [sys.executable, "-m", "voicecoach", "models", "pull", "base.en", "--json"]


def test_a_model_is_fetched_shown_verified_and_removed(panel: ModelPanel, hub: Hub, qtbot: QtBot) -> None:
    model = models.catalog().model("base.en")
    panel.fetch(model)
    assert not panel.row_of("base.en")._stop.isHidden()
    qtbot.waitUntil(lambda: "Here" in panel.row_of("base.en").told, timeout=LONG)
    assert store.is_installed(model)
    panel.verify(model)
    qtbot.waitUntil(lambda: "as they should be" in panel.row_of("base.en").told, timeout=LONG)
    panel.remove(model)
    qtbot.waitUntil(lambda: "Not here" in panel.row_of("base.en").told, timeout=LONG)
    assert not store.is_installed(model)


def test_what_is_asked_for_meanwhile_comes_after_it(panel: ModelPanel, hub: Hub, qtbot: QtBot) -> None:
    for name in NAMES:
        panel.fetch(models.catalog().model(name))
    for name in NAMES:
        qtbot.waitUntil(lambda name=name: "Here" in panel.row_of(name).told, timeout=LONG)
    assert not panel.downloads.busy


def test_where_nothing_comes_that_is_said_and_can_be_tried_again(
    panel: ModelPanel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    model = models.catalog().model("base.en")
    panel.fetch(model)
    row = panel.row_of("base.en")
    qtbot.waitUntil(lambda: "did not come" in row.told, timeout=2 * LONG)
    assert any(not button.isHidden() for button in row._acts)
    assert not panel.downloads.busy


def test_a_download_is_stopped_and_no_child_is_left(panel: ModelPanel, hub: Hub, qtbot: QtBot) -> None:
    model = models.catalog().model("base.en")
    panel.fetch(model)
    panel.stop(model)
    qtbot.waitUntil(lambda: not panel.downloads.busy, timeout=LONG)
    assert "Stopped" in panel.row_of("base.en").told
