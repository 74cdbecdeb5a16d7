"""`lexicon/scope.toml`, read once: word lists, figures of speech, and rules over plain text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
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
class WordList:
    """A list of words and phrases with one meaning."""

    name: str
    phrases: frozenset[str]
    """Words and phrases without any pattern in them."""
    longest: int
    """Words in the longest phrase."""
    pattern: re.Pattern[str] | None
    """The rest, as one pattern."""


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """The whole lexicon, compiled."""

    lists: tuple[WordList, ...]
    idioms: tuple[re.Pattern[str], ...]
    rules: tuple[ScopeRule, ...]


def _alternatives(text: str) -> list[str]:
    """Split a pattern at its outermost bars."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "|" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _word_list(name: str, text: str) -> WordList:
    parts = _alternatives(text)
    phrases = frozenset(p for p in parts if re.fullmatch(r"[\w &'-]+", p))
    rest = [p for p in parts if p not in phrases]
    pattern = re.compile(rf"\b(?:{'|'.join(rest)})\b") if rest else None
    return WordList(name, phrases, max((len(p.split()) for p in phrases), default=1), pattern)


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
    return ScopeWords(tuple(_word_list(n, t) for n, t in words.items()), idioms, rules)


def without_idioms(text: str) -> str:
    """Plain text with figures of speech hidden."""
    for idiom in scope_words().idioms:
        text = idiom.sub(HIDDEN, text)
    return text


def meanings(text: str) -> list[tuple[int, str]]:
    """Which word lists the text touches, and at which word, in order."""
    tokens = text.split()
    found = set(_phrases_in(tokens))
    starts = {at: n for n, at in enumerate(_word_starts(tokens))}
    for words in scope_words().lists:
        if words.pattern is not None:
            found.update(
                (starts[m.start()], words.name) for m in words.pattern.finditer(text) if m.start() in starts
            )
    return sorted(found)


def _word_starts(tokens: list[str]) -> Iterator[int]:
    at = 0
    for token in tokens:
        yield at
        at += len(token) + 1


def _phrases_in(tokens: list[str]) -> Iterator[tuple[int, str]]:
    index = _phrase_index()
    for start in range(len(tokens)):
        for length in range(1, min(5, len(tokens) - start) + 1):
            for name in index.get(" ".join(tokens[start : start + length]), ()):
                yield start, name


@cache
def _phrase_index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for words in scope_words().lists:
        for phrase in words.phrases:
            index[phrase] = (*index.get(phrase, ()), words.name)
    return index
