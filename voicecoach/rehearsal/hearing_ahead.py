"""Transcription that starts before the turn is over, and is dropped when it turns out stale.

A soft end starts one for its revision. Where the speaker goes on after a pause in a long turn, that stretch
stands, and only the tail remains at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from voicecoach.types import HEARING_RATE, Heard, Sound, Utterance


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a turn that is being transcribed."""

    stretch: Utterance
    revision: int
    words: Future[Heard]


class HearingAhead:
    """One transcription at a time, in a thread of its own."""

    def __init__(self, transcribe: Callable[[Sound], Heard]) -> None:
        self._transcribe = transcribe
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hearing")
        self._ahead: Part | None = None
        self._standing: list[Part] = []
        self._finished = False

    def start(self, tail: Utterance, revision: int, then: Callable[[int, str], None]) -> None:
        """Begin with the tail at a soft end; `then(revision, text)` is told in the other thread."""
        self._forget_finished()
        future = self._pool.submit(self._transcribe, tail.sound)
        future.add_done_callback(lambda f: self._tell(f, revision, then))
        self._ahead = Part(tail, revision, future)

    @staticmethod
    def _tell(future: Future[Heard], revision: int, then: Callable[[int, str], None]) -> None:
        if not future.cancelled() and future.exception() is None:
            then(revision, future.result().text)

    def stands(self, stretch: Utterance, revision: int) -> None:
        """The stretch of that revision is done with: what was transcribed of it is kept."""
        self._forget_finished()
        self._standing.append(self._part(stretch, revision))

    def reopen(self) -> None:
        """The turn that was finished goes on: its stretches stand."""
        self._finished = False

    def _forget_finished(self) -> None:
        if self._finished:
            self._standing.clear()
            self._finished = False

    def _part(self, stretch: Utterance, revision: int) -> Part:
        ahead, self._ahead = self._ahead, None
        if ahead and ahead.revision == revision:
            return ahead
        if ahead:
            ahead.words.cancel()
        return Part(stretch, revision, self._pool.submit(self._transcribe, stretch.sound))

    def drop_ahead(self) -> None:
        """They went on: what was begun at the soft end is stale."""
        if self._ahead:
            self._ahead.words.cancel()
        self._ahead = None

    def drop(self) -> None:
        """The whole turn is dropped."""
        self.drop_ahead()
        self._standing.clear()
        self._finished = False

    def finish(self, utterance: Utterance, tail: Utterance, revision: int) -> Future[Heard]:
        """The words of the finished turn: only what is not known yet is transcribed now."""
        self._forget_finished()
        parts = [*self._standing, self._part(tail, revision)]
        self._finished = True
        if len(parts) == 1 and parts[0].stretch.start == utterance.start:
            return parts[0].words
        return self._pool.submit(_joined, utterance, parts)

    def close(self) -> None:
        """Ends after the transcription under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _joined(utterance: Utterance, parts: Sequence[Part]) -> Heard:
    """The stretches as one, with word times from the start of the utterance."""
    heard = [(p.words.result(), (p.stretch.start - utterance.start) / HEARING_RATE) for p in parts]
    words = tuple(
        replace(w, start_s=w.start_s + offset, end_s=w.end_s + offset) for h, offset in heard for w in h.words
    )
    text = " ".join(h.text.strip() for h, _ in heard if h.text.strip())
    return Heard(text, words, heard[-1][0].engine)
