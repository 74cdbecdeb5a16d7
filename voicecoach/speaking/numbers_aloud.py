"""Numbers in words: amounts, years, ordinals, digits."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from voicecoach.paths import package_data

LARGEST = 10**15
"""From here on a number is read digit by digit."""


@cache
def lexicon() -> dict[str, Any]:
    """The tables of lexicon/speakable.toml."""
    with (package_data("lexicon") / "speakable.toml").open("rb") as file:
        return tomllib.load(file)


def cardinal(number: int) -> str:
    """95000: "ninety-five thousand"."""
    if number < 0:
        return f"minus {cardinal(-number)}"
    if number >= LARGEST:
        return digits(str(number))
    for scale, name in lexicon()["numbers"]["scales"]:
        if number >= scale:
            return _joined(f"{cardinal(number // scale)} {name}", number % scale)
    if number >= 100:
        return _joined(f"{cardinal(number // 100)} hundred", number % 100)
    return _below_hundred(number)


def decimal(whole: str, fraction: str = "") -> str:
    """ "3" and "5": "three point five". Commas in `whole` are thousands."""
    aloud = cardinal(int(whole.replace(",", "") or "0"))
    return f"{aloud} point {digits(fraction)}" if fraction else aloud


def ordinal(number: int) -> str:
    """21: "twenty-first"."""
    head, last = _split_last(cardinal(number))
    irregular = lexicon()["numbers"]["ordinals"]
    if last in irregular:
        return head + str(irregular[last])
    return head + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """2026: "twenty twenty-six"; 2005: "two thousand and five"; 1900: "nineteen hundred"."""
    century, rest = divmod(number, 100)
    if century == 20 and rest < 10:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def digits(text: str) -> str:
    """ "555": "five five five"."""
    return " ".join(cardinal(int(digit)) for digit in text if digit.isdigit())


def _below_hundred(number: int) -> str:
    words = lexicon()["numbers"]
    if number < 20:
        return str(words["small"][number])
    tens, ones = divmod(number, 10)
    return str(words["tens"][tens]) + (f"-{words['small'][ones]}" if ones else "")


def _joined(head: str, rest: int) -> str:
    if rest == 0:
        return head
    return f"{head} and {cardinal(rest)}" if rest < 100 else f"{head} {cardinal(rest)}"


def _split_last(words: str) -> tuple[str, str]:
    """ "twenty-one" is "twenty-" and "one"."""
    at = max(words.rfind(" "), words.rfind("-")) + 1
    return words[:at], words[at:]
