"""What this machine has: memory, disk, processor."""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from voicecoach.catalog.download import free_bytes
from voicecoach.catalog.models import Profile, catalog


@dataclass(frozen=True, slots=True)
class Machine:
    """Measured, not guessed."""

    ram_gb: float
    """Gigabytes (10^9 bytes); 0 where it could not be read."""
    free_disk: int
    """Bytes free where models go."""
    cores: int


def measure() -> Machine:
    """Look at this machine."""
    return Machine(_ram() / 1e9, free_bytes(), os.cpu_count() or 1)


def recommended(machine: Machine) -> Profile:
    """The largest profile that fits memory, cores and disk; with unknown memory, at most the smallest."""
    ram = machine.ram_gb or catalog().profiles[1].ram_gb
    fitting = [
        profile
        for profile in catalog().profiles
        if profile.ram_gb <= ram
        and profile.cores <= machine.cores
        and download_size(profile) < machine.free_disk
    ]
    return fitting[-1] if fitting else catalog().profiles[0]


def download_size(profile: Profile) -> int:
    """Bytes that all its models bring on a machine that has none of them."""
    return sum(catalog().model(name).download_bytes for name in profile.models)


def _ram() -> int:
    """Bytes of memory; of the container's share where there is one."""
    if sys.platform == "win32":
        return _windows_ram()
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 0
    return min(whole, _container_share() or whole)


def _container_share() -> int | None:
    try:
        share = Path("/sys/fs/cgroup/memory.max").read_text("ascii").strip()
    except OSError:
        return None
    return int(share) if share.isdigit() else None


def _windows_ram() -> int:
    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *[(name, ctypes.c_ulonglong) for name in ("total", "free", "b", "c", "d", "e", "f")],
        ]

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel: object = getattr(ctypes, "windll").kernel32  # noqa: B009 (there on Windows only)
    return int(status.total) if getattr(kernel, "GlobalMemoryStatusEx")(ctypes.byref(status)) else 0  # noqa: B009
