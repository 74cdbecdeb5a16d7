"""`voicecoach setup`: recommends, asks, fetches, and checks each stage."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner, Result

from voicecoach import settings
from voicecoach.catalog.machine import Machine
from voicecoach.catalog.models import Model
from voicecoach.errors import ModelError, UsageError
from voicecoach.terminal import setup_command
from voicecoach.terminal.setup_command import setup


@pytest.fixture(autouse=True)
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine with 8 GB and no Ollama; what would be fetched is only noted."""
    names: list[str] = []

    def note(wanted: Sequence[Model], progress: object) -> None:
        names.extend(model.id for model in wanted)

    monkeypatch.setattr(setup_command, "measure", lambda: Machine(8.0, 10**12, 4))
    monkeypatch.setattr(setup_command, "fetch", note)
    settings.save("partner.host", "http://127.0.0.1:9")
    return names


def run(*arguments: str, attended: bool = True, typed: str = "") -> Result:
    """A run; its errors are raised."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(setup_command, "attended", lambda: attended)
        result = CliRunner().invoke(setup, list(arguments), input=typed)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_the_profile_of_this_machine_is_shown_fetched_and_checked(fetched: list[str]) -> None:
    """Sizes, licences, free disk, place; then each stage says how it does."""
    result = run("--yes")
    assert "8 GB memory, 4 cores, 1000 GB free" in result.stderr
    assert "Profile small" in result.stderr
    assert "licence CC-BY-4.0" in result.stderr
    assert fetched == ["base.en", "en_US-joe-medium", "en_US-kristin-medium", "en_GB-alba-medium"]
    assert "ok   speaking: espeak" in result.stdout
    assert "A reply starts about" in result.stdout


def test_without_ollama_the_rest_is_fetched_and_its_remedy_is_said() -> None:
    """The partner's model waits; authored lines answer until then."""
    said = run("--yes").stderr
    assert "authored lines" in said
    assert "voicecoach setup` again" in said


def test_checks_come_as_json_lines_where_a_program_reads_them() -> None:
    """One object a stage, then what a reply will feel like; talk stays on stderr."""
    rows = [json.loads(line) for line in run("--yes", "--json").stdout.splitlines()]
    assert [row.get("stage") for row in rows] == ["speaking", "hearing", "partner", None]
    assert "A reply starts about" in rows[-1]["feel"]


def test_a_dry_run_asks_nothing_and_fetches_nothing(fetched: list[str]) -> None:
    """It ends after the list."""
    assert "Profile small" in run("--dry-run", attended=False).stderr
    assert fetched == []


def test_where_nobody_can_be_asked_it_must_be_said_beforehand(fetched: list[str]) -> None:
    """Wrong usage, with the option's name."""
    with pytest.raises(UsageError) as told:
        run(attended=False)
    assert "--yes" in told.value.next_step
    assert fetched == []


def test_another_profile_can_be_named_when_asked(fetched: list[str]) -> None:
    """Its list is shown, and asked about again."""
    result = run(typed="medium\nyes\n")
    assert "Profile medium" in result.stderr
    assert "small.en" in fetched
    assert "base.en" not in fetched


def test_no_fetches_nothing(fetched: list[str]) -> None:
    """It is a good answer, and ends there."""
    result = run(typed="no\n")
    assert result.exit_code == 0
    assert "Nothing was fetched" in result.stderr
    assert "starter" in result.stderr
    assert fetched == []


def test_an_answer_that_makes_no_sense_is_asked_for_again(fetched: list[str]) -> None:
    """With the names there are; nobody has to begin anew."""
    result = run(typed="sure, go on\nmedium\nyes\n")
    assert result.exit_code == 0
    assert "sure, go on" in result.stderr
    assert "small.en" in fetched


def test_the_starter_needs_nothing_and_so_is_not_asked_about(fetched: list[str]) -> None:
    """Its stages are checked all the same."""
    result = run(typed="starter\n")
    assert result.exit_code == 0
    assert "Fetch 0" not in result.stderr
    assert "A reply starts about" in result.stdout
    assert fetched == []


def test_what_did_not_come_is_an_error_after_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stages are not called ready."""

    def fails(wanted: object, progress: object) -> None:
        raise ModelError("1 of 4 did not come.", "Again.")

    monkeypatch.setattr(setup_command, "fetch", fails)
    with pytest.raises(ModelError):
        run("--yes")


def test_a_profile_that_there_is_not(fetched: list[str]) -> None:
    """The names are listed."""
    with pytest.raises(UsageError) as told:
        run("--profile", "huge")
    assert "starter, small, medium, large" in told.value.next_step
