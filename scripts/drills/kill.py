"""SIGKILL at random moments of a rehearsal, then resume: no turn that was shown may be gone."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from tests.rehearsal.playing import Play
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import Event, PartnerSaid, YouSaid
from voicecoach.rehearsal.journal import JOURNAL, FolderJournal
from voicecoach.rehearsal.scenario import example_brief
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk

TURNS = 4
"""Utterances of the user in each rehearsal."""


@dataclass
class Tally:
    """What came of the kills."""

    kills: int = 0
    turns_shown: int = 0
    turns_lost: int = 0
    unopened: int = 0
    before_the_first_turn: int = 0


def run(count: int, root: Path, seed: int = 1) -> Tally:
    """Kill `count` rehearsals, each at its own moment, and take every one up again."""
    tally, rng = Tally(), random.Random(seed)
    whole_s = max(_timed(root / f"whole-{n}") for n in range(2))
    for n in range(count):
        folder = root / f"killed-{n}"
        _kill(folder, rng.uniform(0, whole_s))
        _look(folder, tally)
    return tally


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


def _kill(folder: Path, after_s: float) -> None:
    pid = _child(folder)
    time.sleep(after_s)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _look(folder: Path, tally: Tally) -> None:
    tally.kills += 1
    shown = _shown(folder)
    tally.turns_shown += len(shown)
    tally.before_the_first_turn += not shown
    if not shown and _not_begun(folder):
        return
    try:
        story = read_story(folder)
        kept = {turn.number: turn.text for turn in story.turns}
        tally.turns_lost += sum(kept.get(number) != text for number, text in shown.items())
        _resume(folder)
    except Exception:
        tally.unopened += 1
        raise


def _shown(folder: Path) -> dict[int, str]:
    path = folder.with_suffix(".shown")
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(json.loads(line) for line in lines)


def _not_begun(folder: Path) -> bool:
    journal = folder / JOURNAL
    return not journal.exists() or b"\n" not in journal.read_bytes()


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
