"""Measure the listener: `bench_listener.py [--hearing words|sphinx|whisper] [--only ROW] [--json]`.

Needs Debian's flite. Time is counted in samples; where a recogniser is asked, the time it really took passes
on the same clock, and its words come when they would have come. pocketsphinx hears while they talk, as in a
rehearsal; its time is that of its own thread, as if it had a core for itself.

noise       turns made by 60 s of each noise of make_noise.py, hands-free and by key
clipped     speech samples missing from 200 utterances that start with the key and end with it
unfinished  turns cut off early in 100 with pauses of 0.5 to 1.5 s inside unfinished sentences
ambiguous   the same where the words before the pause could have been all
finished    the same with pauses of 0.5 to 0.9 s after finished ones
end         from the end of the voice to the end decision after finished sentences
cpu         of one core, while listening (without the device)

`decided_early` counts ends that were decided before the speaker was through; `cut_off` those of them where
the answer was already sounding when the voice came back, the answer taking `REPLY_S` after the decision.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import make_noise
import numpy as np
from bench_speech import RATE, VOICES, Pcm, in_a_room, quiet, said

from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Ended, Mode, Reopened, SoftEnd
from voicecoach.audio.patience import Patience
from voicecoach.hearing.gate import speech_in
from voicecoach.rehearsal.listening import FOLLOW_FRAMES
from voicecoach.stages import HearingStream, StreamingTranscriber, Transcriber
from voicecoach.types import FRAME_SAMPLES, Heard, Sound, Utterance, Word

T = TypeVar("T")

REPLY_S = 0.16
"""From end decision to first sound with the stub engines (50 ms each) and the program's own share."""

REOPEN_S = 1.0
MATERIAL = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
WHISPER = Path(__file__).parent.parent / "tests/data/whisper-rehearsal-test"

Told = list[tuple[float, Heard]]
"""What is heard of a soft end, and at which second it is."""


class Hearing(Protocol):
    """A recogniser on the clock of the stream."""

    def follow(self, tail: Utterance, now: float) -> None:
        """More of a tail has come."""

    def soft_end(self, tail: Utterance, said: str, now: float) -> Told:
        """A soft end, given what was really said by then."""


class Perfect:
    """The words as they were said, without marks, 150 ms after a soft end."""

    def follow(self, tail: Utterance, now: float) -> None:
        pass

    def soft_end(self, tail: Utterance, said: str, now: float) -> Told:
        words = said.rstrip(".?!").split()
        return [(now + 0.15, Heard(" ".join(words), tuple(Word(w, 0.0, 0.0) for w in words)))]


class Whole:
    """A recogniser that is given the tail at a soft end."""

    def __init__(self, transcriber: Transcriber) -> None:
        self._transcriber = transcriber
        transcriber.warm()

    def follow(self, tail: Utterance, now: float) -> None:
        pass

    def soft_end(self, tail: Utterance, said: str, now: float) -> Told:
        began = time.perf_counter()
        heard = self._transcriber.transcribe(tail.sound)
        return [(now + time.perf_counter() - began, heard)]


class Streamed:
    """A recogniser that is given the tail as it comes."""

    def __init__(self, transcriber: StreamingTranscriber) -> None:
        self._transcriber = transcriber
        transcriber.warm()
        self._stream: HearingStream | None = None
        self._start = self._fed = 0
        self._busy_until = 0.0

    def follow(self, tail: Utterance, now: float) -> None:
        if self._stream is None or self._start != tail.start or self._fed > len(tail.sound.samples):
            self._stream, self._start, self._fed = self._transcriber.begin(), tail.start, 0
        stream, rest = self._stream, tail.sound.samples[self._fed :]
        self._fed += len(rest)
        self._work(now, lambda: stream.feed(rest))

    def soft_end(self, tail: Utterance, said: str, now: float) -> Told:
        self.follow(tail, now)
        stream, self._stream = self._stream, None
        assert stream is not None
        early = (self._busy_until, Heard(stream.so_far()))
        heard = self._work(now, stream.finish)
        return [early, (self._busy_until, heard)]

    def _work(self, now: float, work: Callable[[], T]) -> T:
        began = time.thread_time()
        done = work()
        self._busy_until = max(self._busy_until, now) + time.thread_time() - began
        return done

    def fresh(self) -> None:
        """Another stream of sound, whose clock starts again."""
        self._stream, self._busy_until = None, 0.0


def confirm(sound: Sound) -> bool:
    return speech_in(sound).spoken


def frames(sound: Pcm) -> Iterator[Pcm]:
    for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES):
        yield sound[at : at + FRAME_SAMPLES]


