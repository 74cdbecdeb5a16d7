"""Named hints in the words of a clause or of the partner's turn. The hints are in `lexicon/cues.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from voicecoach.paths import package_data


@cache
def _groups() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    with (package_data("lexicon") / "cues.toml").open("rb") as file:
        data = tomllib.load(file)
    return {
        side: tuple((name, re.compile("|".join(listed))) for name, listed in names.items())
        for side, names in data.items()
    }


@lru_cache(maxsize=512)
def yours(text: str) -> tuple[str, ...]:
    """Names of the cues in a clause of the user's, given in lower case with NUM for numbers."""
    return tuple(name for name, pattern in _groups()["yours"] if pattern.search(text))


@lru_cache(maxsize=256)
def theirs(text: str) -> tuple[str, ...]:
    """Names of the cues in a turn of the partner's, given in lower case."""
    return tuple(name for name, pattern in _groups()["theirs"] if pattern.search(text))
