"""Fakes of every stage, on a clock of their own: a conversation of a minute runs in milliseconds.

Nothing here sleeps. An engine that takes time moves the `VirtualClock`; a loudspeaker plays as the clock
moves. A frame read from the microphone is 20 ms for everybody.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from voicecoach.errors import EngineError
from voicecoach.partner.directive import Directive
from voicecoach.stages import Spoken
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Heard, Pcm, Sound, Turn, Word

FRAME_S = FRAME_SAMPLES / HEARING_RATE
WORD_S = 0.3
"""How long the fake voice takes to say a word."""


class VirtualClock:
    """Seconds that pass only when somebody says so."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self._lock = threading.Lock()
        self._watchers: list[Callable[[float], None]] = []

    def advance(self, seconds: float) -> None:
        """Let time pass; everybody who watches is told how much."""
        with self._lock:
            self.now_s += seconds
        for watcher in self._watchers:
            watcher(seconds)

    def watch(self, watcher: Callable[[float], None]) -> None:
        """Be told of time that passes."""
        self._watchers.append(watcher)


def silence(seconds: float) -> Pcm:
    """A room so quiet that only the microphone hears it; never all zeros."""
    return np.resize(np.array([0, 1, 0, -1], np.int16), round(seconds * HEARING_RATE))


def voice_like(seconds: float) -> Pcm:
    """What `loud_is_voice` takes for a voice, with a breath every two seconds: a fan takes none."""
    t = np.arange(round(seconds * HEARING_RATE)) / HEARING_RATE
    breath = (t % 2 > 1.4) & (t % 2 < 1.54)
    return (8000 * np.sin(2 * np.pi * 200 * t) * ~breath).astype(np.int16)


def loud_is_voice(frame: Pcm) -> bool:
    """A judge of single frames that is never wrong about the fakes here."""
    return bool(np.abs(frame).max() > 1000)


def frames_of(*parts: Pcm) -> Iterator[Pcm]:
    """Sound as whole frames; the last is filled up with zeros."""
    joined = np.concatenate(parts)
    joined = np.pad(joined, (0, -len(joined) % FRAME_SAMPLES))
    for at in range(0, len(joined), FRAME_SAMPLES):
        yield joined[at : at + FRAME_SAMPLES]


class FakeMicrophone:
    """Gives what was scripted, then a quiet room for ever. Each frame is 20 ms on the clock."""

    name = "fake"
    lost = bluetooth_headset = False

    def __init__(self, clock: VirtualClock, *parts: Pcm) -> None:
        self._clock = clock
        self._frames = deque(frames_of(*parts)) if parts else deque()
        self.opened = self.closed = 0
        self.lost = False

    def say(self, *parts: Pcm) -> None:
        """Put more behind what is scripted."""
        self._frames.extend(frames_of(*parts))

    @property
    def saying(self) -> bool:
        """Is anything scripted left?"""
        return bool(self._frames)

    def start(self) -> None:
        self.opened += 1

    def read(self, timeout_s: float) -> Pcm | None:
        if self.lost:
            self._clock.advance(timeout_s)
            return None
        self._clock.advance(FRAME_S)
        return self._frames.popleft() if self._frames else silence(FRAME_S)

    def close(self) -> None:
        self.closed += 1


class FakeTranscriber:
    """Hears the texts it was given, one an utterance; takes `takes_s` of the clock for each."""

    name = "fake"

    def __init__(self, texts: Iterable[str], clock: VirtualClock | None = None, takes_s: float = 0.0) -> None:
        self._texts = deque(texts)
        self._clock, self._takes_s = clock, takes_s
        self.warmed = 0
        self.heard: list[Sound] = []
        self.fails = False

    def warm(self) -> None:
        self.warmed += 1

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        if self.fails:
            raise EngineError("the fake recogniser was told to fail")
        self.heard.append(sound)
        if self._clock:
            self._clock.advance(self._takes_s)
        text = self._texts.popleft() if self._texts else ""
        return Heard(text, words_of(text), self.name)


