"""Bad input, by mutation of good input: never a traceback, a hang, or a file written outside."""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicecoach.errors import VoicecoachError

HANG_S = 5
"""Seconds of this program's own time; and six times that by the clock, where others work too."""

NASTY = [
    b"../", b"/etc/passwd", b"\x00", b"\x1b]0;x\x07", b"\x1b[2J", b"\x9b1m", b"\xe2\x80\xa8", b"\xff\xfe",
    b"[" * 3000, b"{" * 50, b"[" + b".".join([b"a"] * 2000) + b"]\n", b"a.b.c.d = 1\n", b"<script>", b"]]>",
    b"{{7*7}}", b"{% raw %}", b"\\ud800", b"1e999", b"-1", b"0x" + b"f" * 5000, b"NaN", b"inf", b"null",
    b"true", b'"', b"'''", b"\n", b"\r", b"\t", b"9" * 5000, b"9" * 20, b"-0.0", b"1979-05-27T07:32:00Z",
    b"\xf0\x9f\xa6\x84", b"[]", b"{}", b'""', b"0", b" " * 2000, b"%s%n", b"../../x", b"CON", b"a" * 300,
]  # fmt: skip
VALUE = re.compile(rb'"[^"\n]*"|-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b')
Check = Callable[[bytes], None]


@dataclass(frozen=True, repr=False)
class Target:
    """One kind of input: good examples, who reads it, and its share of all inputs."""

    seeds: list[bytes]
    check: Check
    per_thousand: int


@dataclass
class Tally:
    """What came of the inputs."""

    inputs: int = 0
    refused: int = 0
    tracebacks: int = 0
    hangs: int = 0
    outside: int = 0
    faults: dict[str, bytes] = field(default_factory=dict)
    """One input for each different fault, by kind and place."""

    def add(self, other: Tally) -> None:
        """Take in what another run came to."""
        for name in ("inputs", "refused", "tracebacks", "hangs", "outside"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults.update(other.faults)


class Hang(BaseException):
    """An input took longer than it may. No program catches it."""


def mutated(good: bytes, rng: random.Random) -> bytes:
    """Good input with one to four faults."""
    data = bytearray(good)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(7):
            case 0:
                data[at:at] = rng.choice(NASTY)
            case 1:
                data[at : at + rng.randint(1, 8)] = rng.randbytes(rng.randint(0, 8))
            case 2:
                del data[at : at + rng.randint(1, 200)]
            case 3:
                data[at:at] = data[at : at + rng.randint(1, 100)]
            case 4:
                head = rng.randrange(min(64, len(data) + 1))
                data[head : head + 1] = rng.randbytes(1)
            case _:
                _change_value(data, at, rng)
    return bytes(data)


def _change_value(data: bytearray, at: int, rng: random.Random) -> None:
    """Another value where one stands: as it is, or in quotes."""
    found = VALUE.search(data, at)
    if found:
        value = rng.choice(NASTY)
        data[found.start() : found.end()] = value if rng.random() < 0.5 else b'"' + value + b'"'


def run(count: int, home: Path, seed: int = 1) -> Tally:
    """Give every reader its share of `count` inputs; files are only to be written below `home`."""
    from scripts.drills.fuzz_targets import targets

    tally, rng = Tally(), random.Random(seed)
    every = targets(home)
    watch_writes(home, tally)
    shares = {name: max(1, count * target.per_thousand // 1000) for name, target in every.items()}
    shares["keys"] += max(0, count - sum(shares.values()))  # what rounding left over
    for name, target in every.items():
        for _ in range(shares[name]):
            tried(name, target.check, mutated(rng.choice(target.seeds), rng), tally)
    return tally


def _hung(*_: Any) -> None:
    raise Hang


def tried(name: str, check: Check, data: bytes, tally: Tally) -> None:
    """One input; what came of it goes into the tally."""
    tally.inputs += 1
    signal.signal(signal.SIGALRM, _hung)
    signal.signal(signal.SIGPROF, _hung)
    signal.setitimer(signal.ITIMER_REAL, 6 * HANG_S)
    signal.setitimer(signal.ITIMER_PROF, HANG_S)
    try:
        check(data)
    except VoicecoachError:
        tally.refused += 1
    except Hang:
        tally.hangs += 1
        tally.faults[f"{name}: hang"] = data
    except Exception as error:  # noqa: BLE001 (that is what is counted)
        tally.tracebacks += 1
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        tally.faults[f"{name}: {type(error).__name__} at {place}: {str(error)[:80]}"] = data
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def watch_writes(home: Path, tally: Tally) -> None:
    """Count files opened for writing outside `home`, also through links, for the rest of the program."""
    allowed = (str(home.resolve()), "/dev/null", "/proc/")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event != "open" or not isinstance(args[0], str) or not isinstance(args[2], int):
            return
        if not args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) or "__pycache__" in args[0]:
            return
        if not os.path.realpath(args[0]).startswith(allowed):
            tally.outside += 1
            tally.faults[f"written outside: {args[0]}"] = b""

    sys.addaudithook(hook)


def main(count: int, seed: int = 1) -> Tally:
    """Fuzz in a folder of its own."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["VOICECOACH_HOME"] = place
        return run(count, Path(place), seed)
