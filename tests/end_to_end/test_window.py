"""The window from outside: keys from xdotool, speech into a virtual microphone, the demo to its report."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import virtual_sound
from tests.virtual_sound import VirtualCard
from voicecoach import settings
from voicecoach.rehearsal import scenario, store
from voicecoach.rehearsal.demo import demo_recordings
from voicecoach.types import Who

NEEDED = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None] + virtual_sound.missing()

pytestmark = [
    pytest.mark.sound,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and PulseAudio are Linux's"),
    pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {NEEDED}"),
]


class Screen:
    """The window on a screen of its own, with a keyboard."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.log = Path(environment["VOICECOACH_HOME"]) / "said.txt"
        self._environment = environment
        with self.log.open("w") as said:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "voicecoach"], env=environment, stdout=said, stderr=said
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


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    card = VirtualCard()
    card.start()
    yield card
    card.remove()


@pytest.fixture
def screen(card: VirtualCard, own_home: Path) -> Iterator[Screen]:
    for key in ("hearing", "speaking", "partner"):
        starter = {"hearing": "sphinx", "speaking": "espeak", "partner": "scripted"}[key]
        settings.save(f"{key}.engine", starter)
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        display = numbers.readline().strip()
    environment = {**card.environment, "DISPLAY": f":{display}", "VOICECOACH_HOME": str(own_home)}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    screen = Screen(environment)
    yield screen
    if screen.program.poll() is None:
        screen.program.send_signal(signal.SIGKILL)
    screen.program.wait()
    server.terminate()
    server.wait()


def turns_of_mine() -> int:
    kept = store.list_all()
    return sum(turn.who is Who.YOU for turn in kept[-1].story.turns) if kept else 0


def test_the_demo_is_rehearsed_and_critiqued_with_the_keyboard_alone(
    screen: Screen, card: VirtualCard
) -> None:
    """Enter to choose and to answer, Space held to talk, Enter to end, Esc to go: nothing else is used."""
    screen.until("What conversation", 30)
    screen.key("Return")
    screen.until("A few questions", 10)
    screen.key(*["Return"] * len(scenario.load("raise").questions))
    for number, recording in enumerate(demo_recordings(), 1):
        screen.until("Your turn", 60)
        screen.hold("space", True)
        screen.until("Listening", 5)
        card.say(recording.samples, recording.rate).wait(60)
        time.sleep(0.5)
        screen.hold("space", False)
        wait(lambda n=number: turns_of_mine() >= n, 30, lambda: f"{turns_of_mine()} turns; {screen.said()}")  # type: ignore[misc]
    screen.until("Your turn", 60)
    screen.key("Return")
    screen.until("Looking back", 30)
    time.sleep(3)
    screen.key("Escape")
    time.sleep(1)
    screen.key("Escape")
    screen.until("What conversation", 30)
    kept = store.list_all()[-1]
    assert kept.story.critiqued
    assert (kept.folder / "report.html").is_file()
    assert "ninety" in " ".join(turn.text for turn in kept.story.turns if turn.who is Who.YOU)
    assert screen.program.poll() is None, screen.said()


def test_a_second_copy_is_told_so_and_does_not_run(screen: Screen) -> None:
    screen.until("What conversation", 30)
    second = Screen(screen._environment)
    wait(lambda: "already open" in second.said(), 20, second.said)
    second.program.kill()
    second.program.wait()


def test_a_screen_that_does_not_answer_is_told_and_crashes_nothing(own_home: Path) -> None:
    environment = {**os.environ, "DISPLAY": ":987", "VOICECOACH_HOME": str(own_home)}
    environment.pop("QT_QPA_PLATFORM", None)
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from voicecoach.desktop.preflight import cannot_open; print(cannot_open())",
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "does not answer" in told.stdout
