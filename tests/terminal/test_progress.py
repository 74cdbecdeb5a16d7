"""A download's progress: whole lines, seldom, in numbers."""

from __future__ import annotations

import pytest

from voicecoach.catalog.meter import Step
from voicecoach.terminal import progress
from voicecoach.terminal.progress import ProgressLines, line


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            Step("base.en", "model.bin", "fetching", 45_000_000, 148_000_000, 3_200_000, 32),
            "base.en: 45 MB of 148 MB, 3.2 MB a second, about 32 seconds left",
        ),
        (Step("base.en", "model.bin", "fetching", 0, 148_000_000), "base.en: 0 bytes of 148 MB"),
        (Step("base.en", "model.bin", "verifying", 1, 1), "base.en: verifying model.bin"),
        (
            Step("base.en", "", "waiting", 5_000, 9_000),
            "base.en: the connection broke; trying again from 5.0 kB",
        ),
        (Step("base.en", "", "done", 148_000_000, 148_000_000), "base.en: here, 148 MB"),
    ],
)
def test_each_step_in_words(step: Step, words: str) -> None:
    """Bytes, rate and time left; no bar, nothing redrawn."""
    assert line(step) == words


@pytest.mark.parametrize(("looked_at", "expected"), [(True, 3), (False, 1)])
def test_a_line_now_and_then_and_on_a_pipe_only_the_end(
    looked_at: bool, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred steps within a moment are one line, a new phase is another."""
    told: list[str] = []
    monkeypatch.setattr(progress, "tell", told.append)
    monkeypatch.setattr(progress.sys.stderr, "isatty", lambda: looked_at, raising=False)
    show = ProgressLines()
    for done in range(100):
        show(Step("base.en", "model.bin", "fetching", done, 100))
    show(Step("base.en", "model.bin", "verifying", 100, 100))
    show(Step("base.en", "model.bin", "done", 100, 100))
    assert len(told) == expected
