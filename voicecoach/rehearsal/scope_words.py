"""`lexicon/scope.toml`, read once: figures of speech, and rules over plain text."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from voicecoach.paths import package_data

HIDDEN = "figurative"
"""What stands in the place of a figure of speech."""


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One rule: where its pattern is found, and `unless` is not, the text is not for a rehearsal."""

    label: str
    """`refer`, `emergency`, or `ask`."""
    reason: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """The whole lexicon, compiled."""

    idioms: tuple[re.Pattern[str], ...]
    rules: tuple[ScopeRule, ...]


@cache
def scope_words() -> ScopeWords:
    """The lexicon, read and compiled at first use."""
    data = tomllib.loads((package_data("lexicon") / "scope.toml").read_text(encoding="utf-8"))
    words: dict[str, str] = data["words"]

    def filled(text: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{([a-z]+)\}", lambda m: f"(?:{words[m[1]]})", text))

    rules = tuple(
        ScopeRule(r["label"], r["reason"], filled(p), filled(r["unless"]) if "unless" in r else None)
        for r in data.get("rules", [])
        for p in r["patterns"]
    )
    idioms = tuple(re.compile(p) for p in data["idioms"]["hidden"])
    return ScopeWords(idioms, rules)


def without_idioms(text: str) -> str:
    """Plain text with figures of speech hidden."""
    for idiom in scope_words().idioms:
        text = idiom.sub(HIDDEN, text)
    return text
