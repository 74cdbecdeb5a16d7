"""What this process holds: memory, threads, files, child processes."""

from __future__ import annotations

import gc
import os
import threading
from dataclasses import dataclass
from pathlib import Path


def in_use_mib() -> float:
    """Resident memory of this process, once what nobody holds is let go."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def children() -> set[int]:
    """Processes that this one has started and that are not ended and waited for."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


@dataclass(frozen=True)
class Held:
    """What is open at one moment."""

    threads: frozenset[threading.Thread]
    files: int
    children: frozenset[int]

    @classmethod
    def now(cls) -> Held:
        """At this moment."""
        files = len(list(Path("/proc/self/fd").iterdir()))
        return cls(frozenset(threading.enumerate()), files, frozenset(children()))

    def left_since(self, before: Held) -> tuple[int, int, int]:
        """Threads, files and child processes more than before."""
        return (
            len(self.threads - before.threads),
            self.files - before.files,
            len(self.children - before.children),
        )
