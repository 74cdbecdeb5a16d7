"""`voicecoach config`."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from voicecoach import settings
from voicecoach.errors import UsageError
from voicecoach.paths import config_file
from voicecoach.terminal.config_command import config


def run(*arguments: str) -> tuple[str, str]:
    """stdout and stderr of a command that must succeed."""
    result = CliRunner().invoke(config, list(arguments))
    if result.exception:
        raise result.exception
    return result.stdout, result.stderr


def test_show_lists_every_setting_and_marks_those_that_were_changed() -> None:
    """With what it may be; the JSON holds the same values."""
    run("set", "talk.patience", "patient")
    out, _ = run("show")
    assert 'talk.patience = "patient" (changed)' in out
    assert "It is one of: brisk, normal, patient." in out
    assert all(f"{key} = " in out for key in settings.table())
    assert json.loads(run("show", "--json")[0])["talk.patience"] == "patient"


def test_get_prints_the_bare_value() -> None:
    """For scripts."""
    assert run("get", "coach.speak")[0] == "true\n"
    assert run("get", "talk.tail_ms")[0] == "250\n"


def test_set_says_what_holds_now_and_warns_where_words_would_leave_the_machine() -> None:
    """On stderr; a wrong value is wrong usage."""
    assert "talk.tail_ms is now 300." in run("set", "talk.tail_ms", "300")[1]
    assert "goes to the machine" in run("set", "partner.allow_remote", "true")[1]
    with pytest.raises(UsageError):
        run("set", "talk.tail_ms", "long")


def test_path_is_where_the_file_is() -> None:
    """Below VOICECOACH_HOME here."""
    assert run("path")[0].strip() == str(config_file())