def hearing(name: str) -> Hearing:
    if name == "words":
        return Perfect()
    if name == "sphinx":
        from voicecoach.hearing.sphinx import SphinxTranscriber

        return Streamed(SphinxTranscriber())
    from voicecoach.hearing.whisper import WhisperTranscriber

    return Whole(WhisperTranscriber(WHISPER))


@dataclass
class Run:
    """One recording through one listener, with a recogniser and an answer behind it."""

    listener: Listener
    hear: Hearing
    parts: list[tuple[float, str]]
    """When each part of what is said is over, seconds, and the text so far."""
    ends: list[float] = field(default_factory=list)
    reopened: int = 0
    answered: float | None = None
    _hints: list[tuple[float, int, Heard]] = field(default_factory=list)
    _heard_at: float = 0.0
    _answer_at: float | None = None

    def through(self, sound: Pcm) -> Run:
        if isinstance(self.hear, Streamed):
            self.hear.fresh()
        for number, frame in enumerate(frames(sound)):
            now = self.listener.now / RATE
            for due, revision, heard in [h for h in self._hints if h[0] <= now]:
                self.listener.text_hint(revision, heard)
                self._hints.remove((due, revision, heard))
            self._maybe_answer(now)
            for event in self.listener.feed(frame):
                self._take(event)
            tail = self.listener.under_way if number % FOLLOW_FRAMES == 0 else None
            if tail:
                self.hear.follow(tail, self.listener.now / RATE)
        return self

    def _maybe_answer(self, now: float) -> None:
        if self._answer_at is not None and now >= self._answer_at and not self.listener.wavering:
            self.answered = self.answered or now
            self.listener.settle()

    def _take(self, event: object) -> None:
        now = self.listener.now / RATE
        if isinstance(event, SoftEnd):
            so_far = [text for end, text in self.parts if end <= now]
            told = self.hear.soft_end(event.tail, so_far[-1] if so_far else "", now)
            self._heard_at = told[-1][0]
            self._hints += [(at, event.revision, heard) for at, heard in told]
        elif isinstance(event, Ended):
            self.ends.append(now)
            self._answer_at = max(now, self._heard_at) + REPLY_S
        elif isinstance(event, Reopened):
            self.reopened += 1
            self._answer_at = None


def fresh(mode: Mode = Mode.OPEN) -> Listener:
    return Listener(mode, Patience.NORMAL, confirm=confirm, reopen_s=REOPEN_S)


def noise(_hear: Hearing) -> dict[str, Any]:
    turns = {name: noise_turns(make_noise.make(name, 60.0)) for name in make_noise.NOISES}
    return {"turns": sum(turns.values()), "by_noise": turns}


def noise_turns(sound: Pcm) -> int:
    """Turns made hands-free, and with the key held or tapped for 3 s every 6 s."""
    made = 0
    for mode in Mode:
        listener = fresh(mode)
        for number, frame in enumerate(frames(sound)):
            events = []
            if mode is not Mode.OPEN and number % 300 == 50:
                events += listener.key_down()
            if mode is Mode.HOLD and number % 300 == 200:
                events += listener.key_up()
            made += sum(isinstance(event, Ended) for event in events + listener.feed(frame))
    return made


def clipped(_hear: Hearing) -> dict[str, Any]:
    pairs = MATERIAL["unfinished"] + MATERIAL["finished"]
    texts = [" ".join(pair) for pair in pairs] + MATERIAL["short"] * 3
    rng = random.Random(5)
    missing, utterances, short = 0, 0, 0
    for number in range(200):
        text = texts[number % len(texts)]
        mode = Mode.HOLD if number % 2 else Mode.TAP
        missing += missing_samples(said(text, VOICES[number % 3]), mode, rng, number)
        utterances += 1
        short += text in MATERIAL["short"]
    return {"missing_samples": missing, "utterances": utterances, "of_them_short_answers": short}


