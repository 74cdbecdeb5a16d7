"""Named hints in a turn of the partner's. The hints are in `lexicon/cues.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from voicecoach.paths import package_data


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (package_data("lexicon") / "cues.toml").open("rb") as file:
        data = tomllib.load(file)
    return tuple((name, re.compile("|".join(listed))) for name, listed in data.items())


@lru_cache(maxsize=256)
def theirs(text: str) -> tuple[str, ...]:
    """Names of the cues in a turn of the partner's, given in lower case."""
    return tuple(name for name, pattern in _cues() if pattern.search(text))
