"""The one mechanism for everything that takes time: jobs in a thread, results in the window's.

Jobs run one after the other, so that devices and a rehearsal's folder have one user at a time.
Results come as posted events, which is what a queued signal is made of.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject

from voicecoach.desktop.words import word
from voicecoach.errors import VoicecoachError

log = logging.getLogger(__name__)

T = TypeVar("T")
Failed = Callable[[VoicecoachError], None]


class Backstage(QObject):
    """Runs jobs off the window's thread, and brings what they give back into it."""

    def __init__(self, failed: Failed) -> None:
        super().__init__()
        self._failed = failed
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._calls: SimpleQueue[Callable[[], Any]] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="backstage", daemon=True)
        self._thread.start()

    def do(
        self, job: Callable[[], T], then: Callable[[T], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Run `job` in its turn; then, in the window's thread, `then` with its result, or `failed`."""
        self._jobs.put(lambda: self._one(job, then, failed or self._failed))

    def post(self, call: Callable[[], Any]) -> None:
        """From any thread: call this in the window's thread."""
        self._calls.put(call)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def close(self, wait_s: float = 10.0) -> None:
        """End after the jobs that wait."""
        self._jobs.put(None)
        self._thread.join(wait_s)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _one(self, job: Callable[[], T], then: Callable[[T], None] | None, failed: Failed) -> None:
        try:
            result = job()
        except VoicecoachError as error:
            told = error
            self.post(lambda: failed(told))
        except Exception:
            log.exception("a job of the window failed")
            self.post(lambda: failed(VoicecoachError(word("error.crash"), word("error.log"))))
        else:
            if then is not None:
                follow = then
                self.post(lambda: follow(result))

    def customEvent(self, _event: QEvent) -> None:  # noqa: N802 (Qt's name)
        self._calls.get()()
