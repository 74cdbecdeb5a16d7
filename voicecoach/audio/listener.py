"""Where your turn starts and ends: one state machine for talk key and voice.

Pure: it is fed frames and key events, and gives events. Time is counted in samples of the microphone's
stream, so a recorded conversation runs as fast as the machine allows. No state is without a way out.

    idle ─ key or voice ─► talking ─ key let go ─► tail ─► idle
                              └─ silence ─► ended ─ they go on ─► talking
                                              └─ a while, or the answer sounds ─► idle
"""

from __future__ import annotations

from voicecoach.audio.gauge import Gauge
from voicecoach.audio.levels import dbfs, frames_in
from voicecoach.audio.listener_events import (
    Cancelled,
    Caution,
    Ended,
    EndReason,
    ListenerState,
    ListenEvent,
    Mode,
    Nothing,
    NothingHeard,
    Reopened,
    SpeechStarted,
    Warned,
)
from voicecoach.audio.listener_turn import TurnUnderWay
from voicecoach.audio.patience import EndSilence, Patience
from voicecoach.audio.tape import Tape
from voicecoach.audio.voice_track import Confirm, Judge, VoiceTrack, always, webrtc_judge
from voicecoach.audio.watchdogs import LONG_TURN_S, WAVER_S, held_back, reason_to_end
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Heard, Pcm, Samples, Sound, Utterance

PRE_ROLL_S = 0.5
"""What was heard before the key or the voice and belongs to the turn."""

TAIL_S = 0.25
"""What is heard after the key was let go; up to twice that while the voice goes on."""

DEAF_TAIL_S = 0.25
"""The room still rings when the loudspeaker has stopped."""

STRETCH_S = 6.0
"""A pause ends a stretch of a long turn when it is at least this long."""

LATE_TAP_S = 0.3
"""A tap so soon after silence ended the turn was meant to end it too."""

_KEPT_WHILE_IDLE_S = 4.0


