"""The window's figures: time to a usable window, from the talk key to capture and screen, longest frame.

Qt draws into memory unless QT_QPA_PLATFORM is set. Warm disk: the first start is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STARTS = 5
TURNS = 3

START = """
import time, sys
began = float(sys.argv[1])
from voicecoach.desktop.preflight import cannot_open
cannot_open()
from voicecoach.desktop import app
from voicecoach import settings
from voicecoach.desktop.look import dress
from voicecoach.desktop.window import Window
qt = app._application()
dress(qt, settings.load())
window = Window()
window.start()
while window.home.first_focus() is None or not window.isVisible():
    qt.processEvents()
qt.processEvents()
print(time.time() - began)
window.close()
"""


def main() -> None:
    """Print one line a figure."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["VOICECOACH_HOME"] = home
        from voicecoach import settings

        for stage, engine in (("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")):
            settings.save(f"{stage}.engine", engine)
        settings.save("coach.speak", False)
        starts = [started() for _ in range(STARTS + 1)][1:]
        print(f"start to a usable window: {sorted(starts)[STARTS // 2]:.2f} s, most {max(starts):.2f} s")
        rehearsed()


def started() -> float:
    """Seconds from the start of the program to a window that takes keys."""
    told = subprocess.run(
        [sys.executable, "-c", START, str(time.time())], capture_output=True, text=True, check=True
    )
    return float(told.stdout.split()[-1])


def rehearsed() -> None:  # noqa: PLR0915 (one measurement, told in its order)
    """A rehearsal in real time with the starters; keys go in as Qt events, speech from recordings."""
    from PySide6.QtCore import QElapsedTimer, Qt
    from PySide6.QtTest import QTest

    from voicecoach.audio.listener_events import ListenerState
    from voicecoach.desktop.app import _application
    from voicecoach.desktop.stage import Stage
    from voicecoach.desktop.window import Window
    from voicecoach.rehearsal.demo import demo_brief, demo_recordings
    from voicecoach.rehearsal.events import Command, State
    from voicecoach.rehearsal.sitting import Plan
    from voicecoach.settings import Settings
    from voicecoach.terminal.rooms import Devices, open_devices

    devices: list[Devices] = []

    def opened(mode: str, now: Settings) -> Devices:
        devices.append(open_devices(mode, now, demo_recordings()[:TURNS], None, fast=False))
        return devices[-1]

    Stage._recorded_person = lambda self, devices: None  # type: ignore[method-assign]
    qt = _application()
    window = Window(opened)
    window.start()
    clock, frames = QElapsedTimer(), []
    clock.start()

    def turn() -> None:
        clock.restart()
        qt.processEvents()
        frames.append(clock.nsecsElapsed() / 1e6)
        time.sleep(0.001)

    def until(done: Callable[[], bool]) -> None:
        while not done():
            turn()

    window.begin(Plan(demo_brief(), seed=1))
    capture, screen = [], []
    for _ in range(TURNS):
        until(lambda: window.room.state is State.READY)
        began = time.perf_counter()
        QTest.keyPress(window, Qt.Key.Key_Space)
        while devices[-1].listener.state is not ListenerState.TALKING:
            time.sleep(0.0002)
        capture.append((time.perf_counter() - began) * 1000)
        until(lambda: window.room.state is State.LISTENING)
        screen.append((time.perf_counter() - began) * 1000)
        user = devices[-1].recordings
        assert user is not None
        user.say_next()
        until(lambda user=user: not user.saying)
        QTest.keyRelease(window, Qt.Key.Key_Space)
        until(lambda: window.room.state is not State.LISTENING)
    until(lambda: window.room.state is State.READY)
    window.room.ask(Command.STOP)
    until(lambda: window.looking_back.critique is not None)
    print(
        f"talk key to capture: most {max(capture):.1f} ms; to the state on screen: most {max(screen):.1f} ms"
    )
    print(
        f"longest frame: {max(frames):.0f} ms; over 100 ms: {sum(f > 100 for f in frames)} of {len(frames)}"
    )
    window.close()


if __name__ == "__main__":
    main()
