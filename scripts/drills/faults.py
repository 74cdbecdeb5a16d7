"""All fault drills: each breaks one thing in mid-rehearsal, and gives what the user is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from scripts.drills import clock, devices, disk, engines, journals
from scripts.drills.told import Told

Drill = Callable[[Path], Told]

ALL: tuple[Drill, ...] = (*disk.ALL, *journals.ALL, *engines.ALL, *devices.ALL, *clock.ALL)
