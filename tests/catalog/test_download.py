"""A whole model: resumed, recorded, found again, and never half there."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalog.hub_server import Hub, any_of, drop, served
from voicecoach.catalog import download as module
from voicecoach.catalog import store
from voicecoach.catalog.download import cached_file, download, missing_bytes
from voicecoach.catalog.fetch import Patience
from voicecoach.catalog.meter import Step
from voicecoach.catalog.models import Model, ModelFile, catalog
from voicecoach.errors import ModelError

FILES = {
    "config.json": b'{"a": 1}',
    "model.bin": random.Random(3).randbytes(400_000),
    "tokenizer.json": b"[]",
    "vocabulary.txt": b"a\nb\n",
}
HASTY = Patience(connect_s=2, stall_s=0.3, barren_tries=5, pause_s=0.01)


def sum_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def model() -> Model:
    """`base.en` as the catalog has it, with small files of our own."""
    files = tuple(ModelFile(name, len(content), sum_of(content)) for name, content in FILES.items())
    return replace(catalog().model("base.en"), files=files)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The hub on loopback, found by HF_ENDPOINT."""
    with served(Hub(FILES, stall_s=1.0)) as made:
        monkeypatch.setenv("HF_ENDPOINT", made.address)
        yield made


def fetch_it(model: Model) -> list[Step]:
    """Download; gives what was told."""
    steps: list[Step] = []
    download(model, steps.append, HASTY)
    return steps


def whole(model: Model) -> bool:
    """Are exactly the right bytes there?"""
    folder = store.model_dir(model.id)
    return all((folder / name).read_bytes() == content for name, content in FILES.items())


def test_a_model_is_fetched_recorded_and_not_fetched_again(model: Model, hub: Hub) -> None:
    """The record holds source, revision, licence, sizes and sums; the second time nothing is asked for."""
    steps = fetch_it(model)
    assert whole(model)
    assert steps[-1] == Step(
        "base.en",
        "vocabulary.txt",
        "done",
        model.download_bytes,
        model.download_bytes,
        *(steps[-1].rate, steps[-1].left_s),
    )
    record = json.loads((store.model_dir("base.en") / store.RECORD).read_text())
    assert record["revision"] == model.revision
    assert record["licence"] == "MIT"
    assert record["files"]["model.bin"] == {"size": 400_000, "sha256": sum_of(FILES["model.bin"])}

    hub.requests.clear()
    fetch_it(model)
    assert hub.requests == []


def test_the_address_holds_the_pinned_revision(model: Model, hub: Hub) -> None:
    """A moved branch never changes what is fetched."""
    fetch_it(model)
    assert hub.requests[0][0] == f"/{model.repo}/resolve/{model.revision}/config.json"


def test_progress_only_grows_and_ends_at_the_total(model: Model, hub: Hub) -> None:
    """Bytes of the whole model, not of each file."""
    steps = [step for step in fetch_it(model) if step.phase == "fetching"]
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert {step.total for step in steps} == {model.download_bytes}


