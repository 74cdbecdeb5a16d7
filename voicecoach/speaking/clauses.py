"""Where a line may be cut so that it can be spoken while it is still being written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from voicecoach.speaking.numbers_aloud import lexicon

GROWTH = (25, 60, 120, 200)
"""Characters to gather before the first, second, third and every later cut: the first sound comes
early, and each stretch plays long enough for the next to be made."""

SHORTEST_WORDS = 3
"""A clause has at least this many words: "No," alone would be followed by a gap."""

_SENTENCE = re.compile(r"[.!?…]+[\"')\]”’]*(?=\s|$)")
_CLAUSE = re.compile(r"(?:[,;:][\"')\]”’]*|\s[–—-])(?=\s)|—(?=\w)")
_LAST_WORD = re.compile(r"(\S+)$")


class ClauseSplitter:
    """Gathers streamed text and gives stretches that can be spoken on their own.

    Joined, the stretches are the whole text but for the white space between them, and but for marks that come
    after the one that ended a sentence.
    """

    def __init__(self) -> None:
        self._held = ""
        self._given = 0

    def feed(self, piece: str) -> list[str]:
        """Clauses that are certain to have ended, now that `piece` has come."""
        self._held += piece
        if self._given:  # more of the mark that ended the last clause: "Well." went out, and "..." was meant
            self._held = self._held.lstrip(" .!?…")
        clauses = []
        while (cut := self._cut()) is not None:
            clauses.append(self._held[:cut].strip())
            self._held = self._held[cut:].lstrip()
            self._given += 1
        return clauses

    def finish(self) -> list[str]:
        """What is left when the line has ended."""
        rest, self._held = self._held.strip(), ""
        return [rest] if rest else []

    def _cut(self) -> int | None:
        """Where the held text may be cut now: at a sentence's end if there is one, else at a clause's."""
        least = GROWTH[min(self._given, len(GROWTH) - 1)]
        ends = [end for end in _sentence_ends(self._held) if _worth(self._held[:end])]
        if self._given == 0 and ends:
            return ends[0]
        late = [end for end in ends if end >= least]
        if late:
            return late[0]
        breaks = (match.end() for match in _CLAUSE.finditer(self._held))
        return next((at for at in breaks if at >= least and _worth(self._held[:at])), None)


def sentences(text: str) -> list[str]:
    """The sentences of a whole text."""
    cuts = [0, *_sentence_ends(text), len(text)]
    parts = (text[start:end].strip() for start, end in pairwise(cuts))
    return [part for part in parts if part]


def _sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end. After a digit what follows must be seen first: "$29." may go on as "$29.50"."""
    for match in _SENTENCE.finditer(text):
        open_number = match.end() == len(text) and text[: match.start()][-1:].isdigit()
        if not open_number and not _is_abbreviation(text[: match.start()], match.group()):
            yield match.end()


def _is_abbreviation(before: str, mark: str) -> bool:
    """Does the full stop belong to the word: "Dr.", "p.m.", "J."?"""
    last = _LAST_WORD.search(before)
    if mark[0] != "." or last is None or mark.startswith(".."):
        return False
    word = last.group().lstrip("\"'([“‘").lower()
    return word in lexicon()["abbreviations"] or (len(word) == 1 and word.isalpha() and word != "i")


def _worth(clause: str) -> bool:
    return len(clause.split()) >= SHORTEST_WORDS
