"""The window from outside: keys from xdotool, speech into a virtual microphone, the demo to its report."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import virtual_sound
from tests.screen import Screen, display, wait
from tests.screen import missing as screen_missing
from tests.virtual_sound import VirtualCard
from voicecoach import settings
from voicecoach.rehearsal import scenario, store
from voicecoach.rehearsal.demo import demo_recordings
from voicecoach.types import Sound, Who

NEEDED = screen_missing() + virtual_sound.missing()

pytestmark = [
    pytest.mark.sound,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and PulseAudio are Linux's"),
    pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {NEEDED}"),
]


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
    with display() as number:
        environment = {**card.environment, "DISPLAY": number, "VOICECOACH_HOME": str(own_home)}
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            environment.pop(name, None)
        screen = Screen(environment)
        yield screen
        if screen.program.poll() is None:
            screen.program.send_signal(signal.SIGKILL)
        screen.program.wait()


def turns_of_mine() -> int:
    kept = store.list_all()
    return sum(turn.who is Who.YOU for turn in kept[-1].story.turns) if kept else 0


def told(screen: Screen) -> str:
    """What is to be known when a turn does not come: the window's title, the journal's end, the log."""
    kept = store.list_all()
    lines = (kept[-1].folder / "journal.jsonl").read_text("utf-8").splitlines()[-4:] if kept else []
    return f"{screen.title()!r}, {turns_of_mine()} turns; {[line[:200] for line in lines]}; {screen.said()}"


def say(screen: Screen, card: VirtualCard, recording: Sound) -> None:
    """Hold Space for as long as it is played into the microphone."""
    screen.until("Your turn", 60)
    screen.hold("space", True)
    screen.until("Listening", 5)
    card.say(recording.samples, recording.rate).wait(60)
    time.sleep(0.5)
    screen.hold("space", False)


def caught(screen: Screen, number: int) -> bool:
    """Has so many a turn come? False where it is the user's turn again and none has."""
    waited, deadline = 0.0, time.monotonic() + 60
    while turns_of_mine() < number:
        assert time.monotonic() < deadline, told(screen)
        waited = waited + 0.2 if "Your turn" in screen.title() else 0.0
        if waited > 3.0:
            return False
        time.sleep(0.2)
    return True


def loud(card: VirtualCard) -> bool:
    """Does anything come out of the loudspeaker within a second?"""
    ear = card.listen()
    heard = ear.next(1.0)
    ear.close()
    return bool(abs(heard.astype(int)).max() > 500)


def test_the_demo_is_rehearsed_and_critiqued_with_the_keyboard_alone(
    screen: Screen, card: VirtualCard
) -> None:
    """Enter to choose and to answer, Space held to talk, Enter to end, Esc to go: nothing else is used."""
    screen.until("What conversation", 30)
    screen.key("Return")
    screen.until("A few questions", 10)
    screen.key(*["Return"] * len(scenario.load("raise").questions))
    for number, recording in enumerate(demo_recordings(), 1):
        say(screen, card, recording)
        if not caught(screen, number):  # as anybody would: a machine that stalls hears nothing
            say(screen, card, recording)
            assert caught(screen, number), told(screen)
    screen.until("Your turn", 60)
    screen.key("Return")
    screen.until("Looking back", 30)
    wait(lambda: loud(card), 60, lambda: f"the coach is not heard: {screen.said()}")
    screen.key("Escape")
    time.sleep(1)
    screen.key("Escape")
    screen.until("What conversation", 30)
    kept = store.list_all()[-1]
    assert kept.story.critiqued
    assert (kept.folder / "report.html").is_file()
    assert "ninety" in " ".join(turn.text for turn in kept.story.turns if turn.who is Who.YOU)
    assert screen.program.poll() is None, screen.said()


def test_back_pause_rewind_and_drop_by_keys_from_outside(screen: Screen, card: VirtualCard) -> None:
    screen.until("What conversation", 30)
    screen.key("Return")
    screen.until("A few questions", 10)
    screen.key(*["Return"] * len(scenario.load("raise").questions))
    first, second = demo_recordings()[:2]
    say(screen, card, first)
    wait(lambda: turns_of_mine() == 1, 30, screen.said)
    screen.until("Your turn", 60)
    screen.key("p")
    screen.until("Paused", 10)
    screen.key("p")
    screen.until("Your turn", 10)
    screen.hold("space", True)
    screen.until("Listening", 5)
    screen.key("Escape")
    screen.until("Your turn", 10)
    screen.hold("space", False)
    say(screen, card, second)
    wait(lambda: turns_of_mine() == 2, 30, screen.said)
    screen.until("Your turn", 60)
    screen.key("BackSpace")
    wait(lambda: turns_of_mine() == 1, 10, screen.said)
    screen.until("Your turn", 10)
    screen.key("r")
    screen.until("Go back to which moment", 10)
    screen.key("Return")
    wait(lambda: turns_of_mine() == 0, 10, screen.said)
    screen.until("Your turn", 10)
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
