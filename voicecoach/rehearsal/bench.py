"""Where the time of a turn goes: recorded turns through the whole loop, in real time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from voicecoach import settings as user_settings
from voicecoach.audio.levels import dbfs
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.audio.recorded import RecordedCard
from voicecoach.engines import Choices, assemble
from voicecoach.hearing.gate import speech_in
from voicecoach.partner.directive import Directive
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.demo import demo_brief, demo_recordings
from voicecoach.rehearsal.events import Command
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.loop import Loop
from voicecoach.rehearsal.recorded_person import RecordedPerson
from voicecoach.rehearsal.room import Room
from voicecoach.rehearsal.stub_engines import StubPartner, StubTranscriber, StubVoice
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.warming import warm
from voicecoach.stages import HearingStream, Partner, Spoken, StreamingTranscriber, Transcriber, Voice
from voicecoach.types import Heard, Pcm, Sound, Turn, Who

Span = tuple[float, float]
"""From when to when, `time.monotonic`."""

SILENT_DB = 40.0
"""How far below the loudest 20 ms a recording counts as silence."""

Figures = dict[str, dict[str, float] | int]


def run_bench(turns: int, choices: Choices, stub_s: float | None) -> Figures:
    """Play `turns` recorded turns; gives p50 and p95 of each part in milliseconds, and `own_ms`.

    With `stub_s` every engine takes that long (recogniser, first token, first sound; tokens 5 ms apart).
    """
    brief = demo_brief()
    scenario = scenarios.load(brief.scenario)
    crew = assemble(choices, user_settings.load(), scenario, brief, 1)
    if stub_s is not None:
        voice = StubVoice(stub_s)
        crew = replace(
            crew,
            transcriber=StubTranscriber(stub_s),
            partner=StubPartner(stub_s),
            voice=voice,
            coach_voice=voice,
        )
    clock = _Clock()
    timed = _TimedStreaming if isinstance(crew.transcriber, StreamingTranscriber) else _TimedTranscriber
    crew.transcriber = timed(crew.transcriber, clock)
    crew.partner = _TimedPartner(crew.partner, clock)
    crew.voice = _TimedVoice(crew.voice, clock)
    journal = MemoryJournal()
    talk = Talk.begin(scenario, brief, journal, seed=1)
    warm(talk, crew)
    _play(talk, crew, turns, clock)
    crew.close()
    return _figures(journal, clock)


class _Clock:
    """What the engines took: from when to when (`time.monotonic`, seconds), a list an engine."""

    def __init__(self) -> None:
        self.took: dict[str, list[Span]] = defaultdict(list)
        self.key_ups: list[float] = []

    @contextmanager
    def timing(self, engine: str) -> Iterator[None]:
        """What is done within is this engine's."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.took[engine].append((began, time.monotonic()))


class _TimedTranscriber:
    def __init__(self, inner: Transcriber, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self) -> None:
        self._inner.warm()

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        with self._clock.timing("hearing"):
            return self._inner.transcribe(sound, hints)


class _TimedStreaming(_TimedTranscriber):
    def begin(self, hints: Sequence[str] = ()) -> HearingStream:
        assert isinstance(self._inner, StreamingTranscriber)
        return _TimedStream(self._inner.begin(hints), self._clock)


class _TimedStream:
    def __init__(self, inner: HearingStream, clock: _Clock) -> None:
        self._inner, self._clock = inner, clock

    def feed(self, samples: Pcm) -> None:
        with self._clock.timing("hearing"):
            self._inner.feed(samples)

    def so_far(self) -> str:
        return self._inner.so_far()

    def finish(self) -> Heard:
        with self._clock.timing("hearing"):
            return self._inner.finish()


class _TimedPartner:
    """Counts the time that is spent waiting for the model's pieces, up to the first sound."""

    def __init__(self, inner: Partner, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self, history: Sequence[Turn] = ()) -> None:
        self._inner.warm(history)

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        pieces = iter(self._inner.reply(directive, history))
        while True:
            with self._clock.timing("partner"):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def cancel(self) -> None:
        self._inner.cancel()

    def close(self) -> None:
        self._inner.close()


class _TimedVoice:
    """Counts how long each stretch of sound took to make."""

    def __init__(self, inner: Voice, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self) -> None:
        self._inner.warm()

    def speak(self, text: str) -> Iterator[Spoken]:
        stretches = iter(self._inner.speak(text))
        while True:
            with self._clock.timing("voice"):
                stretch = next(stretches, None)
            if stretch is None:
                return
            yield stretch


def _play(talk: Talk, crew: Crew, turns: int, clock: _Clock) -> None:
    """Somebody holds the key while they talk, and lets go of it with their last sound."""
    sounds = [_to_the_last_sound(sound) for sound in demo_recordings()]
    card = RecordedCard([sounds[n % len(sounds)] for n in range(turns)], real_time=True, keep=False)
    listener = Listener(Mode.HOLD, confirm=lambda sound: speech_in(sound).spoken)

    def ask(command: Command) -> None:
        if command is Command.TALK_UP:
            clock.key_ups.append(time.monotonic())
        loop.ask(command)

    person = RecordedPerson(card.user, ask, with_key=True, key_ends=Command.TALK_UP)

    loop = Loop(
        talk,
        crew,
        Room(card.microphone, card.speaker, listener, after_frame=person.after_frame),
        show=person.see,
    )
    card.microphone.start()
    loop.run()


def _to_the_last_sound(sound: Sound) -> Sound:
    """Without the silence behind it."""
    step = sound.rate // 50
    levels = [dbfs(sound.samples[at : at + step]) for at in range(0, len(sound.samples), step)]
    last = max(n for n, level in enumerate(levels) if level > max(levels) - SILENT_DB)
    return Sound(sound.samples[: (last + 1) * step], sound.rate)


def _figures(journal: MemoryJournal, clock: _Clock) -> Figures:
    parts: dict[str, list[float]] = defaultdict(list)
    answered = [x for x in journal.lines if x["kind"] == "turn" and "end_decision" in x.get("timings", {})]
    answered = [x for x in answered if x["turn"]["who"] == Who.PARTNER.value]
    for line in answered:
        _add(parts, line["timings"], clock)
    figures: Figures = {"turns": len(answered)}
    for name, values in parts.items():
        figures[name] = {
            "p50": round(float(np.percentile(values, 50)) * 1000, 2),
            "p95": round(float(np.percentile(values, 95)) * 1000, 2),
        }
    return figures


def _add(parts: dict[str, list[float]], marks: dict[str, float], clock: _Clock) -> None:
    decided, sounded = marks["end_decision"], marks["first_sound"]
    engines = sum(_within(spans, decided, sounded) for spans in clock.took.values())
    key_up = max((at for at in clock.key_ups if at < decided), default=decided)
    parts["end_decision_ms"].append(decided - marks["speech_end"])
    parts["transcript_ms"].append(marks["transcript"] - decided)
    parts["first_token_ms"].append(marks["first_text"] - marks["transcript"])
    parts["first_clause_ms"].append(marks["first_clause"] - marks["first_text"])
    parts["first_sound_ms"].append(sounded - marks["first_clause"])
    parts["total_ms"].append(sounded - decided)
    parts["key_up_to_sound_ms"].append(sounded - key_up)
    parts["engines_ms"].append(engines)
    parts["own_ms"].append(sounded - decided - engines)


def _within(spans: Sequence[Span], start: float, end: float) -> float:
    """How much of a stretch of time the spans cover. Spans of one engine do not overlap."""
    return sum(max(0.0, min(b, end) - max(a, start)) for a, b in spans)
