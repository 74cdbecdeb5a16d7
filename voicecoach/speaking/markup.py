"""Takes out of a line what was written for the eye: markdown, tags, emoji, stage directions."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from voicecoach.speaking.numbers_aloud import lexicon

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), replacement)
    for pattern, replacement in (
        (r"```[^\n]*\n?|`", ""),  # code
        (r"\[\[.*?\]\]", ""),  # Piper would read it as raw phonemes
        (r"!?\[([^\]]*)\]\([^)\s]*\)", r"\1"),  # links and pictures
        (r"</?[A-Za-z][^<>]*>", " "),  # tags
        (r"^\s{0,3}#{1,6}\s+", ""),  # headings
        (r"^\s*>\s?", ""),  # quotations
        (r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+(?=\S)", ""),  # items of a list
        (r"^\s*(?:[-*_]\s*){3,}$", ""),  # rules
    )
)
_ASIDE = re.compile(
    r"\*{1,3}([^*\n]+)\*{1,3}|(?<!\w)_{1,3}([^_\n]+)_{1,3}(?!\w)|\(([^()\n]*)\)|\[([^\[\]\n]*)\]"
)
_LINE_END = re.compile(r"([^\s.!?,;:…])[ \t]*\n+|\n+")
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2011": "-", "…": "..."})


def without_markup(text: str) -> str:
    """The words of a line, in sentences, without marks that no one says."""
    plain = text.translate(_PLAIN)
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    plain = _ASIDE.sub(_aside, plain)
    plain = _LINE_END.sub(lambda match: f"{match[1]}. " if match[1] else " ", plain)
    return "".join(letter for letter in plain if not _is_picture(letter)).replace("*", "")


def _aside(match: re.Match[str]) -> str:
    """Words in stars or brackets: said, unless they are a stage direction. What is bold is always said."""
    starred, bracketed = match[1] or match[2], match[3] or match[4]
    words = (starred or bracketed or "").strip()
    bold = match[0].startswith(("**", "__"))
    if not words or (not bold and _stage_direction().match(words)):
        return " "
    return words if starred else f", {words},"


@cache
def _stage_direction() -> re.Pattern[str]:
    starts = "|".join(re.escape(start) for start in lexicon()["stage_directions"]["starts"])
    return re.compile(rf"(?:{starts})\b", re.IGNORECASE)


def _is_picture(letter: str) -> bool:
    """Emoji, arrows, and what joins and colours them; signs that are read aloud are kept."""
    if letter in lexicon()["signs"] or letter in lexicon()["currencies"]:
        return False
    return (
        unicodedata.category(letter) in {"So", "Sk", "Cf", "Cs", "Co", "Cn"} or letter in "\ufe0f\u20e3←→↑↓"
    )
