"""After the coach has stopped a rehearsal: it stays, nothing goes on by itself, and all is the user's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from voicecoach import settings
from voicecoach.paths import rehearsals_dir
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.sitting import Plan, Sitting
from voicecoach.rehearsal.store import list_all
from voicecoach.terminal.cli import main
from voicecoach.terminal.staying import choose, stay_with
from voicecoach.types import Heard


@pytest.fixture
def stopped() -> Iterator[Sitting]:
    """A rehearsal in which the user has said something that stops it."""
    with Sitting.begin(Plan(example_brief("raise")), settings.load()) as sitting:
        sitting.talk.add_yours(Heard("Words of mine."), start_s=0, end_s=1, audio=None)
        sitting.journal.append("stopped", label="refer")
        yield sitting


def answers(*said: str) -> Callable[[str], str]:
    """Somebody who answers so, and then closes the terminal."""
    left = iter(said)

    def ask(question: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise click.Abort from None

    return ask


def folder_of(sitting: Sitting) -> Path:
    assert sitting.journal.folder
    return sitting.journal.folder


def test_the_emergency_number_stands_first_and_then_what_can_still_be_done(
    stopped: Sitting, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    stay_with(stopped, "refer", answers())
    told = capsys.readouterr().err
    assert told.index("999") < told.index("Samaritans") < told.index("Delete what was said")
    assert "Check that these are current" in told


def test_what_was_said_can_be_deleted_on_the_spot(
    stopped: Sitting, capsys: pytest.CaptureFixture[str]
) -> None:
    """Although this very program still holds the folder; and it says what is gone."""
    folder = folder_of(stopped)
    assert not stay_with(stopped, "refer", answers("2"))
    assert not folder.exists()
    assert "journal.jsonl" in capsys.readouterr().err


def test_a_closed_terminal_keeps_everything(stopped: Sitting, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is deleted that nobody asked to delete, and it is said how."""
    assert not stay_with(stopped, "emergency", answers())
    assert (folder_of(stopped) / "journal.jsonl").is_file()
    assert "rehearsals delete" in capsys.readouterr().err


def test_something_else_can_be_rehearsed(stopped: Sitting) -> None:
    assert stay_with(stopped, "refer", answers("3"))
    assert folder_of(stopped).is_dir()


def test_it_waits_through_silence_and_slips_and_shows_the_numbers_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Only a number from the list does anything."""
    assert choose("emergency", answers("", "what?", "9", "1", "2"), may_delete=True) == "end"
    assert capsys.readouterr().err.count("In danger now") == 1


def test_nothing_to_delete_is_not_offered(capsys: pytest.CaptureFixture[str]) -> None:
    """With --private, and before the first word, nothing was kept."""
    with Sitting.begin(Plan(example_brief("raise"), private=True), settings.load()) as sitting:
        stay_with(sitting, "refer", answers("1"))
    told = capsys.readouterr().err
    assert "Delete" not in told
    assert "Nothing of what you said or typed was kept" in told
    assert not rehearsals_dir().exists()


def test_a_stopped_rehearsal_is_called_so_and_not_taken_up_by_itself(
    stopped: Sitting, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not as the last one either; whoever wants to must say so."""
    stopped.close()
    assert list_all()[0].story.stopped == "refer"
    assert main(["rehearsals", "list"]) == 0
    assert "  stopped  " in capsys.readouterr().out
    assert main(["rehearsals", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["stopped"] == "refer"
    assert main(["rehearsals", "resume", "last"]) == 2
    told = capsys.readouterr().err
    assert "In danger now" in told
    assert "--yes" in told
