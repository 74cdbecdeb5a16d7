"""A command in a message can be pasted as it stands, however voicecoach was started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach import calling
from voicecoach.calling import as_called, called
from voicecoach.remedies import remedy
from voicecoach.terminal.cli import COMMANDS

ROOT = Path(__file__).parent.parent


def start_with(monkeypatch: pytest.MonkeyPatch, program: Path | str, found: Path | None = None) -> None:
    monkeypatch.delenv(calling.STARTED_AS, raising=False)
    monkeypatch.setattr(sys, "argv", [str(program)])
    monkeypatch.setattr("shutil.which", lambda name: str(found) if found else None)


def test_installed_and_found_by_its_name_it_is_called_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    start_with(monkeypatch, tmp_path / "voicecoach", tmp_path / "voicecoach")
    assert called() == "voicecoach"


def test_in_a_clone_it_is_called_by_its_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The shortest from here; another one of that name does not count."""
    monkeypatch.chdir(tmp_path)
    start_with(monkeypatch, tmp_path / ".venv/bin/voicecoach", tmp_path / "other/voicecoach")
    assert as_called("Try: voicecoach doctor") == f"Try: {Path('.venv/bin/voicecoach')} doctor"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    start_with(monkeypatch, tmp_path / "my clone" / "voicecoach")
    assert called() == f"'{tmp_path}/my clone/voicecoach'"


def test_as_a_module_it_is_called_through_its_python(monkeypatch: pytest.MonkeyPatch) -> None:
    start_with(monkeypatch, ROOT / "voicecoach" / "__main__.py", Path(sys.executable))
    assert called() == f"{Path(sys.executable).name} -m voicecoach"


def test_started_by_the_script_messages_name_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(calling.STARTED_AS, "python3 scripts/start.py")
    assert remedy("setup") == "python3 scripts/start.py setup"
    assert as_called("`voicecoach models list` shows them.") == (
        "`python3 scripts/start.py models list` shows them."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Install voicecoach again.",
        "voicecoach is offline, so nothing was sent.",
        "/opt/voicecoach setup",
        "pip install 'voicecoach[desktop]'",
        "python3 -m voicecoach setup",
    ],
)
def test_the_name_alone_is_left(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(calling.STARTED_AS, "python3 scripts/start.py")
    assert as_called(text) == text


@pytest.mark.parametrize("name", [*COMMANDS])
def test_every_command_is_known(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(calling.STARTED_AS, "X")
    assert as_called(f"voicecoach {name} now") == f"X {name} now"


def test_the_doctor_of_a_clone_gives_lines_that_work_there() -> None:
    """Run as the clone's own program, from the clone."""
    program = Path(sys.executable).with_name("voicecoach")
    if not program.is_file():
        pytest.skip("needs the installed program")
    environment = {k: v for k, v in os.environ.items() if k != calling.STARTED_AS} | {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [str(program), "models", "path", "nope"],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=program.parent.parent,
    )
    assert f"{Path('bin/voicecoach')} models list" in done.stderr
