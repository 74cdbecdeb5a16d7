"""Shows a download: whole lines, seldom, and none where nobody looks."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict

from voicecoach.catalog.meter import Step, amount, time_left
from voicecoach.terminal.say import give, tell
from voicecoach.terminal.words import word

_EVERY_S = 5.0
_JSON_EVERY_S = 0.25


class ProgressLines:
    """A line every few seconds and at each turn of events; on a pipe only the end of each model.

    As JSON, each step is one object a line on stdout: that is what the window reads.
    """

    def __init__(self, *, as_json: bool = False, quiet: bool = False) -> None:
        self._as_json, self._quiet = as_json, quiet or not sys.stderr.isatty()
        self._last_s = 0.0
        self._last: tuple[str, str] = ("", "")

    def __call__(self, step: Step) -> None:
        """One step further."""
        now, turn = time.monotonic(), (step.model, step.phase)
        due = now - self._last_s >= (_JSON_EVERY_S if self._as_json else _EVERY_S)
        if not due and turn == self._last and step.phase != "done":
            return
        self._last_s, self._last = now, turn
        if self._as_json:
            give(json.dumps(asdict(step)))
        elif step.phase == "done" or not self._quiet:
            tell(line(step))


def line(step: Step) -> str:
    """One step in words."""
    if step.phase == "done":
        return word("progress.done", model=step.model, size=amount(step.done))
    if step.phase == "verifying":
        return word("progress.verifying", model=step.model, file=step.file)
    if step.phase == "waiting":
        return word("progress.waiting", model=step.model, size=amount(step.done))
    parts = [word("progress.fetching", model=step.model, done=amount(step.done), total=amount(step.total))]
    if step.rate:
        parts.append(word("progress.rate", rate=amount(step.rate)))
    return ", ".join([*parts, *([time_left(step.left_s)] if step.left_s is not None else [])])
