"""The voices that ship can be read, differ, and all have an engine behind them; a bad file is one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from voicecoach.errors import ScenarioError
from voicecoach.paths import root_data
from voicecoach.speaking.espeak import EspeakVoice
from voicecoach.speaking.voices import load_voice_file, voices

GOOD = (root_data() / "voices" / "alba.toml").read_text()


def test_there_are_six_voices_a_coach_among_them() -> None:
    assert len(voices()) >= 6
    assert any("coach" in voice.roles for voice in voices())
    assert {voice.sex for voice in voices() if "partner" in voice.roles} == {"female", "male"}
    assert all(voice.licence and voice.source for voice in voices())


def test_every_stand_in_exists_and_no_two_are_alike() -> None:
    for voice in voices():
        EspeakVoice(voice.espeak.voice).warm()
    assert len({(voice.espeak.voice, voice.espeak.pitch) for voice in voices()}) == len(voices())


def test_every_piper_voice_is_in_the_catalog() -> None:
    catalog = (root_data() / "models.toml").read_text()
    for voice in voices():
        assert f'id = "{voice.piper.voice}"' in catalog


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("sex = ", "gender = "), "sex"),
        (('sex = "female"', 'sex = "tenor"'), "sex"),
        (("length_scale = 1.08", "length_scale = 9"), "piper.length_scale"),
        (("pitch = 48", 'pitch = "high"'), "espeak.pitch"),
        (("[espeak]", "loud = true\n[espeak]"), "loud"),
        (("[espeak]", "[espeak"), "cannot be read"),
    ],
)
def test_a_bad_file_is_one_line_that_names_file_and_key(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    assert change[0] in GOOD
    path = tmp_path / "bad.toml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(ScenarioError) as caught:
        load_voice_file(path)
    assert named in str(caught.value)
    assert "bad.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"none\.toml"):
        load_voice_file(tmp_path / "none.toml")
