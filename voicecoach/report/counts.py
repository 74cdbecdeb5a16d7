"""What was counted in a rehearsal that is kept: read back from its critique, without making it anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from voicecoach.report.files import JSON


def kept_counts(folder: Path) -> Mapping[str, int]:
    """Findings by label, and under "ask_after_s" the seconds until the ask; empty where nothing is kept.

    A label that was found nowhere counts 0 once there is a critique.
    """
    try:
        made = json.loads((folder / JSON).read_text(encoding="utf-8"))
        counts = {str(label): int(count) for label, count in made["counts"].items()}
        seconds = made.get("headline", {}).get("seconds")
        asked = {} if seconds is None else {"ask_after_s": round(float(seconds))}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError):
        return {}
    return {"apology": 0, "hedge": 0, "concession": 0} | counts | asked
