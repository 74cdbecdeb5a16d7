"""A sound card without hardware: recordings are the microphone, a file is the loudspeaker.

Both sides share one clock, counted in microphone frames: every frame read lets the loudspeaker play for
as long. A rehearsal from recordings runs through the same code as a live one, as fast as the machine
allows.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from voicecoach.audio.playout import Playout
from voicecoach.audio.recordings import save_sound
from voicecoach.audio.resample import StreamResampler
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Pcm, Sound

PLAYED_RATE = 24_000
"""Hertz of the loudspeaker's file."""

_BLOCK = FRAME_SAMPLES * PLAYED_RATE // HEARING_RATE
_FRAME_S = FRAME_SAMPLES / HEARING_RATE


class RecordedUser:
    """The person at the microphone: says one recording after the other, when told to."""

    def __init__(self, recordings: Sequence[Sound], *, seed: int = 1) -> None:
        self._recordings = [_at_hearing_rate(sound) for sound in recordings]
        self._said = 0
        self._rest: Pcm = np.zeros(0, np.int16)
        self._room = np.random.default_rng(seed)

    @property
    def left(self) -> int:
        """How many recordings have not been started."""
        return len(self._recordings) - self._said

    @property
    def saying(self) -> bool:
        """Is a recording under way?"""
        return bool(len(self._rest))

    def say_next(self) -> bool:
        """Start the next recording. False where none is left, or one is under way."""
        if self.saying or not self.left:
            return False
        self._rest = self._recordings[self._said]
        self._said += 1
        return True

    def frame(self) -> Pcm:
        """The next frame: the recording, or a room so quiet that only the microphone hears it."""
        said, self._rest = self._rest[:FRAME_SAMPLES], self._rest[FRAME_SAMPLES:]
        frame = self._room.integers(-1, 2, FRAME_SAMPLES).astype(np.int16)
        frame[: len(said)] = said
        return frame


class RecordedCard:
    """One virtual sound card. `microphone` and `speaker` speak the protocols of the stages.

    With `real_time`, a frame comes when it is due; else at once, and time moves only when frames are read.
    `out` gets what would be heard, when the speaker is closed; only then is what was played kept, or where
    `keep` asks for it.
    """

    def __init__(
        self, recordings: Sequence[Sound], *, real_time: bool, out: Path | None = None, keep: bool = True
    ) -> None:
        self.user = RecordedUser(recordings)
        self.out = out
        self._real_time = real_time
        self._keep = keep or out is not None
        self._playout = Playout(PLAYED_RATE)
        self._frames = 0
        self._began: float | None = None
        self._said: list[Pcm] = []
        self._played: list[Pcm] = []
        self.microphone = RecordedMicrophone(self)
        self.speaker = RecordedSpeaker(self, self._playout)

    @property
    def now_s(self) -> float:
        """Seconds that have passed on this card."""
        return self._frames * _FRAME_S

    def tick(self, timeout_s: float) -> Pcm | None:
        """Let one frame pass on both sides; None where it is not due in time."""
        if self._real_time and not self._wait_until_due(timeout_s):
            return None
        frame = self.user.frame()
        played = self._playout.take(_BLOCK).samples
        self._frames += 1
        if self._keep:
            self._said.append(frame)
            self._played.append(played)
        return frame

    def save_played(self, path: Path, since_s: float = 0.0) -> None:
        """What came out of the loudspeaker, from a moment of this card on. Raises RecordingError."""
        played = _joined(self._played[round(since_s / _FRAME_S) :])
        save_sound(path, Sound(played, PLAYED_RATE))

    def save_conversation(self, path: Path) -> None:
        """Both sides as one sound, on the shared clock. Raises RecordingError."""
        save_sound(path, self.conversation())

    def conversation(self) -> Sound:
        """Both sides mixed."""
        resampler = StreamResampler(HEARING_RATE, PLAYED_RATE)
        said = np.concatenate([resampler.feed(_joined(self._said)), resampler.finish()]).astype(np.int32)
        played = _joined(self._played).astype(np.int32)
        length = min(len(said), len(played))
        mixed = np.clip(said[:length] + played[:length], -32768, 32767)
        return Sound(mixed.astype(np.int16), PLAYED_RATE)

    def _wait_until_due(self, timeout_s: float) -> bool:
        now = time.monotonic()
        if self._began is None:
            self._began = now
        wait = self._began + (self._frames + 1) * _FRAME_S - now
        time.sleep(max(0.0, min(wait, timeout_s)))
        return wait <= timeout_s


class RecordedMicrophone:
    """The card's microphone."""

    lost = bluetooth_headset = False

    def __init__(self, card: RecordedCard) -> None:
        self.name = "recording"
        self._card = card
        self._open = False

    def start(self) -> None:
        """Frames come from now on."""
        self._open = True

    def read(self, timeout_s: float) -> Pcm | None:
        """The next frame. The loudspeaker plays for as long."""
        return self._card.tick(timeout_s) if self._open else None

    def close(self) -> None:
        """No more frames."""
        self._open = False


class RecordedSpeaker:
    """The card's loudspeaker."""

    lost = False

    def __init__(self, card: RecordedCard, playout: Playout) -> None:
        self.name = "file" if card.out else "nothing"
        self._card = card
        self._playout = playout
        self._lock = threading.Lock()

    def start(self) -> None:
        """Nothing to open."""

    def begin_line(self) -> None:
        """A new line starts: `heard_s` counts from zero."""
        self._playout.begin_line()

    def play(self, sound: Sound) -> None:
        """Queue sound at any rate."""
        with self._lock:
            self._playout.put(sound)

    @property
    def heard_s(self) -> float:
        """Seconds of the present line that were played."""
        return self._playout.taken_s

    @property
    def idle(self) -> bool:
        """Has all that was queued been played?"""
        with self._lock:
            self._playout.finish()
        return self._playout.empty

    def stop(self) -> float:
        """Drop what is queued; gives `heard_s`."""
        with self._lock:
            heard_s = self._playout.taken_s
            self._playout.drop()
        return heard_s

    def close(self) -> None:
        """Write what was heard. Raises RecordingError."""
        if self._card.out:
            self._card.save_played(self._card.out)


def _at_hearing_rate(sound: Sound) -> Pcm:
    resampler = StreamResampler(sound.rate, HEARING_RATE)
    return np.concatenate([resampler.feed(sound.samples), resampler.finish()])


def _joined(pieces: Sequence[Pcm]) -> Pcm:
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)
