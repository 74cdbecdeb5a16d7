"""What holds for every test: a home of its own, no network, and in CI nothing is skipped."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecoach import offline

SKIPS_THAT_ARE_FINE = ("needs macOS", "needs Windows", "signals are POSIX here")

offline.guard()

# A shell lets what it starts in the background ignore Ctrl-C, and so would every program started here.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Configuration, rehearsals, models and logs of this test alone."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VOICECOACH_HOME", str(home))
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    return home


@pytest.fixture(autouse=True)
def own_umask() -> Iterator[None]:
    """The program's own is strict, and a sound server of the tests has another user."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that tries to leave this machine fails, even where the code swallowed the refusal."""
    offline.guard()
    before = len(offline.refusals)
    yield
    offline.guard()
    tried = offline.refusals[before:]
    if tried and "refusals_expected" not in request.fixturenames:
        pytest.fail(f"tried to reach {', '.join(tried)}")


@pytest.fixture
def refusals_expected() -> None:
    """For tests of the guard itself."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """In CI everything is installed, so a skipped test is a failure."""
    report = yield
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(fine in reason for fine in SKIPS_THAT_ARE_FINE):
            report.outcome = "failed"
            report.longrepr = f"skipped in CI, where nothing may be missing: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Iterator[None]:
    """The same for a whole file: `pytest.importorskip` at its top."""
    report = yield
    if os.environ.get("CI") == "true" and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be missing: {report.longrepr}"
    return report
