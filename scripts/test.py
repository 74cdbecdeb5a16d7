#!/usr/bin/env python3
"""Checks this clone: makes .venv, installs, then ruff, mypy and pytest. Arguments go to pytest.

python3 scripts/test.py                everything
python3 scripts/test.py tests/scripts  only these tests
python3 scripts/test.py --coverage     and which share of the program's lines they run: half as slow again
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
    chosen = [argument for argument in arguments if argument != "--coverage"]
    covered = ["--cov=voicecoach", "--cov-report="] if chosen != arguments else []
    command = [str(python), "-m", "pytest", "-n", "2", "--dist", "worksteal", *covered, *chosen]
    tested = subprocess.run(command, cwd=str(_venv.ROOT), env=environ, check=False)
    if covered:
        report_coverage(python)
    if failed:
        _venv.say("Before the tests, this failed: " + ", ".join(failed))
    return tested.returncode or (1 if failed else 0)


def report_coverage(python: _venv.Path) -> None:
    """Of the lines run in the tests' own processes: what runs in a program that a test starts is not seen."""
    command = [str(python), "-m", "coverage", "report", "--format=total"]
    told = subprocess.run(command, cwd=str(_venv.ROOT), stdout=subprocess.PIPE, check=False)
    _venv.say(f"Lines of the program that the tests run: {told.stdout.decode().strip() or '?'} %")


def passes(python: _venv.Path, command: list) -> bool:
    """Run one check in the clone's root."""
    _venv.say("- " + " ".join(command))
    return subprocess.run([str(python), "-m", *command], cwd=str(_venv.ROOT), check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