def words_of(text: str) -> tuple[Word, ...]:
    """Each word `WORD_S` long, one after the other."""
    return tuple(Word(w, i * WORD_S, (i + 1) * WORD_S) for i, w in enumerate(text.split()))


class FakePartner:
    """Says its lines word by word, then says that it has no more."""

    name = "fake"

    def __init__(
        self,
        lines: Iterable[str],
        clock: VirtualClock | None = None,
        first_s: float = 0.0,
        token_s: float = 0.0,
    ) -> None:
        self._lines = deque(lines)
        self._clock, self._first_s, self._token_s = clock, first_s, token_s
        self._cancelled = threading.Event()
        self.asked: list[tuple[Directive, tuple[Turn, ...]]] = []
        self.warmed = self.cancelled = self.closed = 0
        self.fails_after: int | None = None
        """Fails after so many pieces of the next line."""

    def warm(self, history: Sequence[Turn] = ()) -> None:
        self.warmed += 1

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        self.asked.append((directive, tuple(history)))
        self._cancelled.clear()
        line = self._lines.popleft() if self._lines else "I have nothing to add."
        for at, word in enumerate(line.split(" ")):
            if self._cancelled.is_set():
                return
            if self.fails_after is not None and at >= self.fails_after:
                raise EngineError("the fake partner was told to fail")
            self._pass(self._first_s if at == 0 else self._token_s)
            yield word if at == 0 else " " + word

    def cancel(self) -> None:
        self.cancelled += 1
        self._cancelled.set()

    def close(self) -> None:
        self.closed += 1

    def _pass(self, seconds: float) -> None:
        if self._clock and seconds:
            self._clock.advance(seconds)


class FakeVoice:
    """A hum of `WORD_S` a word, with the words' times."""

    name = "fake"
    rate = 22_050

    def __init__(self, clock: VirtualClock | None = None, first_s: float = 0.0) -> None:
        self._clock, self._first_s = clock, first_s
        self.warmed = 0
        self.spoke: list[str] = []
        self.fails = False

    def warm(self) -> None:
        self.warmed += 1

    def speak(self, text: str) -> Iterator[Spoken]:
        if self.fails:
            raise EngineError("the fake voice was told to fail")
        words = words_of(text)
        if not words:
            return
        self.spoke.append(text)
        if self._clock and self._first_s:
            self._clock.advance(self._first_s)
        t = np.arange(round(words[-1].end_s * self.rate)) / self.rate
        yield Spoken(Sound((3000 * np.sin(2 * np.pi * 150 * t)).astype(np.int16), self.rate), words)


class FakeSpeaker:
    """Plays what is queued as the clock moves. `log` tells what happened and when, in virtual seconds."""

    name = "fake"
    lost = False

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting_s = self._heard_s = 0.0
        self.log: list[tuple[float, str, float]] = []
        self.opened = self.closed = 0
        clock.watch(self._time_passed)

    def start(self) -> None:
        self.opened += 1

    def begin_line(self) -> None:
        with self._lock:
            self._waiting_s = self._heard_s = 0.0
            self.log.append((self._clock.now_s, "begin", 0.0))

    def play(self, sound: Sound) -> None:
        with self._lock:
            self._waiting_s += sound.seconds
            self.log.append((self._clock.now_s, "play", sound.seconds))

    @property
    def heard_s(self) -> float:
        return self._heard_s

    @property
    def idle(self) -> bool:
        return self._waiting_s <= 1e-9

    def stop(self) -> float:
        with self._lock:
            self._waiting_s = 0.0
            self.log.append((self._clock.now_s, "stop", self._heard_s))
            return self._heard_s

    def close(self) -> None:
        self.closed += 1

    def times(self, what: str) -> list[float]:
        """When something happened."""
        return [at for at, kind, _ in self.log if kind == what]

    def _time_passed(self, seconds: float) -> None:
        with self._lock:
            played = min(seconds, self._waiting_s)
            self._waiting_s -= played
            self._heard_s += played
