"""Where one clause ends and the next begins, with or without punctuation.

A small recogniser writes no full stops, so the cut is made before a new subject with its verb, before a
conjunction that opens a clause, and around words that stand alone ("no", "okay"). A cut too many does
little harm: findings that touch are joined again. The word classes are in `lexicon/clauses.toml`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache

from voicecoach.paths import package_data

_WORD = re.compile(r"[a-z0-9$£€₹][\w$£€₹%]*(?:[.,:]\d+)*(?:['’\-][\w]+)*", re.IGNORECASE)
_STOP = re.compile(r"[.?!;:—–…]")
_EVEN = {"she": "he", "his": "her", "him": "her", "hers": "her", "himself": "herself"}
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "st", "prof"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands."""

    text: str
    """Lower case, with straight apostrophes; "she" stands as "he", "his" and "him" as "her"."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a turn that says one thing."""

    start: int
    end: int
    words: tuple[Word, ...]
    sentence: int
    """Which sentence of the turn it stands in, from 0; always 0 without punctuation."""
    link: str = ""
    """The conjunction that was left out before it: "and", "but", "because"."""
    closed: str = ""
    """The mark that follows it at once: "." or "?" or "," or nothing."""

    @property
    def text(self) -> str:
        """Its words in lower case with single spaces."""
        return " ".join(word.text for word in self.words)


@cache
def _cues() -> dict[str, frozenset[str]]:
    with (package_data("lexicon") / "clauses.toml").open("rb") as file:
        return {name: frozenset(listed) for name, listed in tomllib.load(file).items()}


def _even(word: str) -> str:
    """No clause is cut otherwise for a woman than for a man."""
    head, mark, tail = word.partition("'")
    return _EVEN.get(head, head) + mark + tail


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """The words of `text` with their places."""
    return tuple(
        Word(_even(m.group().lower().replace("’", "'")), m.start(), m.end()) for m in _WORD.finditer(text)
    )


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of one turn, in order; none is empty and none overlaps another."""
    every = words(text)
    found: list[Clause] = []
    sentence = 0
    for first, last in _stretches(text, every):
        if first and _STOP.search(text[every[first - 1].end : every[first].start]):
            sentence += 1
        link, body = _bare(every[first:last])
        if body:
            after = text[body[-1].end : body[-1].end + 1]
            found.append(Clause(body[0].start, body[-1].end, body, sentence, link, after.strip()))
    return tuple(found)


def _stretches(text: str, every: tuple[Word, ...]) -> list[tuple[int, int]]:
    """First word and one past the last word of each clause."""
    found, first = [], 0
    for i in range(1, len(every)):
        gap = text[every[i - 1].end : every[i].start]
        stop = _STOP.search(gap) and every[i - 1].text not in _TITLES
        cuts = _comma_cuts if "," in gap else _word_cuts
        if stop or cuts(every, first, i):
            found.append((first, i))
            first = i
    return [*found, (first, len(every))] if every else []


def _bare(span: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """Without the conjunctions in front and the fillers at both ends."""
    cues = _cues()
    link, at, end = "", 0, len(span)
    while at < end and span[at].text in cues["links"] | cues["fillers"]:
        link = span[at].text if span[at].text in cues["links"] else link
        at += 1
    while end > at and span[end - 1].text in cues["fillers"] | cues["links"]:
        end -= 1
    return link, span[at:end]


def _comma_cuts(every: tuple[Word, ...], first: int, i: int) -> bool:
    """A comma cuts before what can stand as a clause, unless only an adverbial stands before it."""
    cues = _cues()
    left = every[first:i]
    if every[i].text in cues["joins"]:
        return True
    if left[0].text in cues["adverbial"] and not any(_has_verb(left, k) for k in range(len(left))):
        return False
    if len(left) <= 2 and left[0].text not in cues["adverbial"]:
        return True  # "Neelam, …", "No, …"
    word = every[i].text
    return word in cues["alone"] or word in cues["fillers"] or _opens(every, i)


def _has_verb(span: tuple[Word, ...], k: int) -> bool:
    cues = _cues()
    return span[k].text in cues["finite"] | cues["subject_with_verb"] or span[k].text in cues["sure_subjects"]


def _word_cuts(every: tuple[Word, ...], first: int, i: int) -> bool:
    """Does a clause start at word `i`, where no mark says so?"""
    cues, word = _cues(), every[i].text
    back = i - 1
    while back >= first and every[back].text in cues["fillers"]:
        back -= 1
    if back < first:
        return False
    before = every[back].text
    earlier = every[back - 1].text if back > first else ""
    if before in cues["alone"] and earlier not in cues["keeps_alone"]:
        return _opens(every, i) if before == "no" else word not in cues["after_alone"]
    if back < i - 1 and i + 1 < len(every) and every[i + 1].text in cues["finite"]:
        return True
    if before in cues["binders"]:
        return False
    if word in cues["links"]:
        return _opens(every, i + 1)
    if before in cues["links"] or before in cues["keeps_alone"] & cues["takes_subject"]:
        return False
    if word in cues["openers"]:
        return before not in cues["keeps_alone"] and before not in cues["takes_opener"]
    left = every[first:i]
    if left[0].text in cues["adverbial"] and not any(_has_verb(left, k) for k in range(len(left))):
        return False  # "After the 16th I'm done"
    if word in {"you", "it"} and before.endswith("ing"):
        return False
    return before not in cues["takes_subject"] and (_is_subject(every, i) or _is_noun_with_verb(every, i))


def _opens(every: tuple[Word, ...], i: int) -> bool:
    """Does a clause with its own subject, or a command, start at word `i`?"""
    cues = _cues()
    while i < len(every) and every[i].text in cues["links"] | cues["fillers"]:
        i += 1
    if i >= len(every):
        return False
    if _is_subject(every, i) or every[i].text in cues["openers"] | cues["commands"] | cues["conditional"]:
        return True
    return _is_noun_with_verb(every, i)


def _is_noun_with_verb(every: tuple[Word, ...], i: int) -> bool:
    """ "the answer is", "my last day is": a noun with its article and a finite verb soon after."""
    cues = _cues()
    if every[i].text not in cues["determiners"]:
        return False
    for ahead in every[i + 1 : i + 5]:
        if ahead.text in cues["finite"] or ahead.text.endswith("'s"):
            return True
        if ahead.text in cues["determiners"] | cues["subjects"] | cues["binders"]:
            return False
    return False


def _is_subject(every: tuple[Word, ...], i: int) -> bool:
    cues, word = _cues(), every[i].text
    if word in cues["subject_with_verb"]:
        return True
    if i + 1 >= len(every):
        return False
    following = every[i + 1].text
    if word in cues["inverting"]:
        return following in cues["sure_subjects"] | {"you"}
    if word == "you":
        return following not in cues["binders"] | cues["determiners"] | cues["links"] | cues["after_object"]
    return word in cues["sure_subjects"] or (word in cues["subjects"] and following in cues["finite"])
