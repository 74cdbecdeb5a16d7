#!/usr/bin/env python3
"""Fault drills, load and bad input: what must hold afterwards, and whether it does.

    python3 scripts/drill.py --all            everything, with 200 kills and 100,000 inputs
    python3 scripts/drill.py --short          everything, in a tenth of the time
    python3 scripts/drill.py --faults [NAME]  one line a drill
    python3 scripts/drill.py --kill [N] --fuzz [N] --load

Each part runs in a process of its own, two at a time. `--all` takes 15 to 40 minutes on two idle cores, and
gives up after 90. Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
PYTHON = ROOT / ".venv" / "bin" / "python"

LONGEST_S = 90 * 60
CHUNKS = 8
"""Kills and inputs are dealt out in so many parts."""

Row = tuple[str, str, str, bool]
"""What, figure, goal, reached?"""
Ask = Callable[..., "Future[Any]"]


def in_a_place(work: Callable[..., Any], *facts: Any) -> Any:
    """Do something in a folder of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="drill-") as place:
        return work(Path(place), *facts)


def killed(root: Path, count: int, seed: int) -> Any:
    """Kill so many rehearsals."""
    from scripts.drills import kill

    return kill.run(count, root, seed)


def fuzzed(_: Path, count: int, seed: int) -> Any:
    """Give so many bad inputs."""
    from scripts.drills import fuzz

    return fuzz.main(count, seed)


def long_rehearsal(root: Path, name: str, *sizes: int) -> Any:
    """One of the long ones."""
    from scripts.drills import load

    return getattr(load, name)(root, *sizes)


def one_fault(root: Path, number: int) -> tuple[str, str, bool]:
    """One drill: its name, what came of it, and whether it was survived."""
    from scripts.drills import faults

    drill = faults.ALL[number]
    name = drill.__name__.replace("_", " ")
    try:
        return name, drill(root).line(root), True
    except Exception as error:  # noqa: BLE001 (a drill that fails is a line of the table)
        return name, f"{type(error).__name__}: {error}".replace(str(root), "FOLDER"), False


def kills(count: int, ask: Ask) -> Iterator[Row]:
    """SIGKILL, then resume."""
    parts = [ask(killed, size, seed) for seed, size in enumerate(dealt(count), 1)]
    first, *others = [part.result() for part in parts]
    for other in others:
        first.add(other)
    t = first
    print(
        f"killed {t.kills} times, {t.by_command_line} of them the command line; {t.turns_shown} turns shown; "
        f"{t.before_the_first_turn} before the first turn, {t.after_the_last_turn} after the last"
    )
    for why in t.unopened:
        print(f"  will not open: {why}")
    lost = f"{t.turns_lost} / {len(t.unopened)}"
    what = f"SIGKILL at {t.kills} random moments, then resume: finished turns lost / will not open"
    yield what, lost, "0 / 0", lost == "0 / 0"


def inputs(count: int, ask: Ask) -> Iterator[Row]:
    """Bad input."""
    parts = [ask(fuzzed, size, seed) for seed, size in enumerate(dealt(count), 1)]
    first, *others = [part.result() for part in parts]
    for other in others:
        first.add(other)
    t = first
    print(f"{t.inputs} inputs, {t.refused} refused in words, the others read")
    for fault, data in t.faults.items():
        print(f"  fault: {fault} ({len(data)} bytes)")
    found = f"{t.tracebacks} / {t.hangs} / {t.outside}"
    what = f"{t.inputs} fuzzed inputs: tracebacks / hangs over 5 s / files outside the data directory"
    yield what, found, "0 / 0 / 0", found == "0 / 0 / 0"


