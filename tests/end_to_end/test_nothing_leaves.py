"""Rehearse, critique, doctor and the window: each watched by its system calls, and each cut off.

Everything must work with no interface at all, not even loopback; and whether cut off or not, no call may
name an address beyond this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import virtual_sound, watching
from tests.hearing.speech import DATA, WHISPER
from tests.screen import Screen, display, wait
from tests.screen import missing as screen_missing
from tests.standin_ollama import Chat, StandIn
from tests.virtual_sound import VirtualCard
from voicecoach import settings
from voicecoach.paths import models_dir, package_data
from voicecoach.rehearsal import scenario, store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces and strace are Linux's"),
]

BRIEF = package_data("scenarios") / "briefs" / "boundary.toml"
MICS = [part for name in ("raise", "thanks") for part in ("--mic", str(DATA / "speech" / f"{name}.flac"))]
REHEARSE = ["rehearse", *MICS, "--fast", "--yes"]
VOICE = DATA / "piper-test-voice" / "tones.onnx"

both = pytest.mark.parametrize("cut_off", [False, True], ids=["as it is", "no interface"])


def voicecoach(*command: str) -> list[str]:
    return [sys.executable, "-m", "voicecoach", *command]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Where the calls are written; at the end no one of them may have named a foreign address."""
    file = tmp_path / "calls"
    yield file
    assert watching.foreign(file) == []


@both
def test_everything_that_is_done_with_a_rehearsal(cut_off: bool, log: Path) -> None:
    """From the first word to the archive, with the starters and with Whisper and Piper; the checks of
    files; and the doctor, who loads every engine there is to time it.
    """
    settings.save("privacy.keep_audio", "all")
    shutil.copytree(VOICE.parent, models_dir() / "speaking" / "tones")
    one = log.with_name("one.json")
    one.write_text((DATA / "dialogues.jsonl").read_text("utf-8").splitlines()[0], "utf-8")
    told = in_one_process(
        log,
        ["demo", "--out", str(log.with_name("demo"))],
        [*REHEARSE, "--brief", str(BRIEF), "--hearing", "sphinx", "--speaking", "espeak"],
        [*REHEARSE, "--attempt-of", "last", "--hearing", str(WHISPER), "--speaking", str(VOICE)],
        ["critique", "last", "--json"],
        ["rehearsals", "list"],
        ["rehearsals", "replay", "last", "--out", str(log.with_name("all.wav"))],
        ["rehearsals", "compare", "last"],
        ["rehearsals", "export", "last", str(log.parent)],
        ["rehearsals", "delete", "last", "--yes"],
        ["critique", str(one), "--json"],
        ["scope", "--jsonl", str(DATA / "scope.jsonl")],
        ["speakable", "--jsonl", str(DATA / "lines.jsonl")],
        ["doctor", "--measure"],
        cut_off=cut_off,
    )
    assert "A reply starts about" in told
    assert len(store.list_all()) == 1


def in_one_process(log: Path, *commands: list[str], cut_off: bool) -> str:
    """Run commands one after the other, as one program; what they gave. The doctor may find a fault."""
    program = (
        "import json, sys; from voicecoach.terminal.cli import main\n"
        "for command in json.loads(sys.argv[1]):\n"
        "    code = main(command)\n"
        "    assert code == 0 or command[0] == 'doctor', command\n"
    )
    done = watching.run([sys.executable, "-c", program, json.dumps(commands)], log, cut_off=cut_off)
    assert done.returncode == 0, done.stderr
    return done.stdout


@both
def test_a_partner_in_ollama_is_reached_on_loopback_and_nothing_else_is(cut_off: bool, log: Path) -> None:
    """Cut off, there is no server either: the script takes over, and the rehearsal goes on."""
    with StandIn([Chat("There you are. I had begun to wonder what all this was about.")]) as server:
        settings.save("partner.host", server.url)
        wanted = [] if cut_off else ["--partner", "ollama"]
        done = watching.run(
            voicecoach(*REHEARSE, "--brief", str(BRIEF), *wanted), log, cut_off=cut_off, loopback=True
        )
    assert done.returncode == 0, done.stderr
    engines = {turn.engine for turn in store.find("last").story.turns}
    assert ("ollama" in engines) is not cut_off


@pytest.mark.skipif(bool(screen_missing()), reason="needs Xvfb and xdotool")
def test_every_page_of_the_window_with_no_interface(log: Path) -> None:
    """As pictures, on a screen in memory. What a page does, it does in any colour and after few turns."""
    pictures = log.with_name("pictures")
    program = (
        "import sys; from voicecoach.desktop import tour; from voicecoach.terminal.cli import main\n"
        "tour.FULL = tour.Route(('light',), (1,), ((0, 2), (2, 4), (2,)))\n"
        "sys.exit(main(['--screenshot-tour', sys.argv[1]]))\n"
    )
    done = watching.run([sys.executable, "-c", program, str(pictures)], log, cut_off=True)
    assert done.returncode == 0, done.stderr
    drawn = {picture.stem for picture in pictures.glob("*.png")}
    assert {"home-light", "room-light", "critique-light", "compare-light", "settings-light"} <= drawn


@pytest.mark.sound
@pytest.mark.skipif(
    bool(screen_missing() + virtual_sound.missing()), reason="needs Xvfb, xdotool, PulseAudio"
)
@both
def test_the_windows_own_process(cut_off: bool, log: Path, own_home: Path) -> None:
    """On a real screen and a real sound server: opened, set up, talked with, left."""
    for stage, engine in (("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")):
        settings.save(f"{stage}.engine", engine)
    card = VirtualCard()
    card.start()
    environment = {**watching.at_home(VOICECOACH_HOME=str(own_home)), "PULSE_SERVER": card.server}
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        environment.pop(name, None)
    with display() as number:
        screen = Screen({**environment, "DISPLAY": number}, watching.watch(log, cut_off=cut_off))
        try:
            screen.until("What conversation", 90)
            screen.key("Return")
            screen.until("A few questions", 20)
            screen.key(*["Return"] * len(scenario.load("raise").questions))
            screen.until("Your turn", 120)
            screen.hold("space", True)
            screen.until("Listening", 20)
            screen.hold("space", False)
            screen.key("Escape")
            wait(lambda: bool(log.read_text()), 20, screen.said)
        finally:
            _end(screen)
            card.remove()


def _end(screen: Screen) -> None:
    """End the window, and with it who watches it."""
    for child in Path(f"/proc/{screen.program.pid}/task").glob("*/children"):
        for process in child.read_text().split():
            os.kill(int(process), signal.SIGTERM)
    screen.program.terminate()
    screen.program.wait(30)
