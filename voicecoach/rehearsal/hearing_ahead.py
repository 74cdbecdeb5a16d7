"""Transcription that starts before the turn is over, and is dropped when it turns out stale."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from voicecoach.types import Heard, Utterance


class HearingAhead:
    """One transcription at a time, in a thread of its own.

    A soft end starts one for its revision; when the turn ends with that revision, its words are there
    already. Anything else is stale.
    """

    def __init__(self, transcribe: Callable[[Utterance], Heard]) -> None:
        self._transcribe = transcribe
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="hearing")
        self._ahead: tuple[int, Future[Heard]] | None = None

    def start(self, utterance: Utterance, revision: int, then: Callable[[int, str], None]) -> None:
        """Begin with what was said up to a soft end; `then(revision, text)` is told in the other thread."""
        future = self._pool.submit(self._transcribe, utterance)
        future.add_done_callback(lambda f: self._tell(f, revision, then))
        self._ahead = (revision, future)

    @staticmethod
    def _tell(future: Future[Heard], revision: int, then: Callable[[int, str], None]) -> None:
        if not future.cancelled() and future.exception() is None:
            then(revision, future.result().text)

    def drop(self) -> None:
        """What was begun is stale."""
        if self._ahead:
            self._ahead[1].cancel()
        self._ahead = None

    def finish(self, utterance: Utterance, revision: int) -> Future[Heard]:
        """The words of the finished turn: those begun at its soft end, or begun now."""
        ahead, self._ahead = self._ahead, None
        if ahead and ahead[0] == revision:
            return ahead[1]
        if ahead:
            ahead[1].cancel()
        return self._pool.submit(self._transcribe, utterance)

    def close(self) -> None:
        """Ends after the transcription under way."""
        self._pool.shutdown(wait=True, cancel_futures=True)
