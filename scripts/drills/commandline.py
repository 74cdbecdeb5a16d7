"""The real command line, as a program of its own: played, watched, broken, and taken up again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.drills.told import How, Told
from voicecoach.rehearsal.story import read_story

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "tests" / "data" / "speech"
LONGEST_S = 120
Turns = dict[int, str]


@dataclass
class Ran:
    """What came of one command."""

    code: int
    out: str
    err: str
    left: list[int] = field(default_factory=list)
    """Processes that it started and left behind."""

    @property
    def turns(self) -> Turns:
        """The turns that `--json` showed."""
        return turns_in(self.out)

    def told(self, how: How) -> Told:
        """The error as main prints it: what happened, and the next step on the line after."""
        assert "Traceback" not in self.err, self.err
        lines = self.err.splitlines()
        at = next((n for n, line in enumerate(lines) if line.startswith("Error: ")), None)
        assert at is not None, f"no error was told: {self.err}"
        return Told(how, lines[at].removeprefix("Error: "), " ".join(lines[at + 1 : at + 2]))


def turns_in(out: str) -> Turns:
    """The turns among JSON lines; a last line that is torn tells nothing."""
    shown: Turns = {}
    for line in out.splitlines():
        with contextlib.suppress(ValueError):
            event = json.loads(line)
            if event.get("event") in ("YouSaid", "PartnerSaid"):
                shown[event["turn"]["number"]] = event["turn"]["text"]
    return shown


class CommandLine:
    """voicecoach with a home of its own below `root`."""

    def __init__(self, root: Path) -> None:
        self.root, self.home = root, root / "home"
        self.home.mkdir(parents=True, exist_ok=True)

    def only_rehearsal(self) -> Path:
        """The folder of the one rehearsal in this home."""
        (folder,) = (p for p in (self.home / "rehearsals").iterdir() if p.is_dir())
        return folder

    @staticmethod
    def mounted(before: str, then: str = "") -> tuple[str, ...]:
        """To run in a place where disks of one's own can be mounted; `then` runs at the end."""
        last = f'; code=$?; {then}; exit "$code"' if then else ""
        return ("unshare", "-rm", "sh", "-c", f'{before}"$@"{last}', "sh")

    def command(self, arguments: Sequence[str], wrap: Sequence[str] = ()) -> list[str]:
        """Python, this program and its arguments, within what wraps it."""
        return [*wrap, sys.executable, "-m", "voicecoach", *arguments]

    def rehearse_command(
        self, recordings: Sequence[str] = ("ask", "no"), *, fast: bool = True, verbose: bool = False
    ) -> list[str]:
        """Play recordings to the scripted partner, and tell every event as a line."""
        mics = [part for name in recordings for part in ("--mic", str(SPEECH / f"{name}.flac"))]
        start = ["-vv"] if verbose else []
        speed = ["--fast"] if fast else []
        return [*start, "rehearse", "raise", *mics, *speed, "--yes", "--json", "--partner", "scripted"]

    @staticmethod
    def resume_command(folder: Path) -> list[str]:
        """Go on with one more utterance."""
        return [
            "rehearsals", "resume", str(folder), "--mic", str(SPEECH / "no.flac"),
            "--fast", "--yes", "--partner", "scripted",
        ]  # fmt: skip

    def rehearse(
        self,
        *,
        home: Path | None = None,
        wrap: Sequence[str] = (),
        recordings: Sequence[str] = ("ask", "no"),
        fast: bool = True,
        verbose: bool = False,
        at_turn: tuple[int, Callable[[int], None]] | None = None,
    ) -> Ran:
        """A whole rehearsal. `at_turn` is a turn's number, and what to do to the process once it is shown."""
        arguments = self.rehearse_command(recordings, fast=fast, verbose=verbose)
        return self.run(arguments, home=home, wrap=wrap, at_turn=at_turn)

    def run(
        self,
        arguments: Sequence[str],
        *,
        home: Path | None = None,
        wrap: Sequence[str] = (),
        at_turn: tuple[int, Callable[[int], None]] | None = None,
    ) -> Ran:
        """Run to the end, and see that no process of it is left."""
        program = self.start(arguments, home=home, wrap=wrap, watched=True)
        assert program.stdout
        assert program.stderr
        errors: list[str] = []
        reading = threading.Thread(target=lambda: errors.append(program.stderr.read()))  # type: ignore[union-attr]
        reading.start()
        late = threading.Timer(LONGEST_S, program.kill)
        late.start()
        out = ""
        for line in program.stdout:
            out += line
            if at_turn and at_turn[0] in turns_in(line):
                at_turn[1](program.pid)
        code = program.wait()
        late.cancel()
        reading.join()
        program.stdout.close()
        program.stderr.close()
        return Ran(code, out, "".join(errors), left_of(program.pid))

    def start(
        self,
        arguments: Sequence[str],
        *,
        home: Path | None = None,
        wrap: Sequence[str] = (),
        watched: bool = False,
        out: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[str]:
        """Start it in a session of its own; `watched` through pipes, else its lines go to `out`."""
        environment = os.environ | {"VOICECOACH_HOME": str(home or self.home), "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            self.command(arguments, wrap),
            env=environment,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if watched else out,
            stderr=subprocess.PIPE if watched else subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    @staticmethod
    def all_kept(turns: Turns, folder: Path) -> None:
        """Every turn that was shown is in the folder."""
        kept = {turn.number: turn.text for turn in read_story(folder).turns}
        assert kept.items() >= turns.items(), "a turn was lost"

    def resumes(self, folder: Path) -> None:
        """It can be gone on with, and then holds more than before; and it can be critiqued."""
        before = len(read_story(folder).turns)
        for command in (self.resume_command(folder), ["critique", str(folder), "--json"]):
            ran = self.run(command)
            assert ran.code == 0, f"{command[0]} ended with {ran.code}: {ran.err[-300:]}"
        assert len(read_story(folder).turns) > before, "it could not be gone on with"


def left_of(session: int) -> list[int]:
    """Processes of a session that are still there a moment after its first one ended."""
    left: list[int] = []
    for _ in range(20):
        left = [pid for pid in _processes() if pid != session and _session_of(pid) == session]
        if not left:
            break
        time.sleep(0.05)
    return left


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _session_of(pid: int) -> int | None:
    with contextlib.suppress(OSError):
        return os.getsid(pid)
    return None


def stop_for(pid: int, seconds: float) -> None:
    """Let a process stand still, as a laptop that sleeps does, and go on."""
    os.kill(pid, signal.SIGSTOP)
    time.sleep(seconds)
    os.kill(pid, signal.SIGCONT)
