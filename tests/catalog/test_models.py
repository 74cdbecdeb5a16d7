"""The catalog that ships, and what a broken one says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from voicecoach.catalog.models import Kind, catalog, read
from voicecoach.errors import ModelError, UsageError
from voicecoach.paths import root_data

FREE = ("MIT", "Apache-2.0", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "public domain (LibriVox recordings)")


def test_every_model_has_a_free_licence_and_a_pinned_source() -> None:
    """Shown before a download; a commit, never a branch."""
    for model in catalog().models:
        assert model.licence in FREE, model.id
        assert model.good_for, model.id
        if model.kind is not Kind.PARTNER:
            assert len(model.revision) == 40, model.id
            assert all(file.sha256 for file in model.files), model.id


def test_hearing_models_bring_all_that_keeps_whisper_off_the_network() -> None:
    """Without tokenizer.json faster-whisper asks the hub for one; large ones need their own features."""
    for model in catalog().of(Kind.HEARING):
        names = {file.name for file in model.files}
        assert {"config.json", "model.bin", "tokenizer.json"} <= names
        assert any(name.startswith("vocabulary.") for name in names)
        assert ("large" in model.id) == ("preprocessor_config.json" in names)


def test_voices_are_of_several_speakers_and_both_sexes() -> None:
    """And each comes with its settings."""
    voices = catalog().of(Kind.SPEAKING)
    assert {voice.sex for voice in voices} == {"female", "male"}
    assert len(voices) >= 4
    for voice in voices:
        assert [file.name for file in voice.files] == [f"{voice.id}.onnx", f"{voice.id}.onnx.json"]


def test_every_voice_of_ours_speaks_with_a_piper_voice_that_is_offered() -> None:
    """And the profiles bring the coach another voice than the partner's."""
    offered = {model.id for model in catalog().of(Kind.SPEAKING)}
    named = {
        tomllib.loads(path.read_text("utf-8"))["piper"]["voice"]
        for path in (root_data() / "voices").iterdir()
    }
    assert named <= offered
    assert len(named) > 1


def test_no_partner_runs_in_the_cloud() -> None:
    """Ollama's cloud models hide behind a tag."""
    assert not [model.id for model in catalog().of(Kind.PARTNER) if "cloud" in model.id]


def test_profiles_grow_with_the_machine_and_fit_it() -> None:
    """Each profile's models together stay below the memory from which it is recommended."""
    profiles = catalog().profiles
    assert [profile.id for profile in profiles] == ["starter", "small", "medium", "large"]
    assert [profile.ram_gb for profile in profiles] == sorted(profile.ram_gb for profile in profiles)
    for profile in profiles[1:]:
        together = sum(catalog().model(name).ram_gb for name in profile.models)
        assert together < profile.ram_gb + 1, profile.id
        assert {catalog().model(name).kind for name in profile.models} == set(Kind)


def test_a_misspelled_model_is_answered_with_the_right_one() -> None:
    """Wrong usage, with the nearest id."""
    with pytest.raises(UsageError) as told:
        catalog().model("bas.en")
    assert "base.en" in told.value.next_step
    assert [model.id for model in catalog().wanted("small.en")] == ["small.en"]
    assert len(catalog().wanted("small")) == 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('licence = "MIT"', 'license = "MIT"'),
        ('revision = "3d3d5dee26484f91867d81cb899cfcf72b96be6c"', 'revision = "main"'),
        ('path = "config.json"', 'path = "../config.json"'),
        ("size = 2_227", "size = -1"),
        ('hearing = "base.en"', 'hearing = "other.en"'),
        ("[[hearing]]", "[[hearing"),
    ],
)
def test_a_broken_catalog_is_told_with_its_place(tmp_path: Path, old: str, new: str) -> None:
    """Unknown keys, moving revisions, paths that climb out, and ids that lead nowhere."""
    text = (root_data() / "models.toml").read_text()
    assert old in text
    (tmp_path / "models.toml").write_text(text.replace(old, new, 1))
    with pytest.raises((ModelError, UsageError)):
        read(tmp_path / "models.toml")