def missing_samples(speech: Pcm, mode: Mode, rng: random.Random, seed: int) -> int:
    """The key goes down up to 300 ms after the voice starts, and up 200 ms before to 100 ms after it ends."""
    lead = rng.randrange(RATE, 2 * RATE)
    sound = in_a_room(quiet(lead / RATE), speech, quiet(4.0), seed=seed)
    down = lead + rng.randrange(0, int(0.3 * RATE))
    up = lead + len(speech) + rng.randrange(int(-0.2 * RATE), int(0.1 * RATE))
    listener, got = fresh(mode), None
    key = {down // FRAME_SAMPLES: listener.key_down}
    if up > down + RATE // 5:
        key[up // FRAME_SAMPLES] = listener.key_up if mode is Mode.HOLD else listener.key_down
    else:  # shorter than a key press: let go when the voice is over
        key[(lead + len(speech)) // FRAME_SAMPLES + 5] = (
            listener.key_up if mode is Mode.HOLD else listener.key_down
        )
    for number, frame in enumerate(frames(sound)):
        events = key[number]() if number in key else []
        got = next((e for e in events + listener.feed(frame) if isinstance(e, Ended)), got)
    if got is None:
        return len(speech)
    start, end = got.utterance.start, got.utterance.start + len(got.utterance.sound.samples)
    assert np.array_equal(got.utterance.sound.samples, sound[start:end]), "the utterance is not what was said"
    return max(0, start - lead) + max(0, lead + len(speech) - end)


def pauses(kind: str, shortest: float, longest: float, hear: Hearing) -> dict[str, Any]:
    rng = random.Random(7)
    early, reopened, cut_off = 0, 0, []
    for number in range(100):
        run, through = with_pause(kind, number, rng.uniform(shortest, longest), hear)
        early += any(end < through for end in run.ends)
        reopened += run.reopened
        if run.answered is not None and run.answered < through:
            cut_off.append(run.parts[0][1])
    return {
        "utterances": 100,
        "cut_off": len(cut_off),
        "decided_early": early,
        "reopened": reopened,
        "which": sorted(set(cut_off)),
    }


def with_pause(kind: str, number: int, pause: float, hear: Hearing) -> tuple[Run, float]:
    """One utterance in two parts through a listener, and when its last part is over."""
    pairs = MATERIAL[kind]
    first, second = pairs[number % len(pairs)]
    voice = VOICES[number // len(pairs) % len(VOICES)]
    a, b = said(first, voice), said(second, voice)
    sound = in_a_room(quiet(1.0), a, quiet(pause), b, quiet(4.0), seed=number)
    half = 1.0 + len(a) / RATE
    through = half + pause + len(b) / RATE
    run = Run(fresh(), hear, [(half, first), (through, f"{first} {second}")])
    return run.through(sound), through


def unfinished(hear: Hearing) -> dict[str, Any]:
    return pauses("unfinished", 0.5, 1.5, hear)


def ambiguous(hear: Hearing) -> dict[str, Any]:
    return pauses("ambiguous", 0.5, 1.5, hear)


def finished(hear: Hearing) -> dict[str, Any]:
    return pauses("finished", 0.5, 0.9, hear)


def end(hear: Hearing) -> dict[str, Any]:
    delays, none = [], 0
    texts = [first for first, _ in MATERIAL["finished"]] + [second for _, second in MATERIAL["finished"]]
    for number, text in enumerate(texts):
        speech = said(text, VOICES[number % 3])
        over = 1.0 + len(speech) / RATE
        run = Run(fresh(), hear, [(over, text)]).through(
            in_a_room(quiet(1.0), speech, quiet(4.0), seed=number)
        )
        none += not run.ends
        delays += [1000 * (run.ends[0] - over)] if run.ends else []
    return {
        "utterances": len(texts),
        "p50_ms": pct(delays, 50),
        "p95_ms": pct(delays, 95),
        "without_end": none,
    }


def pct(values: list[float], share: float) -> int:
    return round(float(np.percentile(values, share)))


def cpu(_hear: Hearing) -> dict[str, Any]:
    """A minute of talk with pauses, and a minute of typing."""
    talk = [
        part
        for first, second in MATERIAL["finished"]
        for part in (said(first, "slt"), quiet(1.5), said(second, "slt"))
    ]
    sounds = {"talk": in_a_room(*talk), "typing": make_noise.make("typing", 60.0)}
    return {f"{name}_percent": load(sound) for name, sound in sounds.items()}


def load(sound: Pcm) -> float:
    listener = fresh()
    for frame in frames(sound[:RATE]):
        listener.feed(frame)
    began = time.process_time()
    for frame in frames(sound):
        listener.feed(frame)
    return round(100 * (time.process_time() - began) / (len(sound) / RATE), 2)


ROWS = {row.__name__: row for row in (noise, clipped, unfinished, ambiguous, finished, end, cpu)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hearing", choices=("words", "sphinx", "whisper"), default="sphinx")
    parser.add_argument("--only", choices=ROWS, action="append")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    hear = hearing(args.hearing)
    speech_in(Sound(np.ones(RATE, np.int16), RATE))
    results = {row: ROWS[row](hear) for row in args.only or ROWS}
    results["hearing"] = args.hearing
    if args.json:
        print(json.dumps(results))
        return
    for row, figures in results.items():
        print(f"{row:11} {figures}")


if __name__ == "__main__":
    main()
