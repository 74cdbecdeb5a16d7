"""SIGKILL at random moments of a rehearsal, then resume: no turn that was shown may be gone.

Half of the kills hit the engine in a forked process, where a moment between two instructions is cheap to
hit; half hit the real command line, from its first turn to its report, as a program of its own.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import time
from dataclasses import dataclass, field, fields
from pathlib import Path

from scripts.drills.commandline import CommandLine, Turns, left_of, turns_in
from tests.rehearsal.playing import Play
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import Event, PartnerSaid, YouSaid
from voicecoach.rehearsal.journal import JOURNAL, FolderJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk

TURNS = 4
"""Utterances of the user in each rehearsal of the engine's."""

LONGEST_S = 120.0


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    turns_shown: int = 0
    turns_lost: int = 0
    before_the_first_turn: int = 0
    by_command_line: int = 0
    after_the_last_turn: int = 0
    """While the critique was made, spoken or written."""
    processes_left: int = 0
    unopened: list[str] = field(default_factory=list)
    """Why those could not be opened."""

    def add(self, other: Tally) -> None:
        """Take in what other kills came to."""
        for entry in fields(self):
            setattr(self, entry.name, getattr(self, entry.name) + getattr(other, entry.name))

    def counted(self, shown: Turns, kept: Turns) -> None:
        """One rehearsal's turns, as shown and as found."""
        self.turns_shown += len(shown)
        self.turns_lost += sum(kept.get(number) != text for number, text in shown.items())


def run(count: int, root: Path, seed: int = 1) -> Tally:
    """Kill `count` rehearsals, each at its own moment, and take every one up again."""
    tally, rng = Tally(), random.Random(seed)
    of_programs = -(-count // 2)
    _kill_engines(count - of_programs, root, rng, tally)
    _kill_programs(of_programs, root, rng, tally)
    return tally


def _kill_engines(count: int, root: Path, rng: random.Random, tally: Tally) -> None:
    whole_s = max(_timed(root / f"whole-{n}") for n in range(2))
    for n in range(count):
        folder = root / f"killed-{n}"
        pid = _child(folder)
        time.sleep(rng.uniform(0, whole_s))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        _look(folder, tally)


def _child(folder: Path) -> int:
    """Play a rehearsal in a process of its own; every turn shown is noted beside the folder."""
    pid = os.fork()
    if pid:
        return pid
    try:
        _play(folder)
    finally:
        os._exit(0)


def _play(folder: Path) -> None:
    shown = os.open(folder.with_suffix(".shown"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(event: Event) -> None:
        if isinstance(event, YouSaid | PartnerSaid):
            os.write(shown, (json.dumps([event.turn.number, event.turn.text]) + "\n").encode())

    journal = FolderJournal(folder)
    says = [f"This is what I say, number {n}." for n in range(TURNS)]
    play = Play(says, ["Not this year."] * (TURNS + 2), journal=journal)
    play.on_event = note
    play.run()


def _timed(folder: Path) -> float:
    start = time.monotonic()
    os.waitpid(_child(folder), 0)
    return time.monotonic() - start


def _look(folder: Path, tally: Tally) -> None:
    tally.kills += 1
    shown = _shown(folder)
    tally.before_the_first_turn += not shown
    if not shown and not _begun(folder):
        return
    try:
        tally.counted(shown, {turn.number: turn.text for turn in read_story(folder).turns})
        _resume(folder)
    except Exception as error:  # noqa: BLE001 (that is what is counted)
        tally.unopened.append(f"{folder.name}: {error}")


def _shown(folder: Path) -> Turns:
    path = folder.with_suffix(".shown")
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(json.loads(line) for line in lines)


def _begun(folder: Path) -> bool:
    """Is there a whole first line?"""
    journal = folder / JOURNAL
    return journal.exists() and b"\n" in journal.read_bytes()


def _resume(folder: Path) -> None:
    """Go on for one more utterance, and see that it was kept behind the others."""
    before = len(read_story(folder).turns)
    journal = FolderJournal(folder)
    talk = Talk.resume(scenarios.load(example_brief("raise").scenario), read_story(folder), journal)
    for turn in talk.turns:
        if turn.audio and journal.load_audio(turn.audio) is None:
            raise AssertionError(f"the sound of turn {turn.number} is gone")
    Play(["And I go on."], ["Still no."] * 3, journal=journal, talk=talk).run()
    journal.close()
    if len(read_story(folder).turns) <= before:
        raise AssertionError(f"{folder.name} cannot be gone on with")


def _kill_programs(count: int, root: Path, rng: random.Random, tally: Tally) -> None:
    """The moment is drawn over the time from the first turn to the end, as one that was left alone took."""
    whole_s = _program(root / "program", None, 0.0)[1] if count else 0.0
    for n in range(count):
        place = root / f"program-{n}"
        shown, _ = _program(place, tally, rng.uniform(0, whole_s))
        _look_at_program(place, shown, tally)


def _program(place: Path, tally: Tally | None, after_s: float) -> tuple[Turns, float]:
    """Play one, and kill it so long after its first turn; without a tally, leave it alone.

    Gives the turns that it showed, and how long it went on after the first.
    """
    line = CommandLine(place)
    out = place / "events.jsonl"
    with out.open("w") as file:
        program = line.start(line.rehearse_command(("no", "ask")), out=file.fileno())
    late = time.monotonic() + LONGEST_S
    while program.poll() is None and not turns_in(out.read_text()) and time.monotonic() < late:
        time.sleep(0.002)
    began = time.monotonic()
    try:
        program.wait(None if tally is None else after_s)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    if tally is not None:
        tally.processes_left += len(left_of(program.pid))
        tally.after_the_last_turn += '"ended"' in out.read_text()
    return turns_in(out.read_text()), time.monotonic() - began


def _look_at_program(place: Path, shown: Turns, tally: Tally) -> None:
    tally.kills += 1
    tally.by_command_line += 1
    line = CommandLine(place)
    try:
        folder = line.only_rehearsal()
        tally.counted(shown, {turn.number: turn.text for turn in read_story(folder).turns})
        line.resumes(folder)
        line.all_kept(shown, folder)
    except Exception as error:  # noqa: BLE001 (that is what is counted)
        tally.unopened.append(f"{place.name}: {error}")
