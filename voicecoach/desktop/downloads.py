"""Fetching models, one after the other. A child process does it: the window itself uses no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping

from PySide6.QtCore import QProcess

from voicecoach.desktop.hook import Hook
from voicecoach.desktop.words import word


def pull_command(name: str) -> list[str]:
    """What fetches a model, and tells its steps as JSON lines."""
    return [sys.executable, "-m", "voicecoach", "models", "pull", name, "--json"]


class Downloads:
    """What is fetched now, and what waits for it."""

    def __init__(self) -> None:
        self.step = Hook[[str, Mapping[str, object]]]()
        """A model's id, and one step as `models pull --json` tells it."""
        self.began = Hook[[str]]()
        self.ended = Hook[[str, str]]()
        """A model's id, and why it did not come: empty where it did."""
        self._waiting: list[str] = []
        self._now = ""
        self._child: QProcess | None = None
        self._stopped = False

    @property
    def busy(self) -> bool:
        """Is something being fetched?"""
        return self._child is not None

    def holds(self, name: str) -> bool:
        """Is this model being fetched, or waiting to be?"""
        return name == self._now or name in self._waiting

    def fetch(self, name: str) -> None:
        """Fetch a model, now or after those that were asked for before."""
        if not self.holds(name):
            self._waiting.append(name)
            self._next()

    def stop(self, name: str | None = None) -> None:
        """Stop one download, or all; what came is kept, and goes on from there another time."""
        if name is None or name in self._waiting:
            dropped = list(self._waiting) if name is None else [name]
            self._waiting = [one for one in self._waiting if one not in dropped]
            for one in dropped:
                self.ended.emit(one, word("models.stopped"))
        if self._child and name in (None, self._now):
            self._stopped = True
            self._child.terminate()

    def close(self, wait_ms: int = 3000) -> None:
        """The window goes: no child is left behind."""
        self._waiting = []
        child, self._child = self._child, None
        if child:
            child.blockSignals(True)
            child.terminate()
            if not child.waitForFinished(wait_ms):
                child.kill()
                child.waitForFinished(wait_ms)

    def _next(self) -> None:
        if self._child or not self._waiting:
            return
        self._now = self._waiting.pop(0)
        self._stopped = False
        program, *arguments = pull_command(self._now)
        self._child = child = QProcess()
        child.setProgram(program)
        child.setArguments(arguments)
        child.readyReadStandardOutput.connect(self._read)
        child.finished.connect(lambda code, _status: self._over(code))
        child.errorOccurred.connect(self._never_started)
        self.began.emit(self._now)
        child.start()

    def _read(self) -> None:
        while self._child and self._child.canReadLine():
            line = bytes(self._child.readLine().data()).decode(errors="replace")
            try:
                step = json.loads(line)
                self.step.emit(str(step["model"]), step)
            except (ValueError, KeyError, TypeError):
                continue

    def _never_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._over(1)

    def _over(self, code: int) -> None:
        child, name = self._child, self._now
        if child is None:
            return
        said = bytes(child.readAllStandardError().data()).decode(errors="replace").strip().splitlines()
        why = word("models.stopped") if self._stopped else _why(said)
        child.deleteLater()
        self._child, self._now = None, ""
        self.ended.emit(name, "" if code == 0 else why)
        self._next()


def _why(said: list[str]) -> str:
    """The child's own last words, which say what happened and what to do."""
    told = [line.removeprefix("Error: ") for line in said[-2:]]
    return " ".join([word("models.failed"), *told])
