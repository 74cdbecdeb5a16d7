"""Makes words alike that no finding may depend on: genders, titles, kin."""

from __future__ import annotations

import tomllib
from functools import cache

from voicecoach.paths import package_data


@cache
def _groups() -> dict[str, str]:
    with (package_data("lexicon") / "alike.toml").open("rb") as file:
        groups = tomllib.load(file)["groups"]
    return {word: name for name, listed in groups.items() for word in listed}


def alike(word: str) -> str:
    """The word, given in lower case, or the name of its group."""
    return _groups().get(word, word)
