"""Two attempts on one brief beside each other: what was counted, what was said, what was feared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from voicecoach.coaching.parts import Critique
from voicecoach.coaching.words import filled, lexicon
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.takes import moments
from voicecoach.types import Label

COUNTED = (Label.APOLOGY, Label.HEDGE, Label.CONCESSION, Label.HELD)
"""What is set beside each other; each count is "at least"."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt: what happened, and what the critique found."""

    story: Story
    critique: Critique


@dataclass(frozen=True, slots=True)
class Side:
    """The figures of one attempt."""

    attempt: int
    apologies: int
    hedges: int
    ground_given: int
    held: int
    ask_seconds: float | None
    """Seconds from the start to the ask; None where it never came or nothing tells."""
    ask_words: int | None
    """The user's words before the ask; None where it never came."""
    said: tuple[str, ...]
    """Must-say lines that were said."""
    unsaid: tuple[str, ...]
    outcome: str
    confidence_before: int
    confidence_after: int | None
    feared_happened: str | None
    """ "yes", "partly", "no", or None where it was not answered."""
    perhaps: tuple[int, int, int, int] = (0, 0, 0, 0)
    """Less sure findings of each counted label, which are in no count."""
    takes: tuple[tuple[str, ...], ...] = ()
    """Moments that were said again: every take, the last one standing."""

    def count(self, label: Label) -> int:
        """Findings of one of the counted labels."""
        counts = (self.apologies, self.hedges, self.ground_given, self.held)
        return counts[COUNTED.index(label)]

    def told(self, label: Label) -> str:
        """The count in words: "2", or "2, perhaps 1 more"."""
        more = self.perhaps[COUNTED.index(label)]
        sure = self.count(label)
        if not more:
            return str(sure)
        return _word("perhaps" if sure else "perhaps_only", n=sure, more=more)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two attempts beside each other."""

    first: Side
    second: Side
    fear: str
    """What the user feared they would say; empty where nothing was told."""

    def in_words(self) -> str:
        """Plain lines, one fact each."""
        return "\n".join(self._lines())

    def to_json(self) -> dict[str, Any]:
        """Plain values: "first", "second", "fear", "words"."""
        return {
            "first": asdict(self.first),
            "second": asdict(self.second),
            "fear": self.fear,
            "words": list(self._lines()),
        }

    def _lines(self) -> Iterator[str]:
        yield _word("title")
        for label in COUNTED:
            first, second = self.first.told(label), self.second.told(label)
            name = lexicon("progress")["names"][label.value]
            yield _word("same" if first == second else "count", name=name, first=first, second=second)
        yield self._ask()
        yield from self._musts()
        yield from self._takes()
        yield from self._confidence()
        if self.fear:
            yield _word(
                "feared",
                fear=self.fear.rstrip(".") + ".",
                first=self.first.feared_happened or _word("not_asked"),
                second=self.second.feared_happened or _word("not_asked"),
            )

    def _ask(self) -> str:
        one, two = self.first, self.second
        if one.ask_words is None or two.ask_words is None:
            if one.ask_words is two.ask_words:
                return _word("ask_never")
            return _word("ask_new" if one.ask_words is None else "ask_gone", second=two.ask_words)
        key, first, second = "words", one.ask_words, two.ask_words
        if one.ask_seconds is not None and two.ask_seconds is not None:
            key, first, second = "seconds", round(one.ask_seconds), round(two.ask_seconds)
        return _word(key if first != second else f"{key}_same", first=first, second=second)

    def _musts(self) -> Iterator[str]:
        one, two = set(self.first.said), set(self.second.said)
        for name, lines in (
            ("must_new", [x for x in self.second.said if x not in one]),
            ("must_gone", [x for x in self.first.said if x not in two]),
            ("must_open", [x for x in self.second.unsaid if x not in one]),
        ):
            if lines:
                yield _word(name, lines="; ".join(f"“{line}”" for line in lines))
        if one and not self.first.unsaid and not self.second.unsaid:
            yield _word("must_all")

    def _takes(self) -> Iterator[str]:
        for key, side in (("takes_first", self.first), ("takes_second", self.second)):
            for takes in side.takes:
                yield _word(key, takes=_word("then").join(f"“{take}”" for take in takes))

    def _confidence(self) -> Iterator[str]:
        steps = [self.first.confidence_before, self.first.confidence_after]
        steps += [self.second.confidence_before, self.second.confidence_after]
        told = [str(s) for s in steps if s is not None]
        if len(told) > 2:
            yield _word("confidence", steps=", ".join(told))


def _word(key: str, **slots: object) -> str:
    return filled(str(lexicon("progress")[key]), **slots)


def compare(first: Attempt, second: Attempt) -> Comparison:
    """The two beside each other, in the order in which they are given."""
    return Comparison(_side(first), _side(second), second.story.brief.fear or first.story.brief.fear)


def _side(attempt: Attempt) -> Side:
    story, made = attempt.story, attempt.critique
    after = story.notes.get("confidence_after")
    happened = story.notes.get("feared_happened")
    counts = made.counts
    return Side(
        attempt=story.attempt,
        apologies=counts.get("apology", 0),
        hedges=counts.get("hedge", 0),
        ground_given=counts.get("concession", 0),
        held=counts.get("held", 0),
        ask_seconds=made.headline.get("seconds"),
        ask_words=int(made.headline["words"]) if "words" in made.headline else None,
        said=tuple(m.line for m in made.musts if m.status == "said"),
        unsaid=tuple(m.line for m in made.musts if m.status != "said"),
        outcome=made.session.outcome.value,
        confidence_before=story.brief.confidence,
        confidence_after=int(after) if after is not None else None,
        feared_happened=str(happened) if happened else None,
        perhaps=tuple(made.perhaps.get(label.value, 0) for label in COUNTED),  # type: ignore[arg-type]
        takes=tuple(tuple(t.text for t in moment.takes) for moment in moments(story)),
    )
