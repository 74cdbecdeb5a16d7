"""The settings table, and the file that holds what the user changed."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach import settings
from voicecoach.errors import UsageError, VoicecoachError
from voicecoach.paths import config_file


def test_every_default_is_a_value_that_its_setting_accepts() -> None:
    """The table agrees with itself, and every setting says what it is for."""
    for setting in settings.table().values():
        assert setting.read(setting.default) == setting.default, setting.key
        assert setting.help.endswith("."), setting.key
        assert setting.label, setting.key
        assert bool(setting.choices) == (setting.kind == "choice"), setting.key
        assert (setting.least is not None) == (setting.kind in ("number", "whole")), setting.key


def test_without_a_file_the_defaults_hold() -> None:
    """A new machine keeps only quoted clips, and allows no remote host."""
    now = settings.load()
    assert now.text("privacy.keep_audio") == "quotes"
    assert not now.on("partner.allow_remote")
    assert now.number("speaking.pace") == 1.0


def test_a_saved_setting_is_read_again_and_the_users_comments_stay() -> None:
    """Only the one line changes."""
    config_file().write_text('# mine\n[talk]\npatience = "brisk" # I talk fast\n\n[look]\ncaptions = false\n')
    assert settings.save("talk.tail_ms", "400") == 400
    assert settings.save("talk.patience", "patient") == "patient"
    text = config_file().read_text()
    assert "# mine" in text
    assert "# I talk fast" in text
    now = settings.load()
    assert (now["talk.tail_ms"], now["talk.patience"], now["look.captions"]) == (400, "patient", False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX here")
def test_the_file_is_its_owners_only() -> None:
    """0600, also where it was made before with more."""
    settings.save("coach.speak", "no")
    assert stat.S_IMODE(config_file().stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("key", "given_value", "hint"),
    [
        ("talk.patience", "eager", "brisk, normal, patient"),
        ("talk.tail_ms", "1.5", "whole number from 0 to 1000"),
        ("talk.tail_ms", "5000", "from 0 to 1000"),
        ("speaking.pace", "fast", "a number from 0.7 to 1.4"),
        ("speaking.pace", "nan", "a number from 0.7 to 1.4"),
        ("coach.speak", "maybe", "true or false"),
    ],
)
def test_a_value_that_does_not_fit_is_told_what_would(key: str, given_value: str, hint: str) -> None:
    """Wrong usage, and the file stays as it was."""
    with pytest.raises(UsageError) as told:
        settings.save(key, given_value)
    assert hint in told.value.next_step
    assert not config_file().exists()


def test_a_misspelled_key_is_answered_with_the_right_one() -> None:
    """The nearest setting is named."""
    with pytest.raises(UsageError) as told:
        settings.setting("privacy.keepaudio")
    assert "privacy.keep_audio" in told.value.next_step


@pytest.mark.parametrize("text", ["talk = ", "[talk]\npatience = 3", "[talk]\npatients = 1", "loose = true"])
def test_a_broken_file_is_said_and_never_overwritten(text: str) -> None:
    """Neither reading nor saving guesses; the message names the file or the key."""
    config_file().write_text(text)
    with pytest.raises(VoicecoachError):
        settings.load()
    with pytest.raises(VoicecoachError):
        settings.save("coach.speak", "no")
    assert config_file().read_text() == text


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())))
def test_whatever_is_given_a_setting_takes_it_or_says_what_it_wants(value: object) -> None:
    """No value makes anything but UsageError, and what is taken is taken again as it is."""
    for setting in settings.table().values():
        try:
            taken = setting.read(value)
        except UsageError:
            continue
        assert setting.read(taken) == taken


def test_a_folder_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk or a lost permission is one sentence with the place."""

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(VoicecoachError, match="No space left"):
        settings.save("coach.speak", "no")
    assert list(config_file().parent.iterdir()) == []
