"""A stronger line: the user's own sentence without what softens it, their own plain words, or the brief's.

No line holds anything that the user did not say or write.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from voicecoach.coaching.lint import LONGEST_LINE
from voicecoach.coaching.quotes import Span
from voicecoach.coaching.words import filled, lexicon
from voicecoach.types import Brief, Finding, Label

SOFTENERS = (Label.APOLOGY, Label.HEDGE, Label.FILLER)
SHORTEST = 3
"""Words of a line that can stand by itself."""


def unsoftened_line(text: str, sentence: Span, findings: Sequence[Finding]) -> str | None:
    """A sentence of the user's without its softeners; None where what is left would not stand by itself."""
    start, end = sentence
    rewritten = _opened(text[start:end])
    if rewritten is None:
        cut = [f.at for f in findings if f.label in SOFTENERS and f.at[0] < end and start < f.at[1]]
        if not cut:
            return None
        rewritten = _without(text, sentence, cut)
    else:
        rewritten = _without_words(rewritten, [f.quote for f in findings if f.label in SOFTENERS])
    return line_of(rewritten)


def _opened(sentence: str) -> str | None:
    """With a plain beginning in place of a softened one; None where it begins otherwise."""
    body = re.sub(lexicon("stronger")["hanging"]["start"], "", _straight(sentence), flags=re.IGNORECASE)
    for row in lexicon("stronger")["openings"]:
        found = re.match(row["soft"], body, re.IGNORECASE)
        if found and found.end() < len(body):
            return str(row["plain"]) + body[found.end() :]
    return None


def _without_words(line: str, softeners: Sequence[str]) -> str:
    for words in sorted((_straight(s) for s in softeners), key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", " ", line, flags=re.IGNORECASE)
    return line


def _without(text: str, sentence: Span, cut: Sequence[Span]) -> str:
    return "".join(
        " " if any(a <= i < b for a, b in cut) else text[i] for i in range(sentence[0], sentence[1])
    )


def _straight(text: str) -> str:
    return text.replace("’", "'")


def line_of(words: str) -> str | None:
    """Words tidied into one spoken line; None where they cannot be one."""
    rules = lexicon("stronger")
    line = re.sub(r"\s+", " ", _straight(words))
    line = re.sub(r"\s*([,;:.…?!–—])(?:\s*[,;:.…–—])*", r"\1", line)
    line = re.sub(rules["hanging"]["start"], "", line, flags=re.IGNORECASE)
    line = re.sub(rules["hanging"]["end"], "", line.rstrip(" .…"), flags=re.IGNORECASE)
    count = len(line.split())
    if not SHORTEST <= count <= LONGEST_LINE or not re.match(rules["hanging"]["starts"], line, re.IGNORECASE):
        return None
    return finished(line)


def finished(line: str) -> str:
    """With a capital, "I" and the days and months as they are written, and a full stop."""
    line = re.sub(r"\bi(?=$|[\s',.’])", "I", line.strip())
    line = _dated().sub(lambda found: found[0].capitalize(), line)
    line = line[:1].upper() + line[1:]
    return line if line.endswith(("?", "!", ".")) else line + "."


@cache
def _dated() -> re.Pattern[str]:
    """Names of days and months; those that are words too ("may") only beside a day."""
    numbers = lexicon("numbers")
    doubtful = set(numbers["ambiguous"]["months"])
    plain = "|".join(
        name for table in ("weekdays", "months") for name in numbers[table] if name not in doubtful
    )
    days = "|".join([r"\d+(?:st|nd|rd|th)?", *numbers["ordinals"], *numbers["tens"]])
    unsure = "|".join(doubtful)
    return re.compile(rf"\b(?:{plain})\b|\b(?:{unsure})(?= (?:the )?(?:{days})\b)")


def brief_line(brief: Brief) -> str | None:
    """The plainest sentence that the brief itself holds; None where it holds none that can be said."""
    want = _straight(brief.want.strip().rstrip("."))
    want = re.sub(_persons()["to_tell"], "", want, flags=re.IGNORECASE)
    line = _worded(brief, want) or (_worded(brief, want.split(",")[0]) if "," in want else None)
    return line or next((line for line in map(_own_line, brief.must_say) if line), None)


def _own_line(line: str) -> str | None:
    words = _straight(line)
    return (
        finished(words)
        if re.match(r"(?i)(?:i|i'm|i've|i'll|i'd|we)\b", words) and len(words.split()) <= LONGEST_LINE
        else None
    )


def _worded(brief: Brief, want: str) -> str | None:
    body = _said_of_them(want) if want else None
    line = filled(_shape(brief, want), want=body) if body else None
    return finished(line) if line and len(line.split()) <= LONGEST_LINE else None


def _shape(brief: Brief, want: str) -> str:
    """Which sentence takes the wanted thing."""
    shapes, first = lexicon("stronger")["from_brief"], want.split(maxsplit=1)[0].lower()
    if first in _persons()["subjects"]:
        return str(shapes[{"is": "you_are", "isn't": "you_are_not"}.get(want.split()[1], "clause_you")])
    if first in ("i", "i'm", "i've", "i'll", "i'd") or re.match(_persons()["sentence"], want, re.IGNORECASE):
        return str(shapes["clause_i"])
    for start, shape in (
        ("to ", "to_do"),
        ("not to ", "decided_not"),
        ("no to ", "no_to"),
        ("no ", "no_more"),
    ):
        if want.lower().startswith(start):
            return str(shapes[shape])
    return str(shapes["raise" if brief.scenario == "raise" else "thing"])


def _persons() -> Mapping[str, Any]:
    found: Mapping[str, Any] = lexicon("stronger")["persons"]
    return found


def _said_of_them(want: str) -> str | None:
    """What the brief says of the other person, said to them; None where who is who cannot be told.

    "stops parking in my space" becomes "stop parking in my space", "his bar" becomes "your bar".
    """
    rest = want
    words = want.split()
    if words[0].lower() in _persons()["subjects"] and len(words) > 2:
        verb = words[1].lower()
        base = _persons()["are"].get(verb, _persons()["verbs"].get(verb))
        if base is None:
            return None
        rest = f"{base} {' '.join(words[2:])}".strip()
        rest = re.sub(r"\b(?:she|he|they) (can't|can|could|will|won't|would)\b", r"you \1", rest)
        rest = re.sub(r"\b(?:she|he|they) (\w+)\b", _you_do, rest)
    if re.search(r"\b(?:she|he|they)\b", rest):
        return None
    rest = re.sub(_persons()["you_after"], r"\1 you", rest, flags=re.IGNORECASE)
    rest = re.sub(rf"\bher\b{_persons()['her_is_you']}", "you", rest, flags=re.IGNORECASE)
    rest = re.sub(r"\bher\b", "your", rest)
    return re.sub(r"\b(his|their|him|them)\b", lambda m: str(_persons()["words"][m[1]]), rest)


def _you_do(found: re.Match[str]) -> str:
    base = _persons()["verbs"].get(found[1])
    return f"you {base}" if base else found[0]
