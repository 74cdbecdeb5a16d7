#!/usr/bin/env python3
"""Fault drills, load and bad input: what must hold afterwards, and whether it does.

    python3 scripts/drill.py --all            everything, with 200 kills and 100,000 inputs
    python3 scripts/drill.py --faults         one line a drill
    python3 scripts/drill.py --kill [N] --fuzz [N] --load

Ends with 1 where a goal is missed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

Row = tuple[str, str, str, bool]
"""What, figure, goal, reached?"""


def kills(count: int, root: Path) -> Iterator[Row]:
    """SIGKILL, then resume."""
    from scripts.drills import kill

    t = kill.run(count, root)
    print(f"killed {t.kills} times, {t.turns_shown} turns shown, {t.before_the_first_turn} before the first")
    lost = f"{t.turns_lost} / {t.unopened}"
    what = f"SIGKILL at {t.kills} random moments: finished turns lost / will not open"
    yield what, lost, "0 / 0", lost == "0 / 0"


def fuzzed(count: int, _: Path) -> Iterator[Row]:
    """Bad input."""
    from scripts.drills import fuzz

    t = fuzz.main(count)
    for fault, data in t.faults.items():
        print(f"  fault: {fault} ({len(data)} bytes)")
    found = f"{t.tracebacks} / {t.hangs} / {t.outside}"
    what = f"{t.inputs} fuzzed inputs: tracebacks / hangs over 5 s / files outside"
    yield what, found, "0 / 0 / 0", found == "0 / 0 / 0"


def loads(_: int, root: Path) -> Iterator[Row]:
    """Long rehearsals."""
    from scripts.drills import load

    t = load.exchanges(root)
    yield f"memory after {t.turns} exchanges against after 30", f"{t.growth:.2f}", "<= 1.10", t.growth <= 1.1
    left = f"{t.threads_left} / {t.files_left}"
    yield "threads / files left open", left, "0 / 0", left == "0 / 0"
    turns = load.monologue(root)
    yield "20-minute monologue: turns kept", str(turns), "1", turns == 1


def faults(_: int, root: Path) -> Iterator[Row]:
    """One thing broken at a time."""
    from scripts.drills import faults as drills

    survived = 0
    for drill in drills.ALL:
        place = root / drill.__name__
        place.mkdir()
        try:
            told, mark = drill(place), "held"
            survived += 1
        except Exception as error:  # noqa: BLE001 (a drill that fails is a line of the table)
            told, mark = f"{type(error).__name__}: {error}", "FAILED"
        print(f"{mark:7}{drill.__name__.replace('_', ' ')}: {told.replace(str(place), 'FOLDER')}")
    of = f"{survived} of {len(drills.ALL)}"
    what = "fault drills survived with a message (a next step where it ends)"
    yield what, of, "all", survived == len(drills.ALL)


def main() -> int:
    """Run what was asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--kill", type=int, nargs="?", const=200, metavar="N")
    parser.add_argument("--fuzz", type=int, nargs="?", const=100_000, metavar="N")
    asked = parser.parse_args()
    wanted = [
        (kills, asked.kill or (200 if asked.all else 0)),
        (faults, int(asked.faults or asked.all)),
        (loads, int(asked.load or asked.all)),
        (fuzzed, asked.fuzz or (100_000 if asked.all else 0)),
    ]
    rows: list[Row] = []
    started = time.monotonic()
    for run, count in wanted:
        if count:
            with tempfile.TemporaryDirectory() as root:
                rows += run(count, Path(root))
    print("\n| figure | reached | goal | |\n|---|---|---|---|")
    for what, figure, goal, reached in rows:
        print(f"| {what} | {figure} | {goal} | {'yes' if reached else 'NO'} |")
    print(f"\n{time.monotonic() - started:.0f} s")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
