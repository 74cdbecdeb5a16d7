"""Drills of time: a clock set back, a laptop that slept."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from scripts.drills.commandline import CommandLine, stop_for
from scripts.drills.engines import GOOD, with_ollama
from scripts.drills.played import Drilled
from scripts.drills.told import How, Told
from voicecoach.rehearsal import store

DAY_S, NIGHT_S = 86_400, 8 * 3600


def clock_set_back(root: Path) -> Told:
    """A day back in mid-rehearsal: every turn is kept in order."""
    with clocks() as leap:
        return Drilled(root, lambda _: leap(-DAY_S, steady=False)).goes_on()


def clock_set_back_between_attempts(root: Path) -> Told:
    """The second attempt is made "before" the first: it is still the second, and taken up again whole."""
    (root / "first").mkdir()
    (root / "second").mkdir()
    with clocks() as leap:
        Drilled(root / "first").goes_on()
        leap(-DAY_S, steady=False)
        told = Drilled(root / "second").goes_on()
    first, second = store.find(str(root / "first/rehearsal")), store.find(str(root / "second/rehearsal"))
    assert second.story.started < first.story.started, "the clock was not set back"
    return told


def laptop_suspended(root: Path) -> Told:
    """Both clocks leap by a night between two turns."""
    with clocks() as leap:
        return Drilled(root, lambda _: leap(NIGHT_S, steady=True)).goes_on()


def laptop_suspended_with_a_model(root: Path) -> Told:
    """The same with a model's server: its silence of a night is none of its fault."""
    with clocks() as leap, with_ollama(root, GOOD) as (drill, _):
        drill.fault = lambda _: leap(NIGHT_S, steady=True)
        return drill.goes_on()


def program_stopped_for_seconds(root: Path) -> Told:
    """The real program stands still in mid-talk while all clocks go on."""
    line = CommandLine(root)
    ran = line.rehearse(fast=False, recordings=("no", "yes"), at_turn=(1, lambda pid: stop_for(pid, 4)))
    assert ran.code == 0, ran.err
    assert len(ran.turns) >= 4, ran.turns
    line.all_kept(ran.turns, line.only_rehearsal())
    return Told(How.WENT_ON)


@contextmanager
def clocks() -> Iterator[Callable[..., None]]:
    """The clock on the wall and the steady one of this process, and a way to make them leap."""
    gone = {"wall": 0.0, "steady": 0.0}
    on_the_wall, steadily = time.time, time.monotonic

    def leap(seconds: float, *, steady: bool) -> None:
        gone["wall"] += seconds
        gone["steady"] += seconds if steady else 0.0

    def now() -> float:
        return steadily() + gone["steady"]

    ours = [m for name, m in sys.modules.items() if name.startswith("voicecoach") and hasattr(m, "monotonic")]
    patches = [mock.patch.object(module, "monotonic", now) for module in (*ours, time)]
    patches.append(mock.patch.object(time, "time", lambda: on_the_wall() + gone["wall"]))
    for patch in patches:
        patch.start()
    try:
        yield leap
    finally:
        for patch in patches:
            patch.stop()


ALL = (
    clock_set_back, clock_set_back_between_attempts, laptop_suspended, laptop_suspended_with_a_model,
    program_stopped_for_seconds,
)  # fmt: skip
