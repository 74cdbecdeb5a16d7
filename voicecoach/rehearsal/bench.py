"""Where the time of a turn goes: recorded turns through the whole loop, in real time."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from voicecoach import settings as user_settings
from voicecoach.audio.listener import Listener, Mode
from voicecoach.audio.recorded import RecordedCard
from voicecoach.engines import Choices, assemble
from voicecoach.hearing.gate import speech_in
from voicecoach.partner.directive import Directive
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.demo import demo_brief, demo_recordings
from voicecoach.rehearsal.events import Command
from voicecoach.rehearsal.journal import MemoryJournal
from voicecoach.rehearsal.loop import Loop, Room
from voicecoach.rehearsal.recorded_person import RecordedPerson
from voicecoach.rehearsal.stub_engines import StubPartner, StubTranscriber, StubVoice
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.warming import warm
from voicecoach.stages import Partner, Spoken, Transcriber, Voice
from voicecoach.types import Heard, Sound, Turn, Who

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
    crew.transcriber = _TimedTranscriber(crew.transcriber, clock)
    crew.partner = _TimedPartner(crew.partner, clock)
    crew.voice = _TimedVoice(crew.voice, clock)
    journal = MemoryJournal()
    talk = Talk.begin(scenario, brief, journal, seed=1)
    warm(talk, crew)
    _play(talk, crew, turns)
    crew.close()
    return _figures(journal, clock)


class _Clock:
    """What the engines took, a list a part, in turns."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.hearing_from = 0.0


class _TimedTranscriber:
    def __init__(self, inner: Transcriber, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self) -> None:
        self._inner.warm()

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        began = time.monotonic()
        heard = self._inner.transcribe(sound, hints)
        self._clock.took["hearing_span"].append(began)
        self._clock.took["hearing_end"].append(time.monotonic())
        return heard


class _TimedPartner:
    """Counts the time that is spent waiting for the model's pieces, up to the first sound."""

    def __init__(self, inner: Partner, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self, history: Sequence[Turn] = ()) -> None:
        self._inner.warm(history)

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        waits: list[tuple[float, float]] = []
        self._clock.took["waits"].append(waits)  # type: ignore[arg-type]
        began = time.monotonic()
        for piece in self._inner.reply(directive, history):
            waits.append((began, time.monotonic()))
            yield piece
            began = time.monotonic()

    def cancel(self) -> None:
        self._inner.cancel()

    def close(self) -> None:
        self._inner.close()


class _TimedVoice:
    """Notes how long the first stretch of each clause took."""

    def __init__(self, inner: Voice, clock: _Clock) -> None:
        self.name, self._inner, self._clock = inner.name, inner, clock

    def warm(self) -> None:
        self._inner.warm()

    def speak(self, text: str) -> Iterator[Spoken]:
        began = time.monotonic()
        for n, spoken in enumerate(self._inner.speak(text)):
            if n == 0:
                self._clock.took["voice"].append((began, time.monotonic()))  # type: ignore[arg-type]
            yield spoken


def _play(talk: Talk, crew: Crew, turns: int) -> None:
    sounds = demo_recordings()
    card = RecordedCard([sounds[n % len(sounds)] for n in range(turns)], real_time=True)
    listener = Listener(Mode.TAP, confirm=lambda sound: speech_in(sound).spoken)

    def ask(command: Command) -> None:
        loop.ask(command)

    person = RecordedPerson(card.user, ask, with_key=True)

    loop = Loop(
        talk,
        crew,
        Room(card.microphone, card.speaker, listener, after_frame=person.after_frame),
        show=person.see,
    )
    card.microphone.start()
    loop.run()


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
    hearing = _within(
        list(zip(clock.took["hearing_span"], clock.took["hearing_end"], strict=True)), decided, sounded
    )
    waits = [w for turn in clock.took["waits"] for w in turn]  # type: ignore[attr-defined]
    partner = _within(waits, decided, marks["first_clause"])
    voice = _within(clock.took["voice"], decided, sounded)  # type: ignore[arg-type]
    if "speech_end" in marks:
        parts["end_decision_ms"].append(decided - marks["speech_end"])
    parts["transcript_ms"].append(marks["transcript"] - decided)
    parts["first_token_ms"].append(marks["first_text"] - marks["transcript"])
    parts["first_clause_ms"].append(marks["first_clause"] - marks["first_text"])
    parts["first_sound_ms"].append(sounded - marks["first_clause"])
    parts["total_ms"].append(sounded - decided)
    parts["engines_ms"].append(hearing + partner + voice)
    parts["own_ms"].append(sounded - decided - hearing - partner - voice)


def _within(spans: Sequence[tuple[float, float]], start: float, end: float) -> float:
    """How much of a stretch of time the spans cover. Spans of one engine do not overlap."""
    return sum(max(0.0, min(b, end) - max(a, start)) for a, b in spans)
