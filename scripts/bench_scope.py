#!/usr/bin/env python3
"""How long the scope check of one utterance takes, once its models are loaded.

python3 scripts/bench_scope.py            over all annotated texts; --rounds N of them
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from voicecoach import check_scope  # noqa: E402

GOAL_MS = 10.0


def main() -> int:
    """Time each text by itself."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    lines = (ROOT / "tests" / "data" / "scope.jsonl").read_text("utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    check_scope("Words of ours, so that everything is loaded.")
    took_ms, worked_ms = [], []
    for text in texts * options.rounds:
        started, worked = time.perf_counter(), time.thread_time()
        check_scope(text, "speech")
        took_ms.append((time.perf_counter() - started) * 1000)
        worked_ms.append((time.thread_time() - worked) * 1000)
    late = tell("on the clock", took_ms)
    tell("of the processor's time, which other programs take nothing from", worked_ms)
    return 0 if late <= GOAL_MS else 1


def tell(what: str, all_ms: list[float]) -> float:
    """Print the middle and the 95th percentile; gives the latter."""
    ordered = sorted(all_ms)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    print(f"{len(ordered)} checks, {what}: median {middle:.2f} ms, p95 {late:.2f} ms (goal {GOAL_MS:.0f})")
    return late


if __name__ == "__main__":
    sys.exit(main())
