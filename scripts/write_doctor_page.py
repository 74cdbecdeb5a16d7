#!/usr/bin/env python3
"""Breaks one thing at a time and writes what the doctor says to each: docs/doctor.md. Linux only.

python3 scripts/write_doctor_page.py            writes the page
python3 scripts/write_doctor_page.py --print    only prints the table
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.broken_machines import FAULTS, Fault, Machine, bare, complete, missing  # noqa: E402
from voicecoach.calling import python  # noqa: E402

PAGE = ROOT / "docs" / "doctor.md"
HEAD = """\
# What the doctor says

Written by `scripts/write_doctor_page.py` on {day}, on {system}. Each row is a machine on which that
one thing was really broken: a library hidden, a disk of one megabyte mounted, the microphone muted in the
sound server, another user without leave to write. `tests/end_to_end/test_doctor.py` breaks the same things,
and fails where a fix is not named.

`voicecoach doctor` uses no network, reads nothing of what you said, and changes nothing. A line says `ok`,
`warn` (it goes, with less) or `fail`. Fixes are written as they are typed where voicecoach was started from;
here they stand with `voicecoach`.

| broken | says | fix |
|---|---|---|
"""


def rows() -> list[str]:
    """The table: a machine with everything, one with nothing, and each fault."""
    makers = [partial(_whole, "nothing broken", complete), partial(_whole, "a machine with nothing", bare)]
    table = []
    for maker in [*makers, *(partial(_broken, fault) for fault in FAULTS)]:
        table.append(_patiently(maker))
        print(table[-1], flush=True)
    return table


def _patiently(maker: Callable[[], str]) -> str:
    """A sound server or a screen may not come up in time on a busy machine: once more, twice at most."""
    for _ in range(2):
        try:
            return maker()
        except (AssertionError, subprocess.SubprocessError) as error:
            print(f"once more, since {error}", file=sys.stderr)
    return maker()


def _broken(fault: Fault) -> str:
    with tempfile.TemporaryDirectory() as folder, complete(Path(folder) / "home") as machine:
        fault.breaks(machine)
        checks = machine.examine()
        found = [c for c in checks if c["name"] == fault.check and c["state"] == fault.state]
        assert len(found) == 1, f"{fault.what}: {checks}"
        return _row(fault.what, found, Path(folder))


def _whole(what: str, make: Callable[[Path], object]) -> str:
    with tempfile.TemporaryDirectory() as folder, make(Path(folder) / "home") as machine:  # type: ignore[attr-defined]
        assert isinstance(machine, Machine)
        unwell = [check for check in machine.examine() if check["state"] != "ok"]
        return _row(what, unwell, Path(folder)) if unwell else f"| {what} | every check is `ok` | |"


def _row(what: str, checks: list[dict[str, str]], folder: Path) -> str:
    def plain(text: str) -> str:
        shown = text.replace(str(folder / "home"), "~").replace(f"{python()} -m voicecoach", "voicecoach")
        return shown.replace("|", "\\|")

    says = "<br>".join(f"`{c['state']}` {c['name']}: {plain(c['says'])}" for c in checks)
    return f"| {what} | {says} | {'<br>'.join(plain(c['fix']) for c in checks)} |"


def main() -> int:
    """Write or print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--print", action="store_true", help="only print the table")
    options = parser.parse_args()
    if missing():
        print(f"This needs {', '.join(missing())}.", file=sys.stderr)
        return 1
    table = rows()
    if not options.print:
        import platform

        system = platform.freedesktop_os_release().get("PRETTY_NAME", sys.platform)
        PAGE.write_text(
            HEAD.format(day=date.today().isoformat(), system=system) + "\n".join(table) + "\n", "utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
