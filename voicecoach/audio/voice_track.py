"""Where the voice is in the stream: a quick judge finds edges, a sure one confirms them.

The quick judge (webrtcvad) calls typing, tones and fans speech. So a run of its frames is only a
*burst* until the second judge has listened to it; what is no voice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from voicecoach.audio.levels import dbfs
from voicecoach.audio.noise_floor import NoiseFloor
from voicecoach.audio.tape import Tape
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Pcm, Sound

Judge = Callable[[Pcm], bool]
"""Does one frame look like a voice?"""

Confirm = Callable[[Sound], bool]
"""Was there a voice in this stretch?"""

_MS = HEARING_RATE // 1000
BRIDGE = 250 * _MS
"""Samples of silence inside a voice that need no new confirmation."""

LEAD = 500 * _MS
"""Samples before a burst that the second judge hears too."""

_FIRST_ASK = 200 * _MS
_BACK_OFF = 1.5
_BURST_OVER = 120 * _MS
_SHORTEST_BURST = 60 * _MS
_RECHECK = 2_000 * _MS
_RECHECK_WINDOW = 1_000 * _MS
_ROOM_LEARNED_AFTER = 1_000 * _MS


def webrtc_judge(mode: int = 2) -> Judge:
    """webrtcvad for frames at `HEARING_RATE`."""
    import webrtcvad

    vad: Any = webrtcvad.Vad(mode)
    return lambda frame: bool(vad.is_speech(frame.tobytes(), HEARING_RATE))


def always(_sound: Sound) -> bool:
    """A second judge that takes the quick one's word."""
    return True


@dataclass(slots=True)
class _Burst:
    start: int
    last: int
    """Where its last voiced frame ended."""
    voiced: int = 0
    ask_at: float = _FIRST_ASK


class VoiceTrack:
    """Follows one stream, frame by frame."""

    def __init__(self, tape: Tape, judge: Judge, confirm: Confirm) -> None:
        self._tape, self._judge, self._confirm = tape, judge, confirm
        self._floor = NoiseFloor()
        self._burst: _Burst | None = None
        self._checked = 0
        self.level = -120.0
        """The last frame's level, in dBFS."""
        self.first: int | None = None
        """Where the voice was first confirmed since `forget`."""
        self.last: int | None = None
        """Where the confirmed voice was last heard."""
        self.heard_burst = False
        """Was there anything since `forget` that could have been a voice?"""

    @property
    def wavering(self) -> bool:
        """Is there a burst that has not been judged yet?"""
        return self._burst is not None

    def forget(self) -> None:
        """A new utterance: what was heard before is no part of it, but for a burst under way."""
        self.first = self.last = None
        self.heard_burst = self._burst is not None

    def drop(self) -> None:
        """What was heard so far is gone, the burst under way too."""
        self.forget()
        self._burst = None

    def feed(self, frame: Pcm) -> int | None:
        """One frame, already on the tape. Gives where a voice began, when that is sure."""
        self.level = dbfs(frame)
        stands_out = self._floor.feed(self.level)
        start = self._tape.end - FRAME_SAMPLES
        # The quick judge keeps a state of its own: it hears every frame.
        if self._judge(frame) and stands_out:
            return self._voiced(start)
        return self._unvoiced(start)

    def settle(self) -> int | None:
        """Judge the burst under way now, because the utterance ends."""
        return self._ask() if self._burst else None

    def _voiced(self, start: int) -> int | None:
        end = start + FRAME_SAMPLES
        if self.last is not None and start - self.last < BRIDGE and not self._burst:
            self.last = end
            self._recheck(end)
            return None
        burst = self._burst = self._burst or _Burst(start, end)
        self.heard_burst = True
        burst.last = end
        burst.voiced += FRAME_SAMPLES
        if burst.voiced < burst.ask_at:
            return None
        burst.ask_at *= _BACK_OFF
        return self._ask()

    def _unvoiced(self, start: int) -> int | None:
        burst = self._burst
        if burst is None or start + FRAME_SAMPLES - burst.last < _BURST_OVER:
            return None
        began = self._ask() if burst.voiced >= _SHORTEST_BURST else None
        self._burst = None
        return began

    def _ask(self) -> int | None:
        """Ask the second judge about the burst; a voice it is sure of is on the track from then on."""
        burst = self._burst
        assert burst is not None
        lead = max(burst.start - LEAD, self.last or 0)
        if not self._confirm(self._sound(lead, self._tape.end)):
            if burst.last - burst.start > _ROOM_LEARNED_AFTER:
                self._floor.learn()
            return None
        self.first = burst.start if self.first is None else self.first
        self.last = self._checked = burst.last
        self._burst = None
        return burst.start

    def _recheck(self, end: int) -> None:
        """A long run without a pause may be a noise that started while somebody spoke."""
        if end - self._checked < _RECHECK:
            return
        if self._confirm(self._sound(end - _RECHECK_WINDOW, end)):
            self._checked = end
            return
        self._floor.learn()
        self.last = min(end, max(self._checked, end - _RECHECK_WINDOW))

    def _sound(self, start: int, end: int) -> Sound:
        return Sound(self._tape.cut(start, end), HEARING_RATE)
