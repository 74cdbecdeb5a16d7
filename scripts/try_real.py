"""Try the real engines: a recorded rehearsal with Whisper, Piper and Ollama, on a machine that has them.

    python scripts/try_real.py [--out DIR] [--model NAME]

Runs `voicecoach demo` and leaves in the folder: transcript, audio, critique, report, `screen.txt` with what
was shown, and `latency.txt` with how long each answer took. Says what is missing where something is.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

STEPS = (
    ("end_decision", "transcript", "end of turn to transcript"),
    ("transcript", "first_text", "transcript to the model's first words"),
    ("first_text", "first_clause", "first words to first clause"),
    ("first_clause", "first_sound", "first clause to first sound"),
    ("end_decision", "first_sound", "end of turn to first sound"),
)


def main() -> int:
    """0 where it ran to its end with all three engines."""
    parser = argparse.ArgumentParser(description="Try the real engines on a recorded rehearsal.")
    parser.add_argument("--out", type=Path, default=Path("real-out"), help="the folder to leave it in")
    parser.add_argument("--model", help="a model in Ollama; without it the best that is there")
    wanted = parser.parse_args()
    faults = list(missing(wanted.model))
    for fault in faults:
        print(f"missing: {fault}", file=sys.stderr)
    return 1 if faults else run(wanted.out, wanted.model)


def missing(model: str | None) -> Iterator[str]:
    """What this machine lacks, each with what to do about it."""
    try:
        from voicecoach.catalog import store
    except ImportError as error:
        yield f"voicecoach itself ({error.name}). Run: python3 scripts/start.py --version"
        return
    if not store.installed_hearing():
        yield "a Whisper model. Fetch one: voicecoach setup"
    if len(store.installed_voices()) < 2:
        yield "Piper voices for the partner and the coach. Fetch them: voicecoach setup"
    yield from missing_model(model)


def missing_model(model: str | None) -> Iterator[str]:
    """What is wrong with Ollama, if anything."""
    from voicecoach import settings
    from voicecoach.errors import EngineError
    from voicecoach.partner.ollama_models import find_model
    from voicecoach.partner.ollama_server import checked_url, chosen_host

    now = settings.load()
    try:
        url = checked_url(chosen_host(now.text("partner.host")), allow_remote=now.on("partner.allow_remote"))
        find_model(url, model or now.text("partner.model") or None)
    except EngineError as error:
        yield str(error)


def run(out: Path, model: str | None) -> int:
    """The demo with the engines named by hand, so that none can be replaced without a word."""
    partner = f"ollama:{model}" if model else "ollama"
    command = [sys.executable, "-m", "voicecoach", "demo", "--out", str(out)]
    command += ["--hearing", "whisper", "--speaking", "piper", "--partner", partner]
    shown = follow(command)
    if shown is None:
        return 1
    (out / "screen.txt").write_text(shown, encoding="utf-8")
    entries = [json.loads(line) for line in (out / "journal.jsonl").read_text("utf-8").splitlines()]
    table = "\n".join(latency(entries))
    (out / "latency.txt").write_text(table + "\n", encoding="utf-8")
    print(f"\n{table}\n\nIt is all in {out}.")
    used = engines_at_the_end(entries)
    if used != {"hearing": "whisper", "partner": "ollama", "speaking": "piper"}:
        print(f"Not all of it ran on the real engines: {used}", file=sys.stderr)
        return 1
    return 0


def follow(command: list[str]) -> str | None:
    """Run it, show what it says as it says it, and keep that; None where it failed."""
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return None if process.returncode else "".join(lines)


def engines_at_the_end(entries: list[dict[str, Any]]) -> dict[str, str]:
    """Which engines were in use last, by stage."""
    used: dict[str, str] = {}
    for entry in entries:
        if entry["kind"] == "engines":
            used = {stage: str(entry[stage]) for stage in ("hearing", "partner", "speaking")}
        elif entry["kind"] == "turn" and entry["turn"]["who"] == "partner":
            used["partner"] = str(entry["turn"]["engine"])
        elif entry["kind"] == "turn" and entry["turn"]["who"] == "you":
            used["hearing"] = str(entry["turn"]["engine"])
    return used


def latency(entries: list[dict[str, Any]]) -> Iterator[str]:
    """One line a step: median and longest, in seconds."""
    answers = [entry["timings"] for entry in entries if "first_sound" in entry.get("timings", {})]
    yield f"answers: {len(answers)}; seconds, median and longest"
    for start, end, what in STEPS:
        taken = [seconds(marks, start, end) for marks in answers if start in marks and end in marks]
        if taken:
            yield f"{what:40} {median(taken):7.2f} {max(taken):7.2f}"


def seconds(marks: Mapping[str, float], start: str, end: str) -> float:
    """Between two marks of one answer."""
    return marks[end] - marks[start]


if __name__ == "__main__":
    sys.exit(main())
