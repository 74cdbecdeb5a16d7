"""`voicecoach scenarios`: listing, and a scenario of one's own."""

from __future__ import annotations

import pytest

from voicecoach.paths import own_scenarios_dir, private_dir
from voicecoach.terminal import scenarios_commands
from voicecoach.terminal.cli import main


def test_a_broken_scenario_of_ones_own_hides_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    """It is listed with what to do; those after it are listed too."""
    private_dir(own_scenarios_dir())
    (own_scenarios_dir() / "aunt.toml").write_text("title = [")
    assert main(["scenarios", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("aunt") and "scenarios check" in line for line in lines)
    assert any(line.startswith("offer") for line in lines)


def test_a_name_that_will_not_do_is_told_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("asked"))
    assert main(["scenarios", "new", "../x"]) == 2
    assert "Perhaps: x" in capsys.readouterr().err


def test_ones_own_scenario_is_made_private_and_can_be_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("click.prompt", lambda question, default, err: default)
    assert main(["scenarios", "new", "landlord"]) == 0
    file = own_scenarios_dir() / "landlord.toml"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert scenarios_commands.title_of("landlord")
    capsys.readouterr()
