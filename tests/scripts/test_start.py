"""The two commands, in a copy of the clone that needs nothing from the network.

The copy's build backend is a few lines of its own, so that the real pip installs it offline.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"

PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "voicecoach"
version = "0"
[project.optional-dependencies]
desktop = []
dev = []
"""

BACKEND = """
import pathlib, zipfile
def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "voicecoach-0-py3-none-any.whl"
    info = "voicecoach-0.dist-info/"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / name, "w") as wheel:
        wheel.writestr("voicecoach.pth", str(pathlib.Path.cwd()))
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: voicecoach\\nVersion: 0\\n"
                       "Provides-Extra: desktop\\nProvides-Extra: dev\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\n"
                       "Root-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""

MAIN = """
import sys
print("voicecoach was started with", sys.argv[1:])
sys.exit(3 if "fail" in sys.argv else 0)
"""


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone that has never been started."""
    root = tmp_path_factory.mktemp("clone") / "voicecoach with a space"
    (root / "voicecoach").mkdir(parents=True)
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND)
    (root / "voicecoach" / "__init__.py").write_text("")
    (root / "voicecoach" / "__main__.py").write_text(MAIN)
    return root


def start(clone: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """`python3 scripts/start.py ARGUMENTS`, from another folder."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "VIRTUAL_ENV", "PYTHON"))}
    return subprocess.run(
        [sys.executable, str(clone / "scripts" / "start.py"), *arguments],
        capture_output=True,
        text=True,
        cwd=clone.parent,
        env={**clean, **environ},
        check=False,
        timeout=240,
    )


@pytest.mark.slow
def test_a_fresh_clone_is_installed_and_started_and_the_second_start_calls_no_pip(clone: Path) -> None:
    """The first start makes .venv and hands arguments and exit code on; the second goes straight there."""
    first = start(clone, "demo", "--out", "demo-out")
    assert "voicecoach was started with ['demo', '--out', 'demo-out']" in first.stdout, first.stderr
    assert "[1/2]" in first.stderr
    assert (clone / ".venv" / "voicecoach.json").is_file()

    (clone / ".venv" / "install.log").unlink()
    second = start(clone, "fail")
    assert second.returncode == 3
    assert "[1/2]" not in second.stderr
    assert not (clone / ".venv" / "install.log").exists()

    (clone / "pyproject.toml").write_text(PYPROJECT.replace("dev = []", "dev = []\nmore = []"))
    third = start(clone)
    assert "[2/2]" in third.stderr
    assert "[1/2]" not in third.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX here")
def test_a_start_that_was_killed_half_way_is_mended_by_the_next(clone: Path) -> None:
    """Ctrl-C while .venv is being made leaves no installation note, and the next start makes it whole."""
    shutil.rmtree(clone / ".venv", ignore_errors=True)
    process = subprocess.Popen(
        [sys.executable, str(clone / "scripts" / "start.py")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not (clone / ".venv" / "lib").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) == 130
    assert not (clone / ".venv" / "voicecoach.json").exists()

    again = start(clone, "hello")
    assert "voicecoach was started with ['hello']" in again.stdout, again.stderr


@pytest.mark.slow
def test_a_failed_installation_says_what_pip_said_and_leaves_no_note(clone: Path) -> None:
    """A build that breaks ends with exit 1, pip's error and the log's place; no traceback of ours."""
    (clone / ".venv" / "voicecoach.json").unlink(missing_ok=True)
    (clone / "backend.py").write_text("raise RuntimeError('broken on purpose')")
    try:
        failed = start(clone)
    finally:
        (clone / "backend.py").write_text(BACKEND)
    assert failed.returncode == 1
    assert "install.log" in failed.stderr
    assert "start.py" not in failed.stderr
    assert not (clone / ".venv" / "voicecoach.json").exists()
