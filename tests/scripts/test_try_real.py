"""`scripts/try_real.py` on a machine that has none of the real models."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.standin_ollama import StandIn

SCRIPT = Path(__file__).parents[2] / "scripts" / "try_real.py"


@pytest.fixture
def try_real() -> ModuleType:
    spec = importlib.util.spec_from_file_location("try_real", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_says_all_that_is_missing_and_how_to_get_it(tmp_path: Path) -> None:
    with StandIn() as gone:
        pass
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--out", str(tmp_path / "out")],
        env={**os.environ, "OLLAMA_HOST": gone.url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["missing"] * 3
    for word in ("Whisper", "Piper", "Ollama"):
        assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_model_that_is_there_is_not_missed(try_real: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with StandIn() as server:
        monkeypatch.setenv("OLLAMA_HOST", server.url)
        assert list(try_real.missing_model(None)) == []
        assert list(try_real.missing_model("stand-in")) == []
        assert len(list(try_real.missing_model("qwen3:8b"))) == 1


def test_latency_is_told_a_step_at_a_time(try_real: ModuleType) -> None:
    marks = {
        "end_decision": 10.0,
        "transcript": 10.5,
        "first_text": 11.5,
        "first_clause": 11.75,
        "first_sound": 12.0,
    }
    slow = {**marks, "first_sound": 15.0}
    rows = list(try_real.latency([{"kind": "turn", "timings": marks}, {"kind": "turn", "timings": slow}, {}]))
    assert rows[0].startswith("answers: 2")
    assert rows[-1].split()[-2:] == ["3.50", "5.00"]


def test_an_engine_that_was_replaced_on_the_way_is_told(try_real: ModuleType) -> None:
    entries = [
        {"kind": "engines", "hearing": "whisper", "partner": "ollama", "speaking": "piper"},
        {"kind": "turn", "turn": {"who": "you", "engine": "whisper"}},
        {"kind": "turn", "turn": {"who": "partner", "engine": "scripted"}},
    ]
    assert try_real.engines_at_the_end(entries)["partner"] == "scripted"
