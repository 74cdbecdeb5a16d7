"""Words that tell whether a sentence goes on: `lexicon/endpoint.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from voicecoach.paths import package_data


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Kinds of words; what each is for stands in the file."""

    trailing: frozenset[str]
    leaning: frozenset[str]
    fillers: tuple[str, ...]
    answers: frozenset[str]
    verbs: frozenset[str]
    joints: frozenset[str]
    openers: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The file, read once."""
    table = tomllib.loads((package_data("lexicon") / "endpoint.toml").read_text(encoding="utf-8"))
    fillers = tuple(table.pop("fillers"))
    return Lexicon(fillers=fillers, **{name: frozenset(words) for name, words in table.items()})
