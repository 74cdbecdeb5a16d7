"""Lets a line through while it is being written: the first sentence by clauses, then whole sentences.

What is let through was checked, in role and against the mind, and stays said; a line that goes wrong later
ends at its last whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from voicecoach.partner.in_role import clean_line
from voicecoach.partner.line_filter import LineFilter
from voicecoach.speaking.clauses import SHORTEST_WORDS, sentences

Rule = Callable[[str], str | None]
"""Says what is wrong with a line as far as it has come, or None."""

OVER = 1.25
"""A line may have so many times the words that it was given, to end its last sentence."""

_ENDED = re.compile(r"[.!?…][\"')\]”’]*$")
_CLOSE = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_LONE_CLOSE = re.compile(r"^(?:(?!<think).)*</think", re.IGNORECASE | re.DOTALL)


class TurnedAway(Exception):
    """The line may not be spoken, or not go on. Its text says why, in a few words."""


class LineGate:
    """Checks one line of `who` ("Dana, manager") as it is written."""

    def __init__(
        self, who: str, max_words: int, rule: Rule, *, may_think: bool = False, thinks: bool = False
    ) -> None:
        """`may_think`: what is out of role may prove to be a thought. `thinks`: the line starts with one."""
        self._filter = LineFilter(who)
        self._rule, self._may_think, self._waits = rule, may_think, thinks
        self._most = round(OVER * max_words)
        self._who, self._all, self._raw = who, "", ""
        self._sound = ""
        self.given = ""
        """What was let through."""
        self.full = False
        """Has the line all the words it may have?"""

    @property
    def whole(self) -> bool:
        """Does what was let through end with a sentence?"""
        return bool(_ENDED.search(self.given))

    @property
    def thought_aloud(self) -> bool:
        """Did the model write down its thoughts, and mark only their end?"""
        return bool(_LONE_CLOSE.match(self._all))

    def feed(self, piece: str) -> str:
        """What may be spoken now that `piece` was written. Raises TurnedAway."""
        self._all += piece
        if self._waits:
            closed = _CLOSE.search(self._all)
            if not closed:
                return ""
            self._waits, piece = False, self._all[closed.end() :]
        return self._look(piece)

    def _look(self, piece: str) -> str:
        self._raw += piece
        fresh = "" if self.full else self._filter.feed(piece)
        if self._filter.rejected and (self.given or not self._may_think):
            raise TurnedAway(self._filter.finish().reason)
        if not fresh:
            return ""
        self._sound += fresh
        ends = list(_sentence_ends(self._sound))
        return self._let(ends if self.whole else [*ends, len(self._sound)])

    def finish(self, *, cut_short: bool = False) -> str:
        """What is left of the line. `cut_short`: the model was stopped in mid-line. Raises TurnedAway."""
        if self.full:
            return ""
        if self._waits:  # for once it did not think
            self._waits = False
            return self._look(self._all) + self.finish(cut_short=cut_short)
        verdict = clean_line(self._raw, self._who) if self._filter.rejected else self._filter.finish()
        if verdict.verdict == "reject":
            raise TurnedAway(verdict.reason)
        if self.given and _LONE_CLOSE.match(self._raw):
            raise TurnedAway("it was a thought")
        self._sound += verdict.spoken.rstrip()
        last = [] if cut_short else [len(self._sound)]
        rest = self._let([*_sentence_ends(self._sound), *last], final=True)
        if not self.given:
            raise TurnedAway("it did not come to an end")
        return rest

    def _let(self, ends: Sequence[int], *, final: bool = False) -> str:
        before = len(self.given)
        for end in ends:
            line = self._sound[:end]
            words = len(line.split())
            if end <= len(self.given) or (words < SHORTEST_WORDS and not (final and end == ends[-1])):
                continue
            if words > self._most and self.whole:
                self.full = True
                break
            self._check(line, before)
            if self.full:
                break
            self.given = line
        return self.given[before:]

    def _check(self, line: str, before: int) -> None:
        """A rule broken ends the line there; with nothing of it said just now, it is turned away."""
        reason = self._rule(line)
        if reason and len(self.given) == before:
            raise TurnedAway(reason)
        self.full = bool(reason)


def _sentence_ends(text: str) -> Iterator[int]:
    """Where sentences end, the last one too: the text is known to go on behind it, or to be over."""
    at = 0
    for sentence in sentences(f"{text} …")[:-1]:
        at = text.index(sentence, at) + len(sentence)
        yield at
