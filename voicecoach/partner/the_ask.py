"""What the user asks for, and what has been said of it, against which a turn is new or not."""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.numbers import Amount, amounts, same_value
from voicecoach.partner.stems import content, lexicon, pattern, stem, words
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief


@dataclass(frozen=True, slots=True)
class Said:
    """What has been said so far, against which a turn is new or not."""

    stems: frozenset[str] = frozenset()
    """Content of the user's earlier turns."""
    numbers: tuple[str, ...] = ()
    """The user's earlier numbers and dates, as said."""
    partner: str = ""
    """The persona's last line, as heard."""


NOTHING_SAID = Said()


class Ask:
    """What the user asks for, as words and numbers."""

    def __init__(self, brief: Brief, scenario: Scenario) -> None:
        want = content(brief.want)
        short = [line for line in brief.must_say if content(line) & want or len(content(line)) <= 2]
        self.want = brief.want
        self.text = " . ".join([brief.want, *short])
        self.amounts = amounts(" . ".join([brief.want, *brief.must_say]))
        self.lines = tuple(content(line) for line in (brief.want, *short))
        self.words = content(self.text)
        self.stems = self.words | frozenset(stem(word) for word in scenario.ask_words)
        self.names = content(f"{brief.other} {' '.join(lexicon()['vocatives'])}")
        self.topics = content(" ".join(word for item in scenario.objections for word in item.topic))

    def said_in(self, text: str, *kinds: str) -> str:
        """The asked amount or date as it is said here."""
        for amount in amounts(text):
            if amount.kind in kinds and any(same_value(amount, own) for own in self.amounts):
                return text[amount.start : amount.end]
        return ""

    def stated_in(self, text: str) -> bool:
        """Enough of the ask's own words, or its number, stand in a statement."""
        here = content(text)
        enough = any(len(here & line) >= max(2, round(0.6 * len(line))) for line in self.lines if line)
        return enough or bool(self.said_in(text, "money", "percent", "date"))

    def made_in(self, text: str) -> bool:
        """Is it stated, or asked for in words that make a demand of what it is about?"""
        demanded = pattern("demanding").search(" ".join(words(text)))
        return self.stated_in(text) or bool(demanded and content(text) & self.stems)

    def new_amounts(self, text: str, said: Said) -> list[Amount]:
        """Numbers and dates that are neither the ask's nor said before."""
        before = [amount for turn in (*said.numbers, said.partner) for amount in amounts(turn)]
        known = (*self.amounts, *before)
        return [amount for amount in amounts(text) if not any(same_value(amount, old) for old in known)]
