"""The wheel carries everything: it runs from a folder of its own, far from this clone."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the real backend without the network."""
    out = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(out), str(ROOT))
    return next(out.glob("voicecoach-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel is installed into."""
    target = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    return target


def pip(*arguments: str) -> None:
    """Run pip, quietly; its words only if it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def run(installed: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Python with the installed copy before everything else, from a folder that is not this clone."""
    environ = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd=installed, env=environ, check=False
    )


def test_every_data_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    """A lexicon that stays behind would only be missed by its user."""
    carried = set(zipfile.ZipFile(wheel).namelist())
    for path in (ROOT / "voicecoach").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert path.relative_to(ROOT).as_posix() in carried
    assert "voicecoach/_root/models.toml" in carried
    for voice in (ROOT / "voices").iterdir():
        assert f"voicecoach/_root/voices/{voice.name}" in carried


def test_nothing_else_is_in_the_wheel(wheel: Path) -> None:
    """No tests, no scripts, no caches."""
    parts = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert len(parts) == 2
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".pyc")]


def test_it_runs_from_where_it_was_installed(installed: Path) -> None:
    """The copy that runs is the installed one, and finds what stands at the root of a clone."""
    where = run(installed, "-c", "import voicecoach.paths as p; print(p.__file__, p.root_data())")
    assert where.stdout.split() == [
        str(installed / "voicecoach" / "paths.py"),
        str(installed / "voicecoach" / "_root"),
    ]


@pytest.mark.parametrize("command", ["--version", "models list", "config show", "scenarios list"])
def test_its_commands_find_their_data(installed: Path, command: str) -> None:
    """Exit 0, something on stdout, no traceback."""
    done = run(installed, "-m", "voicecoach", *command.split())
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_version_stands_in_one_place_and_comes_quickly(wheel: Path, installed: Path) -> None:
    """`--version` agrees with the wheel's own, and imports nothing heavy."""
    declared = wheel.name.split("-")[1]
    script = (
        "import sys; from voicecoach.terminal.cli import main; main(['--version']);"
        "print([m for m in ('numpy', 'pydantic', 'sounddevice', 'httpx') if m in sys.modules])"
    )
    done = run(installed, "-c", script)
    assert declared in done.stdout
    assert done.stdout.strip().endswith("[]"), done.stdout
