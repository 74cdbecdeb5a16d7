"""The turn under way: where it started, its revisions, and which stretches are done with."""

from __future__ import annotations

from voicecoach.audio.endpoint import Finish, finish_of
from voicecoach.audio.listener_events import Ended, EndReason, ListenEvent, Resumed, SoftEnd, Stretch
from voicecoach.audio.tape import Tape
from voicecoach.audio.voice_track import BRIDGE
from voicecoach.types import HEARING_RATE, Heard, Samples, Sound, Utterance

STRETCH_AT_LAST_S = 15.0
"""After this long without a pause, a breath ends a stretch."""

BREATH_S = 0.1

TAIL_SOFT_S = 0.06
"""Silence after which the voice in a tail is likely over: long enough for a last "t"."""


class TurnUnderWay:
    """From the first sample of a turn to its end. `revision` is the last one given out before it."""

    def __init__(self, tape: Tape, start: int, revision: int, stretch: int) -> None:
        self._tape = tape
        self._stretch = stretch
        self.start = max(start, tape.start)
        self.revision = revision
        self.finish = Finish.UNCLEAR
        self.soft: SoftEnd | None = None
        """The soft end that nothing has made stale yet."""
        self._tail_start = self.start
        self._stretches = 0

    @property
    def length(self) -> int:
        """Samples so far."""
        return self._tape.end - self.start

    def hint(self, revision: int, heard: Heard) -> None:
        """What was heard at a soft end; a stale revision tells nothing.

        Words that come without times and sureness, as the first ones do, can lengthen a silence only.
        """
        if self.soft and revision == self.soft.revision:
            self.finish = finish_of(heard.text, heard.words[-1].sure if heard.words else 0.0)

    def pause(self, last: int | None, quiet: int) -> list[ListenEvent]:
        """So many samples of silence after the last voice (None: there was none): is it a soft end?"""
        if last is None or self.soft:
            return []
        if quiet >= BRIDGE:
            return [self._soft_end(last)]
        long = self._tape.end - self._tail_start > STRETCH_AT_LAST_S * HEARING_RATE
        return [self._breath(last)] if long and quiet >= BREATH_S * HEARING_RATE else []

    def let_go(self, last: int | None, quiet: int) -> list[ListenEvent]:
        """The key is let go: as soon as the voice is over, the words can be had while the tail runs out."""
        if last is None or self.soft or quiet < TAIL_SOFT_S * HEARING_RATE:
            return []
        return [self._soft_end(last)]

    def not_over(self, last: int | None) -> list[ListenEvent]:
        """The voice that a soft end in the tail took for over goes on, after less than a pause."""
        soft = self.soft
        if soft is None or last is None or last <= soft.utterance.speech_end:
            return []
        self.soft, self.finish = None, Finish.UNCLEAR
        return [Resumed(soft.revision)]

    def goes_on(self) -> Resumed | Stretch | None:
        """There is a voice again: the last soft end was none, or the end of a stretch."""
        soft, self.soft = self.soft, None
        self.finish = Finish.UNCLEAR
        if soft is None:
            return None
        if len(soft.tail.sound.samples) < self._stretch:
            return Resumed(soft.revision)
        return self._done_with(soft.tail, soft.revision)

    def tail_so_far(self, now: int) -> Utterance | None:
        """What no stretch and no soft end has covered."""
        return None if self.soft else self._tail(now)

    def end(self, reason: EndReason, speech_end: int) -> Ended:
        """The turn is over."""
        if self.soft is None:
            self.revision += 1
        whole, tail = self._whole(speech_end), self._tail(speech_end)
        return Ended(whole, self.revision, reason, tail, self._stretches)

    def reopen(self, soft_again: Ended) -> None:
        """The end did not count; its tail is only a soft end that may yet become a stretch."""
        self.soft = SoftEnd(soft_again.utterance, soft_again.revision, soft_again.tail)

    def _soft_end(self, speech_end: int) -> SoftEnd:
        self.revision += 1
        self.finish = Finish.UNCLEAR
        self.soft = SoftEnd(self._whole(speech_end), self.revision, self._tail(speech_end))
        return self.soft

    def _breath(self, speech_end: int) -> Stretch:
        """End a stretch in a pause that is too short for a soft end."""
        self.revision += 1
        return self._done_with(self._tail(speech_end), self.revision)

    def _done_with(self, tail: Utterance, revision: int) -> Stretch:
        self._tail_start = tail.start + len(tail.sound.samples)
        self._stretches += 1
        return Stretch(tail, self._stretches - 1, revision)

    def _whole(self, speech_end: int) -> Utterance:
        return self._cut(self.start, speech_end)

    def _tail(self, speech_end: int) -> Utterance:
        return self._cut(self._tail_start, max(speech_end, self._tail_start))

    def _cut(self, start: int, speech_end: int) -> Utterance:
        sound = Sound(self._tape.cut(start, self._tape.end), HEARING_RATE)
        return Utterance(sound, Samples(start), Samples(speech_end))
