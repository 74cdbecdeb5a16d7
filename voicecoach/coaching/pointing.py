"""Small parts that every answer of the coach's is made of."""

from __future__ import annotations

from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Point, Quote
from voicecoach.coaching.strongest import theirs
from voicecoach.coaching.words import ask_of, lexicon, phrase
from voicecoach.types import Finding


def point_of(question: str, says: str, m: Material, finding: Finding, stronger: str | None = None) -> Point:
    """About a finding, in its words."""
    return Point(question, ask_of(question), says, m.quote(finding), stronger, finding_key(finding))


def point_at(question: str, says: str, quote: Quote | None, stronger: str | None = None) -> Point:
    """About a place that no finding marks, or about something that is missing."""
    return Point(question, ask_of(question), says, quote, stronger)


def after_theirs(m: Material, turn: int, *path: str, plain: str = "_plain") -> str:
    """A sentence that quotes what the partner had just said, or one that needs none of it."""
    quoted = theirs(m, turn)
    if quoted:
        return phrase(*path, turn=turn, theirs=quoted)
    return phrase(*path[:-1], path[-1] + plain, turn=turn)


def number_word(count: int) -> str:
    """ "three" for 3; digits where no word is at hand."""
    words: list[str] = lexicon("coach")["number_words"]
    return words[count] if count < len(words) else str(count)


def times_word(count: int) -> str:
    """ "twice", "three times"."""
    return str(lexicon("coach")["twice"]) if count == 2 else phrase("times", n=number_word(count))


def nth_word(place: int) -> str:
    """ "third" for 3; "later" where no word is at hand."""
    words: list[str] = lexicon("coach")["nth_words"]
    return words[place] if place < len(words) else words[0]
