"""The listener with the recogniser behind it: a turn is heard ahead, and what is stale is dropped."""

from __future__ import annotations

from concurrent.futures import Future
from queue import Empty, SimpleQueue

from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import (
    Cancelled,
    Ended,
    ListenEvent,
    NothingHeard,
    Reopened,
    Resumed,
    SoftEnd,
    Stretch,
)
from voicecoach.rehearsal.hearing_ahead import Ear, HearingAhead
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.turn_reading import TurnReading
from voicecoach.types import Heard, Pcm

FOLLOW_FRAMES = 5
"""Every so many frames an engine that hears as it goes is given what has come."""


class Listening:
    """For the loop's thread. Every event of the listener passes through `see` once."""

    def __init__(self, listener: Listener, ear: Ear, talk: Talk) -> None:
        self._listener, self._ear = listener, ear
        self._hearing = HearingAhead(ear, talk.read)
        self._hints: SimpleQueue[tuple[int, Heard]] = SimpleQueue()
        self._frames = 0

    def feed(self, frame: Pcm) -> list[ListenEvent]:
        """The next frame, and to the recogniser what has gathered."""
        self._take_hints()
        events = self._listener.feed(frame)
        self._frames += 1
        if self._frames % FOLLOW_FRAMES == 0 and self._ear.streams:
            tail = self._listener.under_way
            if tail:
                self._hearing.follow(tail)
        return events

    def see(self, event: ListenEvent) -> None:
        """What the listener told, as far as it is the recogniser's business."""
        match event:
            case SoftEnd(utterance, revision, tail):
                self._hearing.soft_end(utterance, tail, revision, lambda *hint: self._hints.put(hint))
            case Resumed():
                self._hearing.drop_ahead()
            case Stretch(utterance, _, revision):
                self._hearing.stands(utterance, revision)
            case Reopened():
                self._hearing.reopen()
            case Cancelled() | NothingHeard():
                self._hearing.drop()
            case _:
                pass

    def words_of(self, ended: Ended) -> Future[TurnReading]:
        """The words of a turn that is over, and what follows from them."""
        return self._hearing.finish(ended.utterance, ended.tail, ended.revision)

    def close(self) -> None:
        """Ends after the work under way."""
        self._hearing.close()

    def _take_hints(self) -> None:
        """Words of soft ends: the listener judges by them whether a turn is over."""
        while True:
            try:
                self._listener.text_hint(*self._hints.get_nowait())
            except Empty:
                return