def loads(share: int, ask: Ask) -> Iterator[Row]:
    """Long rehearsals; `share` divides their length."""
    late, minutes = 300 // share, 180 // share
    asked = [
        ask(long_rehearsal, "exchanges", 30 // min(share, 3), late),
        ask(long_rehearsal, "open_microphone", minutes),
        ask(long_rehearsal, "monologue"),
    ]
    talk, room, monologue = (part.result() for part in asked)
    print(f"memory: {talk.early_mib:.1f} MiB, then {talk.late_mib:.1f}; ", end="")
    print(f"with an open microphone {room.early_mib:.1f}, then {room.late_mib:.1f}")
    yield (
        f"memory after {talk.turns} exchanges against after 30",
        f"{talk.growth:.2f}",
        "<= 1.10",
        talk.growth <= 1.1,
    )
    yield (
        f"memory after {minutes / 60:.1f} h of open microphone against after a tenth of it",
        f"{room.growth:.2f}",
        "<= 1.10",
        room.growth <= 1.1,
    )
    yield "turns heard in that time / after it", f"{room.turns - 1} / 1", "0 / 1", room.turns == 1
    left = " / ".join(map(str, talk.left))
    yield "threads / files / child processes left open", left, "0 / 0 / 0", left == "0 / 0 / 0"
    told = {"talk.long_turn", "talk.too_long"} <= set(monologue.notices)
    yield "20-minute monologue: turns kept, its end told", f"{monologue.turns}, {told}", "1, True", told


def faults(count: int, ask: Ask, name: str = "") -> Iterator[Row]:
    """One thing broken at a time."""
    from scripts.drills import faults as drills

    chosen = [n for n, drill in enumerate(drills.ALL[:count]) if name.replace(" ", "_") in drill.__name__]
    lines = [part.result() for part in [ask(one_fault, number) for number in chosen]]
    for what, line, held in lines:
        print(f"{'held  ' if held else 'FAILED'} {what}: {line}")
    survived = sum(held for *_, held in lines)
    of = f"{survived} of {len(lines)}"
    yield "fault drills survived with the message and next step asked for", of, "all", survived == len(lines)


def dealt(count: int) -> list[int]:
    """In parts, the larger ones first."""
    return [share for n in range(CHUNKS) if (share := count // CHUNKS + (n < count % CHUNKS))]


def asked_for(arguments: argparse.Namespace) -> Iterator[Callable[[Ask], Iterator[Row]]]:
    """What was asked for on the command line."""
    every, short = arguments.all, arguments.short
    if arguments.faults is not None or every or short:
        yield lambda ask: faults(1000, ask, arguments.faults or "")
    if arguments.load or every or short:
        yield lambda ask: loads(10 if short else 1, ask)
    if count := arguments.kill or (200 if every else 20 if short else 0):
        yield lambda ask: kills(count, ask)
    if number := arguments.fuzz or (100_000 if every else 10_000 if short else 0):
        yield lambda ask: inputs(number, ask)


def main() -> int:
    """Run what was asked for and print the table."""
    if PYTHON.exists() and Path(sys.prefix) != ROOT / ".venv":
        os.execv(PYTHON, [str(PYTHON), *sys.argv])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--faults", nargs="?", const="", metavar="NAME")
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--kill", type=int, nargs="?", const=200, metavar="N")
    parser.add_argument("--fuzz", type=int, nargs="?", const=100_000, metavar="N")
    arguments = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    signal.alarm(LONGEST_S)
    rows: list[Row] = []
    started = time.monotonic()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, max_tasks_per_child=1) as pool:
        for run in asked_for(arguments):
            rows += run(lambda work, *facts: pool.submit(in_a_place, work, *facts))
            sys.stdout.flush()
    print("\n| figure | reached | goal | |\n|---|---|---|---|")
    for what, figure, goal, reached in rows:
        print(f"| {what} | {figure} | {goal} | {'yes' if reached else 'NO'} |")
    print(f"\n{time.monotonic() - started:.0f} s")
    return 0 if all(row[3] for row in rows) else 1


def _too_long(*_: object) -> None:
    print(f"It took longer than {LONGEST_S // 60} minutes.", file=sys.stderr, flush=True)
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
