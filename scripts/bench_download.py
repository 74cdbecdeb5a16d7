#!/usr/bin/env python3
"""Kills a download at random points, against a server that misbehaves, and resumes it until it is whole.

python3 scripts/bench_download.py --rounds 200
python3 scripts/bench_download.py --rounds 200 --signal INT     Ctrl-C in place of a kill

Each round: an empty folder; the download is started and killed at a random moment, up to six times;
the server on loopback takes its time, drops, stalls, answers 503, ignores ranges, lies about lengths, and
sends wrong bytes; then the download is let through. Counted: kills that hit a running download, those of them
that left a file half on the disk, rounds that ended whole and verified, and files that ever stood under their
final name with wrong content.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from multiprocessing.context import ForkServerProcess
from multiprocessing.synchronize import Event
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.catalog.hub_server import Hub, any_of, served  # noqa: E402
from voicecoach.catalog.fetch import Patience  # noqa: E402
from voicecoach.catalog.models import Model, ModelFile, catalog  # noqa: E402
from voicecoach.catalog.store import PARTS  # noqa: E402

FILES = {
    "config.json": b'{"a": 1}' * 20,
    "model.bin": random.Random(3).randbytes(1_500_000),
    "tokenizer.json": random.Random(4).randbytes(30_000),
    "vocabulary.txt": b"a\nb\n",
}
HASTY = Patience(connect_s=2, stall_s=0.2, barren_tries=8, corrupt_tries=6, pause_s=0.005)
MOST_KILLS = 6
PAUSE_S = 0.012
"""Seconds between pieces of an answer: all files take a third of a second."""
KILLED_WITHIN_S = 0.4

HERD = multiprocessing.get_context("forkserver")
HERD.set_forkserver_preload(["voicecoach.catalog.download", "tests.catalog.hub_server", "httpx"])


def model() -> Model:
    """`base.en`, with small files of our own."""
    import hashlib

    files = tuple(
        ModelFile(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in FILES.items()
    )
    return replace(catalog().model("base.en"), files=files)


def child(home: str, address: str, about_to: Event) -> None:
    """The process that is ended."""
    from voicecoach.catalog.download import download

    os.environ.update({"VOICECOACH_HOME": home, "HF_ENDPOINT": address})
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # an interrupted child's traceback tells nobody anything
    about_to.set()
    download(model(), lambda step: None, HASTY)


def start(home: str, address: str) -> ForkServerProcess:
    """Start the download in a process of its own; gives it when it is about to fetch."""
    about_to = HERD.Event()
    process = HERD.Process(target=child, args=(home, address, about_to))
    process.start()
    about_to.wait()
    return process


def wrong_under_final_name(folder: Path) -> list[str]:
    """Files that stand there and are not what they should be."""
    return [
        name
        for name, content in FILES.items()
        if (folder / name).exists() and (folder / name).read_bytes() != content
    ]


def half_there(folder: Path) -> bool:
    """Does a file lie there that has begun and not ended?"""
    parts = {part.name: part.stat().st_size for part in (folder / PARTS).glob("*")}
    return any(0 < size < len(FILES.get(name, b"")) for name, size in parts.items())


def one_round(dice: random.Random, hub: Hub, sign: signal.Signals) -> Counter[str]:
    """One download, broken off and let through."""
    count = Counter[str]()
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "models" / "hearing" / "base.en"
        hub.any_fault = any_of(FILES["model.bin"], 0.4, dice.randrange(1 << 30))
        for _ in range(dice.randint(1, MOST_KILLS)):
            process = start(home, hub.address)
            time.sleep(dice.random() * KILLED_WITHIN_S)
            hit = process.is_alive()
            assert process.pid
            with suppress(ProcessLookupError):  # it was faster
                os.kill(process.pid, sign)
            process.join()
            count["hit"] += hit
            count["half"] += hit and half_there(folder)
            count["bad"] += len(wrong_under_final_name(folder))
        hub.any_fault = lambda: None
        last = start(home, hub.address)
        last.join()
        count["bad"] += len(wrong_under_final_name(folder))
        whole = last.exitcode == 0 and all((folder / name).is_file() for name in FILES)
        count["whole"] += whole and not (folder / PARTS).exists()
        return count


def main() -> int:
    """Count over many rounds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--signal",
        choices=["KILL", "INT"],
        default="KILL",
        help="INT is what Ctrl-C sends; as it comes: KILL",
    )
    options = parser.parse_args()
    sign = signal.Signals[f"SIG{options.signal}"]
    dice = random.Random(options.seed)
    count = Counter[str]()
    with served(Hub(FILES, stall_s=0.5, pause_s=PAUSE_S)) as hub:
        for _ in range(options.rounds):
            count += one_round(dice, hub, sign)
        requests = len(hub.requests)
    print(f"rounds {options.rounds}, requests {requests}")
    print(f"{sign.name} while it ran {count['hit']}, of these with a file half there {count['half']}")
    print(
        f"whole and verified {count['whole']} of {options.rounds}; "
        f"bad files under their final name {count['bad']}"
    )
    return 0 if count["whole"] == options.rounds and not count["bad"] else 1


if __name__ == "__main__":
    sys.exit(main())
