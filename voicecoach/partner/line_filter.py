"""The check of a partner's line while it is still being written: clauses go on as soon as they are safe.

A clause is let go when all that is written up to its end may be spoken. What could still turn out to be
something else is held: an open thought, direction, quotation or label, and an opener that an assistant
uses ("Sure!").
"""

from __future__ import annotations

import re

from voicecoach.partner.in_role import LineVerdict, clean_line

_CLAUSE_END = re.compile(r"(?:[.!?…]+[\"”'’)*_]*(?=\s)|[,;:—–](?=\s)|\n)")
_FIRST_CLAUSE_WORDS = 4
"""A comma ends a clause only after this many words."""
_OPENING = (
    r"(?:sure|certainly|of course|absolutely|okay|ok|got it|understood|alright|all right|no problem|great|"
    r"gladly|"
    r"here(?:'s| is)|i'm sorry|i am sorry|sorry|i apologi[sz]e|i understand(?: completely)?|thank you|"
    r"thanks|yes|well|"
    r"i'm just|happy to help|note|feedback|tip|score|good|nice|excellent|wonderful|hello|hi|let's|let us|"
    r"as (?:an?|the|your) [^.!?]{1,40}|you are [^.!?]{1,40}|it sounds like [^.!?]*|that's a great [^.!?]*|"
    r"(?:and |then )*(?:she|he|they|you|i notice|i noticed)\b[^.!?]*[,;]|"
    r"but|and|so|then|next time|now|instead|remember|please|maybe|perhaps|alternatively|you could|you might)"
)
_OPENER = re.compile(rf"^\W*(?:{_OPENING}(?: thing)?[\s,.!:;-]+)*{_OPENING}(?: thing)?[\s,.!:;-]*$", re.I)
"""What is said by people and by assistants alike: held until what follows tells which."""
_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>", re.I)
_LONE_CLOSE = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.I)
_OPEN_MARKS = (("*", "*"), ("_", "_"), ("`", "`"))
_OPEN_PAIRS = (("(", ")"), ("[", "]"), ("<", ">"), ("{", "}"), ("“", "”"))


def _is_closed(text: str) -> bool:
    """Is no thought, direction, emphasis or quotation still open at the end of the text?"""
    opened = len(_THOUGHT.findall(text)) - len(_LONE_CLOSE.findall(text))
    if opened > 0:
        return False
    spaced = re.sub(r"(?<=\s)[*_](?=\s)", " ", text)
    if any(spaced.count(mark) % 2 for mark, _ in _OPEN_MARKS) or text.count('"') % 2:
        return False
    return all(text.count(opens) <= text.count(closes) for opens, closes in _OPEN_PAIRS)


class LineFilter:
    """Takes a line in pieces as a model writes it, and hands on only what may be spoken.

    `expect_thoughts` holds everything until the first `</think>` for models that write a closing tag alone.
    """

    def __init__(self, persona: str = "", *, expect_thoughts: bool = False) -> None:
        self._persona = persona
        self._expect_thoughts = expect_thoughts
        self._raw = ""
        self._looked_at = 0
        self._released = ""
        self._rejected: LineVerdict | None = None
        clean_line("Hello.", persona)  # compiles the patterns before the first piece comes

    @property
    def released(self) -> str:
        """What was handed on so far."""
        return self._released

    @property
    def rejected(self) -> bool:
        """Is the line out of role, so that nothing more will come?"""
        return self._rejected is not None

    def feed(self, piece: str) -> str:
        """Take the next piece; returns the text that is now safe to speak, whole clauses, often empty."""
        self._raw += piece
        if self._rejected or (self._expect_thoughts and not _LONE_CLOSE.search(self._raw)):
            return ""
        end = self._last_end()
        if end <= self._looked_at:
            return ""
        self._looked_at = end
        return self._let_go(self._raw[:end])

    def finish(self) -> LineVerdict:
        """The verdict on the whole line; its `spoken` is what `feed` has not handed on yet.

        A line that turns out of role late is a `reject`, and what was handed on before stays in `released`.
        """
        if self._rejected:
            return self._rejected
        whole = clean_line(self._raw, self._persona)
        if whole.verdict == "reject":
            return whole
        return LineVerdict(whole.verdict, self._rest(whole.spoken), whole.reason)

    def _last_end(self) -> int:
        """Where the last clause ends that can be looked at: all marks closed, more text behind it."""
        ends = [m.end() for m in _CLAUSE_END.finditer(self._raw, self._looked_at)]
        for end in reversed(ends):
            text = self._raw[:end]
            if _is_closed(text) and self._may_stand(text):
                return end
        return 0

    def _may_stand(self, text: str) -> bool:
        last = re.split(r"(?<=[.!?…])\s+|\n", text.strip())[-1]
        if any(_OPENER.match(held.replace("’", "'")) for held in (last, text.strip())):
            return False
        return text.rstrip()[-1:] not in ",;:—–" or (
            len(last.split()) >= _FIRST_CLAUSE_WORDS and text.rstrip()[-1] != ":"
        )

    def _let_go(self, text: str) -> str:
        verdict = clean_line(text, self._persona)
        if verdict.verdict == "reject":
            if verdict.reason not in _MAY_YET_MEND:
                self._rejected = verdict
            return ""
        fresh = self._rest(verdict.spoken)
        self._released += fresh
        return fresh

    def _rest(self, spoken: str) -> str:
        """What of `spoken` comes after what was handed on, whatever quotation marks or spaces fell away."""
        if not self._released:
            return spoken
        at = _after(spoken, self._released)
        return "" if at is None else spoken[at:]


_MAY_YET_MEND = frozenset({"nothing to say", "a thought that never closes"})


def _after(text: str, said: str) -> int | None:
    """The place in `text` where `said` ends, comparing letters and digits only; None where it does not
    begin so."""
    at = 0
    for char in said:
        if not char.isalnum():
            continue
        while at < len(text) and not text[at].isalnum():
            at += 1
        if at >= len(text) or text[at].lower() != char.lower():
            return None
        at += 1
    while at < len(text) and said and not text[at].isalnum() and not text[at].isspace():
        at += 1
    return at