class Listener:
    """Turns frames of `FRAME_SAMPLES` at `HEARING_RATE` and key events into `ListenEvent`s.

    `confirm` is asked whether a stretch holds a voice before anything is made of it. `reopen_s` is how long
    after an end by silence the turn may be taken up again (0: never); `settle` closes that window.
    """

    def __init__(
        self,
        mode: Mode,
        patience: Patience = Patience.NORMAL,
        *,
        judge: Judge | None = None,
        confirm: Confirm = always,
        tail_s: float = TAIL_S,
        reopen_s: float = 0.0,
        stretch_s: float = STRETCH_S,
    ) -> None:
        self.mode = mode
        self.state = ListenerState.IDLE
        self.now = Samples(0)
        self._confirm = confirm
        self._tail, self._reopen, self._stretch = map(_samples, (tail_s, reopen_s, stretch_s))
        self._tape = Tape()
        self._track = VoiceTrack(self._tape, judge or webrtc_judge(), confirm)
        self._silence = EndSilence(patience)
        self._turn: TurnUnderWay | None = None
        self._ended: Ended | None = None
        self._spent = 0
        """Where the last turn ended: what is before belongs to it."""
        self._revision = 0
        self._keyed_at = 0
        self._state_since = 0
        self._reason = EndReason.RELEASED
        self._warned_long = False
        self._deaf, self._deaf_until = False, 0
        self._gauge = Gauge()

    @property
    def deaf(self) -> bool:
        """Ignore the microphone, because the partner speaks? Setting it to False leaves a short tail."""
        return self._deaf

    @deaf.setter
    def deaf(self, deaf: bool) -> None:
        if self._deaf and not deaf:
            self._deaf_until = self.now + _samples(DEAF_TAIL_S)
        self._deaf = deaf
        if deaf:
            self.settle()

    @property
    def wavering(self) -> bool:
        """May somebody just be starting to speak? An answer can wait for the moment that takes."""
        return self._track.wavering

    @property
    def ended_anyway(self) -> bool:
        """Did silence end the turn so shortly ago that a tap now was meant to end it too?"""
        late = self.now - self._state_since < _samples(LATE_TAP_S)
        return self.state is ListenerState.ENDED and late

    @property
    def under_way(self) -> Utterance | None:
        """What was said so far and no `Stretch` or `SoftEnd` has covered; None while nobody talks."""
        talking = self.state in (ListenerState.TALKING, ListenerState.TAIL)
        return self._turn.tail_so_far(self.now) if self._turn and talking else None

    def feed(self, frame: Pcm) -> list[ListenEvent]:
        """The next frame of the stream."""
        if len(frame) != FRAME_SAMPLES:
            raise ValueError(f"a frame has {FRAME_SAMPLES} samples, not {len(frame)}")
        self.now = Samples(self.now + FRAME_SAMPLES)
        if self._hears_nothing():
            self._tape.clear(self.now)
            self._track.drop()
            return []
        self._tape.append(frame)
        began = self._track.feed(frame)
        events = [*self._gauge.feed(frame, self._track.level), *self._step(began)]
        self._forget()
        return events

    def key_down(self) -> list[ListenEvent]:
        """The talk key went down, or was tapped. Pressed again while held, nothing happens."""
        self._deaf, self._deaf_until = False, 0
        if self.state is ListenerState.TALKING:
            return self._tapped()
        if self.state is ListenerState.TAIL:
            if self.mode is Mode.HOLD:
                self._go(ListenerState.TALKING)
            return []
        if self.state is ListenerState.ENDED:
            return [] if self.ended_anyway else self._take_up(None)
        self._begin(self.now - _samples(PRE_ROLL_S))
        return []

    def key_up(self) -> list[ListenEvent]:
        """The talk key was let go, or the window lost it."""
        if self.mode is Mode.HOLD and self.state is ListenerState.TALKING:
            self._close_down(EndReason.RELEASED)
        return []

    def cancel(self) -> list[ListenEvent]:
        """Drop the utterance."""
        if self.state is ListenerState.ENDED:
            self.settle()
        if self._turn is None:
            return []
        self._idle()
        self._track.drop()
        self._tape.clear(self.now)  # or the next turn would begin with its last half second
        return [Cancelled()]

    def interrupt(self) -> list[ListenEvent]:
        """End the utterance now, with what is there: a pause, or the microphone is gone."""
        talking = self.state in (ListenerState.TALKING, ListenerState.TAIL)
        return self._finish(EndReason.INTERRUPTED) if talking else []

    def settle(self) -> None:
        """The answer sounds: what ended stays ended."""
        if self.state is ListenerState.ENDED:
            self._silence.ended_well()
            self._idle()

    def text_hint(self, revision: int, heard: Heard) -> None:
        """What was heard at a soft end. A finished sentence ends sooner, a trailing one later."""
        if self._turn and self.state is ListenerState.TALKING:
            self._turn.hint(revision, heard)

    def _step(self, began: int | None) -> list[ListenEvent]:
        match self.state:
            case ListenerState.IDLE:
                return self._step_idle(began)
            case ListenerState.TALKING:
                return self._step_talking(began)
            case ListenerState.TAIL:
                return self._step_tail(began)
            case ListenerState.ENDED:
                return self._step_ended(began)

    def _step_idle(self, began: int | None) -> list[ListenEvent]:
        if began is None or self.mode is not Mode.OPEN:
            return []
        self._begin(began - _samples(PRE_ROLL_S), keep_voice=True)
        return [SpeechStarted(Samples(began))]

    def _step_talking(self, began: int | None) -> list[ListenEvent]:
        assert self._turn is not None
        events = self._voice(began) + self._turn.not_over(self._track.last) + self._long_turn()
        quiet, wavering = self._quiet, self._track.wavering
        end_silence_s = self._silence.seconds(self._turn.finish)
        quiet_s = quiet / HEARING_RATE
        if not held_back(quiet_s, end_silence_s, wavering=wavering):
            events += self._turn.pause(self._track.last, quiet)
        reason = reason_to_end(
            self.mode,
            length_s=self._turn.length / HEARING_RATE,
            quiet_s=quiet_s,
            end_silence_s=end_silence_s,
            spoken=self._track.last is not None,
            wavering=wavering,
        )
        return events + (self._finish(reason) if reason else [])

    def _step_tail(self, began: int | None) -> list[ListenEvent]:
        assert self._turn is not None
        events = self._voice(began) + self._turn.not_over(self._track.last)
        passed = self.now - self._state_since
        still_voice = self._track.wavering or self._quiet < FRAME_SAMPLES
        if passed < self._tail or (still_voice and passed < 2 * self._tail):
            return events + ([] if self._track.wavering else self._turn.let_go(self._track.last, self._quiet))
        return events + self._finish(self._reason)

    def _step_ended(self, began: int | None) -> list[ListenEvent]:
        if began is not None:
            return self._take_up(began)
        passed = self.now - self._state_since
        if passed >= self._reopen and (not self.wavering or passed >= self._reopen + _samples(WAVER_S)):
            self.settle()
        return []

    def _voice(self, began: int | None) -> list[ListenEvent]:
        """A voice began in the turn: the first one, or one after a soft end."""
        if began is None or self._turn is None:
            return []
        if self._track.first == began:
            return [SpeechStarted(Samples(began))]
        going_on = self._turn.goes_on()
        return [going_on] if going_on else []

    def _long_turn(self) -> list[ListenEvent]:
        assert self._turn is not None
        if self._warned_long or self._turn.length < _samples(LONG_TURN_S):
            return []
        self._warned_long = True
        return [Warned(Caution.LONG_TURN)]

    @property
    def _quiet(self) -> int:
        """Samples since the voice, or since the key where there was no voice yet."""
        return self.now - max(self._track.last or 0, self._keyed_at)

    def _begin(self, start: int, *, keep_voice: bool = False) -> None:
        if not keep_voice:
            self._track.forget()
        # Whole frames, so that no sample of the stream is cut in two or lost.
        start = max(start - start % FRAME_SAMPLES, self._spent)
        self._turn = TurnUnderWay(self._tape, start, self._revision, self._stretch)
        self._keyed_at = 0 if keep_voice else self.now
        self._warned_long = False
        self._go(ListenerState.TALKING)

    def _tapped(self) -> list[ListenEvent]:
        if self.mode is not Mode.HOLD:
            self._close_down(EndReason.TAPPED)
        return []

    def _close_down(self, reason: EndReason) -> None:
        self._reason = reason
        self._go(ListenerState.TAIL)

    def _take_up(self, began: int | None) -> list[ListenEvent]:
        """They go on right after the end: by voice, which tells of their pauses, or by key."""
        assert self._turn is not None and self._ended is not None
        ended = self._ended
        if began is not None:
            self._silence.went_on_after((began - ended.utterance.speech_end) / HEARING_RATE)
        self._turn.reopen(ended)
        self._keyed_at = self.now
        self._go(ListenerState.TALKING)
        going_on = self._turn.goes_on()
        return [Reopened(ended.revision), *([going_on] if going_on else [])]

    def _finish(self, reason: EndReason) -> list[ListenEvent]:
        """The utterance is over: a turn, or nothing."""
        assert self._turn is not None
        events = self._voice(self._track.settle())
        whole = self._tape.cut(self._turn.start, self._tape.end)
        if self._track.last is None and not self._confirm(Sound(whole, HEARING_RATE)):
            why = self._why_nothing(whole)
            self._idle()
            return [*events, NothingHeard(dbfs(whole), why)]
        speech_end = self._track.last if self._track.last is not None else self.now
        self._ended = self._turn.end(reason, speech_end)
        self._spent = self._tape.end
        self._revision = self._turn.revision
        if reason is EndReason.SILENCE and self._reopen:
            self._go(ListenerState.ENDED)
            return [*events, self._ended]
        self._idle()
        return [*events, self._ended]

    def _why_nothing(self, whole: Pcm) -> Nothing:
        if not whole.any():
            return Nothing.DEAD
        return Nothing.NOISE if self._track.heard_burst else Nothing.SILENCE

    def _idle(self) -> None:
        if self._turn:
            self._revision = max(self._revision, self._turn.revision)
        self._turn = None
        self._track.forget()
        self._go(ListenerState.IDLE)

    def _go(self, state: ListenerState) -> None:
        self.state = state
        self._state_since = self.now

    def _hears_nothing(self) -> bool:
        return self.state is ListenerState.IDLE and (self._deaf or self.now <= self._deaf_until)

    def _forget(self) -> None:
        if self._turn is None:
            self._tape.forget_before(self.now - _samples(_KEPT_WHILE_IDLE_S))


def _samples(seconds: float) -> int:
    """Whole frames that cover a time, in samples."""
    return frames_in(seconds, HEARING_RATE) * FRAME_SAMPLES
