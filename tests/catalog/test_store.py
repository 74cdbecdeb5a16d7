"""Which models count as being on this machine, and what verifying and removing say."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.catalog import store
from voicecoach.catalog.models import Kind, catalog
from voicecoach.catalog.store import State
from voicecoach.errors import ModelError
from voicecoach.paths import models_dir

WHISPER = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")


def put(kind: Kind, name: str, files: tuple[str, ...]) -> Path:
    """A model's folder with these files."""
    folder = models_dir() / kind.value / name
    folder.mkdir(parents=True)
    for file in files:
        (folder / file).write_bytes(b"x" * 10)
    return folder


def test_nothing_is_installed_on_a_new_machine() -> None:
    """No folder at all is no error."""
    assert store.installed_hearing() == []
    assert store.installed_voices() == []


def test_the_best_hearing_model_comes_first_and_those_put_there_by_hand_last() -> None:
    """The catalog goes from worst to best."""
    put(Kind.HEARING, "base.en", WHISPER)
    put(Kind.HEARING, "my-own", WHISPER)
    put(Kind.HEARING, "small.en", WHISPER)
    found = store.installed_hearing()
    assert [(one.id, one.known) for one in found] == [
        ("small.en", True),
        ("base.en", True),
        ("my-own", False),
    ]
    assert found[0].path == models_dir() / "hearing" / "small.en"
    assert found[0].size == 40


@pytest.mark.parametrize("missing", WHISPER)
def test_a_hearing_model_with_a_file_missing_is_not_there(missing: str) -> None:
    """Whisper without its tokenizer would ask the network for one."""
    rest = tuple(name for name in WHISPER if name != missing)
    put(Kind.HEARING, "base.en", rest)
    put(Kind.HEARING, "my-own", rest)
    assert store.installed_hearing() == []


def test_a_voice_is_its_model_and_the_settings_beside_it() -> None:
    """One without its settings is not there; several in one folder are each one."""
    put(Kind.SPEAKING, "en_US-joe-medium", ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"))
    put(Kind.SPEAKING, "en_GB-alba-medium", ("en_GB-alba-medium.onnx",))
    put(Kind.SPEAKING, "mine", ("b.onnx", "b.onnx.json", "a.onnx", "a.onnx.json"))
    assert [one.id for one in store.installed_voices()] == ["en_US-joe-medium", "a", "b"]
    assert store.installed_voices()[0].path.name == "en_US-joe-medium.onnx"


def test_verifying_names_each_fault() -> None:
    """Missing and wrong size, against the catalog alone."""
    put(Kind.HEARING, "base.en", WHISPER[:3])
    states = {check.name: check.state for check in store.verify(catalog().model("base.en"))}
    assert states["vocabulary.txt"] is State.MISSING
    assert states["model.bin"] is State.WRONG_SIZE


def test_what_nothing_is_known_of_is_said_to_be_unknown(tmp_path: Path) -> None:
    """No sum recorded, none published: not called ok."""
    (tmp_path / "a").write_bytes(b"x")
    assert store.check_file(tmp_path / "a", None, None) is State.UNKNOWN
    assert store.check_file(tmp_path / "a", 1, None) is State.UNKNOWN


def test_removing_frees_and_says_how_much() -> None:
    """The folder is gone, with what was half fetched."""
    folder = put(Kind.HEARING, "base.en", WHISPER)
    (folder / store.PARTS).mkdir()
    (folder / store.PARTS / "model.bin").write_bytes(b"x" * 60)
    assert store.remove(catalog().model("base.en")) == 100
    assert not folder.exists()
    with pytest.raises(ModelError, match="not on this machine"):
        store.remove(catalog().model("base.en"))


def test_a_model_that_is_being_fetched_is_not_removed() -> None:
    """The lock holds both ways, and is let go at the end."""
    put(Kind.HEARING, "base.en", WHISPER)
    model = catalog().model("base.en")
    with store.locked(model), pytest.raises(ModelError, match="busy with base"):
        store.remove(model)
    assert store.remove(model) == 40


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": 3}', '{"files": {"a": 3}}'])
def test_a_record_that_cannot_be_read_counts_as_none(tmp_path: Path, text: str) -> None:
    """Verifying then goes by the catalog."""
    (tmp_path / store.RECORD).write_text(text)
    assert store.read_record(tmp_path) == {}
