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
    took_ms = []
    for text in texts * options.rounds:
        started = time.perf_counter()
        check_scope(text, "speech")
        took_ms.append((time.perf_counter() - started) * 1000)
    took_ms.sort()
    middle, late = took_ms[len(took_ms) // 2], took_ms[int(len(took_ms) * 0.95)]
    print(f"{len(took_ms)} checks: median {middle:.2f} ms, p95 {late:.2f} ms (goal {GOAL_MS:.0f})")
    return 0 if late <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
