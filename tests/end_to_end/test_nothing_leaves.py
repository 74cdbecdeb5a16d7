"""Rehearse, critique, doctor and the window: each watched by its system calls, and each cut off.

Everything must work with no interface at all, not even loopback; and whether cut off or not, no call may
name an address beyond this machine.
"""

from __future__ import annotations

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
REHEARSE = ["rehearse", "boundary", "--brief", str(BRIEF), *MICS, "--fast", "--yes"]
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
def test_the_demo(cut_off: bool, log: Path, tmp_path: Path) -> None:
    done = watching.run(voicecoach("demo", "--out", str(tmp_path / "out")), log, cut_off=cut_off)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()


@both
@pytest.mark.parametrize(
    "engines",
    [[], ["--hearing", str(WHISPER), "--speaking", str(VOICE)]],
    ids=["starters", "whisper and piper"],
)
def test_a_rehearsal_and_then_all_that_can_be_done_with_it(
    cut_off: bool, engines: list[str], log: Path
) -> None:
    """From the first word to the report, the critique again, a comparison, an archive, and its end."""
    done = watching.run(voicecoach(*REHEARSE, *engines), log, cut_off=cut_off)
    assert done.returncode == 0, done.stderr
    for command in (
        ["critique", "last", "--json"],
        ["rehearsals", "show", "last"],
        ["rehearsals", "replay", "last", "--out", str(log.with_name("all.wav"))],
        ["rehearsals", "compare", "last"],
        ["rehearsals", "export", "last", str(log.parent)],
        ["rehearsals", "delete", "last", "--yes"],
    ):
        more = log.with_name("more")
        done = watching.run(voicecoach(*command), more, cut_off=cut_off)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert watching.foreign(more) == []


@both
def test_a_partner_in_ollama_is_reached_on_loopback_and_nothing_else_is(cut_off: bool, log: Path) -> None:
    """Cut off, there is no server either: the script takes over, and the rehearsal goes on."""
    with StandIn([Chat("There you are. I had begun to wonder what all this was about.")]) as server:
        settings.save("partner.host", server.url)
        wanted = [] if cut_off else ["--partner", "ollama"]
        done = watching.run(voicecoach(*REHEARSE, *wanted), log, cut_off=cut_off, loopback=True)
    assert done.returncode == 0, done.stderr
    engines = {turn.engine for turn in store.find("last").story.turns}
    assert ("ollama" in engines) is not cut_off


@both
def test_critiques_of_files_and_the_checks(cut_off: bool, log: Path) -> None:
    first = (DATA / "dialogues.jsonl").read_text("utf-8").splitlines()[0]
    one = log.with_name("one.json")
    one.write_text(first, "utf-8")
    for command in (
        ["critique", str(one), "--json"],
        ["scope", "--jsonl", str(DATA / "scope.jsonl")],
        ["speakable", "--jsonl", str(DATA / "lines.jsonl")],
    ):
        done = watching.run(voicecoach(*command), log, cut_off=cut_off)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout.strip()
        assert watching.foreign(log) == []


@both
def test_the_doctor_who_also_times_the_engines(cut_off: bool, log: Path) -> None:
    """With every engine there is: Whisper and Piper are loaded, and Ollama is looked for."""
    shutil.copytree(WHISPER, models_dir() / "hearing" / "mine")
    shutil.copytree(VOICE.parent, models_dir() / "speaking" / "tones")
    done = watching.run(voicecoach("doctor", "--measure"), log, cut_off=cut_off)
    assert done.returncode in (0, 1), done.stderr  # no sound card is a fault, and no crash
    assert "A reply starts about" in done.stdout


@pytest.mark.skipif(bool(screen_missing()), reason="needs Xvfb and xdotool")
@both
def test_every_page_of_the_window(cut_off: bool, log: Path) -> None:
    """As pictures, on a screen in memory."""
    pictures = log.with_name("pictures")
    done = watching.run(voicecoach("--screenshot-tour", str(pictures)), log, cut_off=cut_off)
    assert done.returncode == 0, done.stderr
    assert len(list(pictures.glob("*.png"))) > 5


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
