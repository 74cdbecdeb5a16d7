"""The real window on a screen that nobody sees, with a keyboard. Debian: xvfb xdotool."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


def missing() -> list[str]:
    """Programs that are not installed."""
    return [program for program in ("Xvfb", "xdotool") if shutil.which(program) is None]


class Screen:
    """The window on a screen of its own, with a keyboard."""

    def __init__(self, environment: dict[str, str], before: Sequence[str] = ()) -> None:
        """`before` is a command that runs the window: one that watches it, say."""
        self.log = Path(environment["VOICECOACH_HOME"]) / "said.txt"
        self._environment = environment
        with self.log.open("w") as said:
            self.program = subprocess.Popen(
                [*before, sys.executable, "-m", "voicecoach"], env=environment, stdout=said, stderr=said
            )
        self._window = ""

    def title(self) -> str:
        """What stands in the window's title; empty while there is none."""
        if not self._window:
            found = self._do("search", "--onlyvisible", "--name", "voicecoach").split()
            if not found:
                return ""
            self._window = found[-1]
            self._do("windowfocus", "--sync", self._window)
        return self._do("getwindowname", self._window).strip()

    def key(self, *keys: str) -> None:
        for key in keys:
            self._do("key", key)
            time.sleep(0.15)

    def hold(self, key: str, down: bool) -> None:
        self._do("keydown" if down else "keyup", key)

    def until(self, text: str, seconds: float) -> None:
        wait(
            lambda: text in self.title(), seconds, lambda: f"{text!r} not in {self.title()!r}: {self.said()}"
        )

    def said(self) -> str:
        return self.log.read_text()[-2000:]

    def _do(self, *command: str) -> str:
        told = subprocess.run(
            ["xdotool", *command],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        return told.stdout


def wait(done: Callable[[], bool], seconds: float, why: Callable[[], str]) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, why()
        time.sleep(0.1)


@contextmanager
def display() -> Iterator[str]:
    """An X server without a network; gives what DISPLAY must be."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
