"""Makes `.venv` beside this clone and installs voicecoach into it. Standard library only.

What is installed is noted in `.venv/voicecoach.json`, written last: a `.venv` without that note was broken
off half way and is mended or made anew; one whose note still fits needs neither pip nor network.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NO_VENV = """\
Python cannot make a virtual environment here: its `ensurepip` part is missing.
  Debian, Ubuntu:  sudo apt install python3-venv
  Fedora:          sudo dnf install python3-pip
  Arch:            sudo pacman -S python-pip
Then run the same command again."""

NO_PORTAUDIO = """\
There is no PortAudio on this machine, so voicecoach cannot use a microphone or a loudspeaker yet.
  Debian, Ubuntu:  sudo apt install libportaudio2
  Fedora:          sudo dnf install portaudio
  Arch:            sudo pacman -S portaudio
Carrying on without a sound card."""

LARGE_MB = 25
"""Packages from this size on are named as they come; the rest takes no time worth telling."""

NO_NETWORK = ("Failed to establish", "Temporary failure in name", "No route to host", "ConnectTimeout")


class SetupError(Exception):
    """What went wrong and what to do, for the person at the keyboard."""


def say(text: str) -> None:
    """Talk goes to stderr: stdout belongs to voicecoach."""
    print(text, file=sys.stderr, flush=True)


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Is there a screen for a window?"""
    if not platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def interpreter(venv: Path) -> Path:
    """The Python inside a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def fingerprint(root: Path) -> str:
    """Changes when what has to be installed, or the place of the clone, changes."""
    said = (root / "pyproject.toml").read_bytes() + str(root).encode()
    return hashlib.sha256(said).hexdigest()


def read_note(venv: Path) -> dict[str, object]:
    """The note of the last complete installation; empty where there is none."""
    try:
        note = json.loads((venv / "voicecoach.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def write_note(venv: Path, root: Path, extras: set[str], refused: set[str]) -> None:
    """Say that the installation is complete. Whole or not at all."""
    half = venv / "voicecoach.json.part"
    note = {"fingerprint": fingerprint(root), "extras": sorted(extras), "refused": sorted(refused)}
    half.write_text(json.dumps(note), "utf-8")
    half.replace(venv / "voicecoach.json")


def is_ready(root: Path, venv: Path, extras: set[str]) -> bool:
    """Does the note say that all this is installed, and is there still a Python?"""
    note = read_note(venv)
    known = {*_words(note.get("extras")), *_words(note.get("refused"))}
    return note.get("fingerprint") == fingerprint(root) and extras <= known and interpreter(venv).exists()


def _words(value: object) -> set[str]:
    return {str(word) for word in value} if isinstance(value, list) else set()


def make_venv(venv: Path) -> None:
    """Make `.venv`, or make it anew where an earlier one is broken. Raises SetupError."""
    if venv.is_symlink() and not venv.exists():
        raise SetupError(
            f"{venv} is a link to {venv.readlink()}, which is not there.\n"
            f"Bring that back, or take the link away and start again: rm {shlex.quote(str(venv))}"
        )
    if _works(venv):
        return
    say("[1/2] Making .venv anew: the earlier one is not whole." if venv.exists() else "[1/2] Making .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)], capture_output=True, text=True, check=False
    )
    if made.returncode or not _works(venv):
        words = (made.stdout + made.stderr).strip()
        shutil.rmtree(venv, ignore_errors=True)
        unsupported = not words or "ensurepip" in words or "No module named venv" in words
        raise SetupError(NO_VENV if unsupported else words)


def _works(venv: Path) -> bool:
    """Is there a Python with pip in it? A half-made one has no pip yet."""
    python = interpreter(venv)
    if not python.exists():
        return False
    try:
        asked = subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def install(root: Path, venv: Path, extras: set[str]) -> bool:
    """`pip install -e .[extras]`, one line for what takes long. Says whether it went well."""
    what = f"{root}[{','.join(sorted(extras))}]" if extras else str(root)
    command = [str(interpreter(venv)), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "-e", what]
    log = venv / "install.log"
    with (
        log.open("wb") as kept,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as pip,
    ):
        assert pip.stdout is not None
        for line in pip.stdout:
            kept.write(line)
            shown = progress(line.decode("utf-8", "replace"))
            if shown:
                say(shown)
    return pip.returncode == 0


def progress(line: str) -> str:
    """The part of pip's line that tells someone who waits what is going on; empty for the rest."""
    fetched = re.match(r"\s*Downloading (\S+?)-\d\S* \((\d+)(?:\.\d+)? MB\)", line)
    if fetched and int(fetched.group(2)) >= LARGE_MB:
        return f"      {fetched.group(1)}, {fetched.group(2)} MB"
    if line.startswith("Installing collected packages"):
        return "      Putting everything in place"
    return ""


def prepare(extras: set[str], root: Path = ROOT) -> Path:
    """A Python that has voicecoach and these extras installed. Raises SetupError."""
    venv = root / ".venv"
    if is_ready(root, venv, extras):
        return interpreter(venv)
    kept = _words(read_note(venv).get("extras"))
    make_venv(venv)
    wanted = extras | kept
    (venv / "voicecoach.json").unlink(missing_ok=True)
    say("[2/2] Installing voicecoach and what it needs (some hundred MB the first time; a few minutes)")
    if install(root, venv, wanted):
        write_note(venv, root, wanted, set())
    elif "desktop" in wanted and "dev" not in wanted and install(root, venv, wanted - {"desktop"}):
        say("The window (PySide6) cannot be installed on this machine. voicecoach runs in the terminal.")
        write_note(venv, root, wanted - {"desktop"}, {"desktop"})
    else:
        raise SetupError(_why(venv / "install.log"))
    return interpreter(venv)


def _why(log: Path) -> str:
    """The end of pip's own words, and what to do."""
    words = log.read_text("utf-8", "replace")
    if any(sign in words for sign in NO_NETWORK):
        return "The first start needs the internet, to install what voicecoach uses. Connect and start again."
    errors = [line for line in words.splitlines() if line.startswith("ERROR")] or words.splitlines()[-5:]
    return "\n".join([*errors, f"Everything pip said is in {log}. Mend that and start again."])


def portaudio_missing(platform: str = sys.platform) -> bool:
    """On Linux PortAudio is a system package; elsewhere it comes with sounddevice."""
    return platform.startswith("linux") and ctypes.util.find_library("portaudio") is None


def words(script: str) -> str:
    """How this script was called, for messages that name a command to paste."""
    python = Path(sys.executable).name if shutil.which(Path(sys.executable).name) else sys.executable
    return f"{shlex.quote(python)} {shlex.quote(script)}"


def run(python: Path, arguments: Sequence[str]) -> int:
    """Hand over to Python in `.venv`. On POSIX this process becomes it."""
    command = [str(python), *arguments]
    if os.name != "nt":
        os.execv(command[0], command)
    with subprocess.Popen(command) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue  # the child got it too, and ends in its own way
