"""What a line may not do just now: checks against the mind that asked for it.

A line can be in role and still wrong: it gives in before that was earned, says again what was said, brings
a number nobody spoke of, or calls itself by another name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache

from rapidfuzz import fuzz

from voicecoach.partner.line_labels import By, names_user, take_label
from voicecoach.partner.role_words import given_way_patterns, number_words, read_persona

_NEAR = 88.0
"""Two lines are the same from this likeness on, 0 to 100, order of words left aside."""
_SAME_OPENING_WORDS = 6
_SMALL = 3
"""Numbers up to this are ways of speaking: one thing, two minutes, three times."""
_NUMBER = re.compile(
    r"(?<![\w.])(?:[$£€₹]\s?)?\d[\d,]*(?:\.\d+)?(?:\s?(?:k|%|percent|thousand|lakh|million|grand))?", re.I
)
_SELF_NAMED = re.compile(
    r"\b(?i:this is|my name is|my name's|i'm|i am|it's|speaking to|name's) (?P<name>[A-Z][\w'’-]+)\b"
)


def breaks_rules(
    line: str,
    *,
    may_concede: bool,
    history_lines: Sequence[str] = (),
    numbers_in_play: Collection[float] | None = None,
    persona_name: str = "",
    other_names: Collection[str] = (),
) -> str | None:
    """Why an in-role line may not be spoken now, or None.

    `history_lines` are the persona's own earlier lines. `numbers_in_play` are the numbers that either side
    or the scenario has spoken of (None: any number goes). `other_names` are the names of everybody else,
    the user's among them: the persona may say them, and may not be them.
    """
    if names_user(line) or _both_sides(line, persona_name, other_names):
        return "both sides written"
    if not may_concede and (given := unearned(line)):
        return given
    if repeats(line, history_lines):
        return "says again what was said"
    if numbers_in_play is not None and (stray := stray_numbers(line, numbers_in_play)):
        return f"a number that is not in play: {stray[0]:g}"
    return _wrong_name(line, persona_name, other_names)


def unearned(line: str) -> str | None:
    """The concession or apology in a line, named, or None."""
    plain = line.lower().replace("’", "'")
    return next((kind for kind, pattern in given_way_patterns() if pattern.search(plain)), None)


def repeats(line: str, history_lines: Iterable[str]) -> bool:
    """Is the line, or a whole sentence of six words or more in it, nearly one of the earlier lines?"""
    mine = _bare(line)
    return any(_alike(mine, _bare(earlier)) for earlier in history_lines) if mine else False


def _alike(mine: str, earlier: str) -> bool:
    if mine == earlier:
        return True
    ours, theirs = mine.split(), earlier.split()
    if min(len(ours), len(theirs)) < 4:
        return False
    if fuzz.ratio(mine, earlier) >= _NEAR or fuzz.token_sort_ratio(mine, earlier) >= _NEAR:
        return True
    return len(ours) >= _SAME_OPENING_WORDS and ours[:_SAME_OPENING_WORDS] == theirs[:_SAME_OPENING_WORDS]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'")))


def stray_numbers(line: str, in_play: Collection[float]) -> list[float]:
    """Numbers in the line that nobody has spoken of; small ones and years' ends aside."""
    known = {round(n, 2) for n in in_play}
    known |= {round(n / 1000, 2) for n in known} | {round(n * 1000, 2) for n in known}
    return [n for n in numbers_in(line) if n > _SMALL and round(n, 2) not in known]


def numbers_in(line: str) -> list[float]:
    """Every number in a line, in figures or in words: "54k" is 54000, "sixty-two" is 62."""
    found = [_value(m.group()) for m in _NUMBER.finditer(line)]
    return [n for n in found if n is not None] + _worded(line)


def _value(text: str) -> float | None:
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    if digits is None:
        return None
    value = float(digits.group().replace(",", ""))
    low = text.lower()
    scale = next(
        (
            s
            for unit, s in (("k", 1e3), ("thousand", 1e3), ("grand", 1e3), ("lakh", 1e5), ("million", 1e6))
            if low.endswith(unit)
        ),
        1.0,
    )
    return value * scale


def _worded(line: str) -> list[float]:
    values, scales = number_words()
    numbers: list[float] = []
    total = current = 0.0
    open_number = False
    for word in [*re.findall(r"[a-z]+", line.lower()), "."]:
        if word in values:
            current, open_number = current + values[word], True
        elif word in scales and open_number:
            if scales[word] >= 1000:
                total, current = total + (current or 1) * scales[word], 0.0
            else:
                current *= scales[word]
        elif not (word == "and" and open_number and (total or current >= 100)):
            if open_number:
                numbers.append(total + current)
            total = current = 0.0
            open_number = False
    return numbers


def _both_sides(line: str, persona_name: str, other_names: Collection[str]) -> bool:
    others = {n.lower() for n in other_names if n}
    for row in line.split("\n"):
        found = re.match(r"^\W*(?P<name>[\w .'’-]{1,30}?)\W*:", row)
        if found and found["name"].lower().strip() in others:
            return True
        if take_label(row, read_persona(persona_name))[0] in (By.USER, By.OTHER):
            return True
    return False


def _wrong_name(line: str, persona_name: str, other_names: Collection[str]) -> str | None:
    mine = _first_name(persona_name)
    others = {_first_name(n) for n in other_names} - {mine, ""}
    for found in _SELF_NAMED.finditer(line):
        if found["name"].lower() in others:
            return "calls itself by another's name"
    if mine and re.search(
        rf"(?:^|[,—-]\s*)(?:look|listen|well|no|yes|okay|please|come on|sorry|"
        rf"thanks)?,?\s*{re.escape(mine)}(?=[,.!?])",
        line.lower(),
    ):
        return "speaks to itself by name"
    return None


@cache
def _first_name(text: str) -> str:
    return read_persona(text).name if text else ""