def test_a_half_fetched_model_is_not_installed(
    model: Model, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The big file is still a part: the engine must not find the model."""
    hub.faults = [lambda answer: None, drop(1000)]
    hub.any_fault = lambda: drop(0)
    with pytest.raises(ModelError):
        fetch_it(model)
    assert not (store.model_dir("base.en") / "model.bin").exists()
    assert store.installed_hearing() == []
    assert 0 < missing_bytes(model) < model.download_bytes


def test_a_corrupt_file_is_fetched_again(model: Model, hub: Hub) -> None:
    """`verify` names it, and the download mends only that file."""
    fetch_it(model)
    spoiled = store.model_dir("base.en") / "model.bin"
    spoiled.write_bytes(bytes(len(FILES["model.bin"])))
    hub.requests.clear()
    fetch_it(model)
    assert [path.rpartition("/")[2] for path, _ in hub.requests] == ["model.bin"]
    assert whole(model)


def test_sums_that_nobody_published_are_recorded_and_hold_from_then_on(model: Model, hub: Hub) -> None:
    """The first download is taken as it comes; a later change on disk is seen."""
    hub.publish = False
    unknown = replace(model, files=tuple(replace(f, size=None, sha256=None) for f in model.files))
    fetch_it(unknown)
    assert {check.state for check in store.verify(unknown)} == {store.State.OK}
    (store.model_dir("base.en") / "config.json").write_bytes(b'{"a": 2}')
    assert [check.name for check in store.verify(unknown) if check.state is store.State.CORRUPT] == [
        "config.json"
    ]


def test_two_at_once_do_not_spoil_each_other(model: Model, hub: Hub) -> None:
    """The second is told that another is at work."""
    with store.locked(model), pytest.raises(ModelError, match="Another voicecoach"):
        fetch_it(model)
    fetch_it(model)
    assert whole(model)


def test_no_room_is_said_before_a_byte_is_fetched(
    model: Model, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is needed, what is free, where."""
    monkeypatch.setattr(module, "free_bytes", lambda: 1000)
    with pytest.raises(ModelError, match="needs 400 kB more"):
        fetch_it(model)
    assert hub.requests == []


def test_a_folder_that_cannot_be_made_is_one_sentence(model: Model, hub: Hub, own_home: Path) -> None:
    """A file stands where the models should go."""
    (own_home / "models").write_text("in the way")
    with pytest.raises(ModelError, match="cannot be made"):
        fetch_it(model)


def test_a_file_in_the_hubs_cache_is_taken_if_it_is_right(
    model: Model, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another program fetched it already. A wrong one there is not trusted."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    cache = tmp_path / f"models--{model.repo.replace('/', '--')}" / "snapshots" / model.revision
    cache.mkdir(parents=True)
    (cache / "model.bin").write_bytes(FILES["model.bin"])
    (cache / "tokenizer.json").write_bytes(b"{}")
    assert cached_file(model.repo, model.revision, "model.bin") == cache / "model.bin"
    fetch_it(model)
    asked = [path.rpartition("/")[2] for path, _ in hub.requests]
    assert "model.bin" not in asked
    assert "tokenizer.json" in asked
    assert whole(model)


CHILD = """
import sys
from tests.catalog.test_download import FILES, HASTY, sum_of
from dataclasses import replace
from voicecoach.catalog.download import download
from voicecoach.catalog.models import ModelFile, catalog
files = tuple(ModelFile(name, len(content), sum_of(content)) for name, content in FILES.items())
model = replace(catalog().model("base.en"), files=files)
print("ready", flush=True)
download(model, lambda step: None, HASTY)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX here")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_killed_at_random_points_against_a_bad_server_it_ends_whole(
    model: Model, hub: Hub, how: signal.Signals
) -> None:
    """The bench does this 200 times; here it is four. Nothing bad ever has its final name."""
    dice = random.Random(how)
    hub.any_fault = any_of(FILES["model.bin"], 0.5, seed=int(how))
    hub.stall_s = 0.5
    folder = store.model_dir("base.en")
    for _ in range(4):
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(dice.random() * 0.3)
        child.send_signal(how)
        child.wait(timeout=60)
        child.stdout.close()
        for name, content in FILES.items():
            assert not (folder / name).exists() or (folder / name).read_bytes() == content
    hub.any_fault = lambda: None
    fetch_it(model)
    assert whole(model)


@pytest.mark.parametrize(("name", "folder"), [("model.bin", True), (".part", False)])
def test_a_folder_where_a_file_must_be_and_the_other_way_round_is_said(
    name: str, folder: bool, model: Model, hub: Hub
) -> None:
    """It is not ours to delete."""
    place = store.model_dir(model.id) / name
    place.parent.mkdir(parents=True)
    if folder:
        place.mkdir()
    else:
        place.touch()
    with pytest.raises(ModelError, match="must be") as told:
        fetch_it(model)
    assert "Move it" in told.value.next_step
    assert place.exists()
