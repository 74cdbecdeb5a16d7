"""Hearing that starts before the turn is over, and is dropped when it turns out stale.

An engine that hears as it goes is fed while the user talks. A soft end asks for the words of its revision,
and for all that follows from them; whoever goes on makes them stale. Where the speaker goes on after a pause
in a long turn, that stretch stands, and only the tail remains at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from voicecoach.stages import HearingStream
from voicecoach.types import HEARING_RATE, Heard, Pcm, Samples, Utterance

T = TypeVar("T")


class Ear(Protocol):
    """Who hears (`rehearsal.crew.Crew`, with the hints of the rehearsal)."""

    @property
    def streams(self) -> bool:
        """Does it hear as it goes? Others are given nothing before a soft end."""

    def begin(self) -> HearingStream:
        """A new utterance begins."""


@dataclass(slots=True)
class _Live:
    """A tail that is being heard as it comes."""

    start: Samples
    stream: HearingStream
    fed: int = 0
    """Samples."""
    stale: bool = False
    """Nobody wants its words any more."""

    def hear(self, samples: Pcm) -> None:
        """More of it, in the thread that hears."""
        if not self.stale:
            self.stream.feed(samples)


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a turn that is on its way into words."""

    stretch: Utterance
    revision: int
    live: _Live
    words: Future[Heard]

    def drop(self) -> None:
        """Nobody wants its words any more: what is not under way yet is not begun."""
        if self.words.cancel():
            self.live.stale = True


@dataclass(frozen=True, slots=True)
class _Ahead(Generic[T]):
    """What was begun at a soft end: the tail's words, and what the whole turn up to there amounts to."""

    part: _Part
    understood: Future[T]


class HearingAhead(Generic[T]):
    """One thing at a time, in a thread of its own.

    `understand` makes of a turn's words what the turn needs; it is called in that thread.
    """

    def __init__(self, ear: Ear, understand: Callable[[Heard], T]) -> None:
        self._ear, self._understand = ear, understand
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hearing")
        self._live: _Live | None = None
        self._ahead: _Ahead[T] | None = None
        self._ended: _Ahead[T] | None = None
        """What the last turn ended with, for as long as it may be taken up again."""
        self._standing: list[_Part] = []

    def follow(self, tail: Utterance) -> None:
        """More of the turn has come: `tail` is all of it that no stretch has covered."""
        if self._ear.streams:
            self._forget_finished()
            self._fed(tail)

    def soft_end(
        self, utterance: Utterance, tail: Utterance, revision: int, then: Callable[[int, Heard], None]
    ) -> None:
        """The turn may be over; `then(revision, words of the tail)` is told in the other thread.

        An engine that hears as it goes tells what it has at once, and then what it makes of it.
        """
        self._forget_finished()
        part = self._part(tail, revision, then)
        self._ahead = _Ahead(part, self._whole(utterance, [*self._standing, part]))

    def stands(self, stretch: Utterance, revision: int) -> None:
        """The stretch of that revision is done with: what was heard of it is kept."""
        self._forget_finished()
        ahead = self._taken_ahead(revision)
        self._standing.append(ahead.part if ahead else self._part(stretch, revision))

    def drop_ahead(self) -> None:
        """They went on: what was begun at the soft end is stale."""
        self._taken_ahead(None)

    def drop(self) -> None:
        """The whole turn is dropped."""
        self.drop_ahead()
        if self._live:
            self._live.stale = True
        self._live = self._ended = None
        self._standing.clear()

    def finish(self, utterance: Utterance, tail: Utterance, revision: int) -> Future[T]:
        """What the finished turn amounts to: only what is not known yet is worked out now."""
        self._forget_finished()
        ahead = self._taken_ahead(revision)
        if ahead is None:
            part = self._part(tail, revision)
            ahead = _Ahead(part, self._whole(utterance, [*self._standing, part]))
        self._ended = ahead
        return ahead.understood

    def reopen(self) -> None:
        """The turn that was finished goes on: its stretches stand, and its end was only a soft one."""
        self._ahead, self._ended = self._ended, None

    def close(self) -> None:
        """Ends after the work under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _forget_finished(self) -> None:
        if self._ended:
            self._standing.clear()
            self._ended = None

    def _taken_ahead(self, revision: int | None) -> _Ahead[T] | None:
        """What was begun at the soft end, if it is of that revision; it is begun no longer."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead.part.revision == revision:
            return ahead
        ahead.understood.cancel()
        ahead.part.drop()
        return None

    def _part(
        self, tail: Utterance, revision: int, then: Callable[[int, Heard], None] | None = None
    ) -> _Part:
        """Ask for the words of a tail; `then` is told them as soon as they can be told."""
        live, self._live = self._fed(tail), None

        def hear() -> Heard:
            early = live.stream.so_far() if then else ""
            if then and early:
                then(revision, Heard(early))
            heard = live.stream.finish()
            if then:
                then(revision, heard)
            return heard

        return _Part(tail, revision, live, self._pool.submit(hear))

    def _fed(self, tail: Utterance) -> _Live:
        """The stream of this tail, with all of its sound on the way to it."""
        live = self._live
        samples = tail.sound.samples
        if live is None or live.start != tail.start or live.fed > len(samples):
            live = self._live = _Live(tail.start, self._ear.begin())
        if live.fed < len(samples):
            self._pool.submit(live.hear, samples[live.fed :])
            live.fed = len(samples)
        return live

    def _whole(self, utterance: Utterance, parts: Sequence[_Part]) -> Future[T]:
        """What the parts amount to, once their words are there: the one thread takes them in turn."""
        parts = list(parts)
        return self._pool.submit(lambda: self._understand(_joined(utterance, parts)))


def _joined(utterance: Utterance, parts: Sequence[_Part]) -> Heard:
    """The stretches as one, with word times from the start of the utterance."""
    heard = [(p.words.result(), (p.stretch.start - utterance.start) / HEARING_RATE) for p in parts]
    words = tuple(
        replace(w, start_s=w.start_s + offset, end_s=w.end_s + offset) for h, offset in heard for w in h.words
    )
    text = " ".join(h.text.strip() for h, _ in heard if h.text.strip())
    return Heard(text, words, heard[-1][0].engine)
