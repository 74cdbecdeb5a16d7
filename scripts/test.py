#!/usr/bin/env python3
"""Checks this clone: makes .venv, installs, then ruff, mypy and pytest. Arguments go to pytest.

python3 scripts/test.py                everything
python3 scripts/test.py tests/scripts  only these tests
"""

import os
import subprocess
import sys

import _python  # noqa: F401  (first: it explains a Python that is too old)
import _venv

CHECKS = (
    ("ruff", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
)


def main() -> int:
    """Prepare what is missing and run every check."""
    try:
        python = _venv.prepare({"dev", "desktop"})
        return check(python, sys.argv[1:])
    except _venv.SetupError as failure:
        _venv.say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130


def check(python: _venv.Path, arguments: list) -> int:
    """Run every check, even after one has failed. The test runner's count comes last."""
    failed = [name for name, command in CHECKS if not passes(python, command)]
    environ = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    command = [str(python), "-m", "pytest", "-n", "2", "--dist", "worksteal", *arguments]
    tested = subprocess.run(command, cwd=str(_venv.ROOT), env=environ, check=False)
    if failed:
        _venv.say("Before the tests, this failed: " + ", ".join(failed))
    return tested.returncode or (1 if failed else 0)


def passes(python: _venv.Path, command: list) -> bool:
    """Run one check in the clone's root."""
    _venv.say("- " + " ".join(command))
    return subprocess.run([str(python), "-m", *command], cwd=str(_venv.ROOT), check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
