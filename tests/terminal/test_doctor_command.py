"""`voicecoach doctor` as it is printed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from voicecoach.catalog import doctor as examination
from voicecoach.catalog import measure
from voicecoach.catalog.checks import Check, fail, ok, warn
from voicecoach.catalog.measure import Timing
from voicecoach.terminal.doctor_command import doctor

GOOD = [ok("sound", "PortAudio V19"), warn("hearing", "no model", "voicecoach setup")]
BAD = [*GOOD, fail("microphone", "there is none", "Plug one in.")]


@pytest.mark.parametrize(("checks", "code"), [(GOOD, 0), (BAD, 1)])
def test_states_are_words_fixes_are_indented_and_a_failure_is_exit_1(
    checks: list[Check], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line a check, on stdout."""
    monkeypatch.setattr(examination, "examine", lambda: iter(checks))
    result = CliRunner().invoke(doctor)
    assert result.exit_code == code
    assert result.stdout.startswith(
        "ok   sound: PortAudio V19\nwarn hearing: no model\n       voicecoach setup\n"
    )
    assert json.loads(CliRunner().invoke(doctor, ["--json"]).stdout)["checks"][1] == {
        "name": "hearing",
        "state": "warn",
        "says": "no model",
        "fix": "voicecoach setup",
    }


def test_measuring_says_what_a_reply_will_feel_like(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each engine's figures, and one sentence."""
    monkeypatch.setattr(examination, "examine", lambda: iter(GOOD))
    monkeypatch.setattr(measure, "measure", lambda now: iter([Timing("hearing", "whisper", 0.5, "0.50 s")]))
    out = CliRunner().invoke(doctor, ["--measure"]).stdout
    assert "time hearing: whisper, 0.50 s" in out
    assert "about 0.5 seconds" in out
    said = json.loads(CliRunner().invoke(doctor, ["--measure", "--json"]).stdout)
    assert said["timings"][0]["wait_s"] == 0.5
