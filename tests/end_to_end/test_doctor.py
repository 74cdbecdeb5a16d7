"""The doctor on machines that are really broken, one thing at a time: each fault names its own fix."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import broken_machines
from tests.broken_machines import FAULTS, Fault, bare, complete

pytestmark = [
    pytest.mark.sound,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces and PulseAudio are Linux's"),
    pytest.mark.skipif(bool(broken_machines.missing()), reason=f"needs {broken_machines.missing()}"),
]


def test_a_machine_with_everything_is_well(tmp_path: Path) -> None:
    with complete(tmp_path / "home") as machine:
        checks = machine.examine()
    assert [check for check in checks if check["state"] != "ok"] == []


def test_on_a_machine_with_nothing_every_line_that_is_not_well_has_its_fix(tmp_path: Path) -> None:
    """The starters are there, so only what no rehearsal can do without is a failure."""
    with bare(tmp_path / "home") as machine:
        checks = machine.examine()
    unwell = {check["name"]: check for check in checks if check["state"] != "ok"}
    assert {name for name, check in unwell.items() if check["state"] == "fail"} == {
        "microphone",
        "loudspeaker",
    }
    assert set(unwell) == {"microphone", "loudspeaker", "hearing", "speaking", "partner", "window"}
    assert all(check["fix"] for check in unwell.values())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what)
def test_one_thing_broken_is_found_and_names_its_own_fix(fault: Fault, tmp_path: Path) -> None:
    """And all that has nothing to do with it stays well."""
    with complete(tmp_path / "home") as machine:
        fault.breaks(machine)
        checks = machine.examine()
    found = [check for check in checks if check["name"] == fault.check and check["state"] != "ok"]
    assert [check["state"] for check in found] == [fault.state], checks
    assert fault.fix in found[0]["fix"]
    assert len(checks) >= 10
