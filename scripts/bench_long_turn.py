#!/usr/bin/env python3
"""How long after the end of a turn its words are there: a long turn against a short one, in real time.

bench_long_turn.py [--hearing tests/data/whisper-rehearsal-test] [--long 60] [--short 5] [--rounds 3] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np

from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Ended, Mode, Resumed, SoftEnd, Stretch
from voicecoach.audio.recordings import load_recording
from voicecoach.hearing.gate import speech_in
from voicecoach.hearing.sphinx import SphinxTranscriber
from voicecoach.hearing.streams import KeptStream
from voicecoach.hearing.whisper import WhisperTranscriber
from voicecoach.rehearsal.hearing_ahead import HearingAhead
from voicecoach.rehearsal.listening import FOLLOW_FRAMES
from voicecoach.stages import StreamingTranscriber
from voicecoach.types import FRAME_SAMPLES, HEARING_RATE, Pcm

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = ("ask", "writing", "direct", "raise")
SILENT = 0.01
"""Share of the loudest sample below which the voice is over."""

PAUSE_S = 0.45
"""Between two sentences of one turn, as people breathe."""


def turn(seconds: float) -> Pcm:
    """Sentences with short pauses, as many as fill the time."""
    speech = ROOT / "tests" / "data" / "speech"
    parts: list[Pcm] = []
    for name in cycle(SENTENCES):
        parts += [
            load_recording(speech / f"{name}.flac").samples,
            np.zeros(int(PAUSE_S * HEARING_RATE), np.int16),
        ]
        if sum(map(len, parts)) >= seconds * HEARING_RATE:
            return np.concatenate(parts)
    raise AssertionError


def frames(samples: Pcm) -> Iterator[Pcm]:
    """The turn and what comes after it, each frame when it is due."""
    room = np.random.default_rng(1)
    began, due = time.monotonic(), 0.0
    for start in range(0, len(samples) + 4 * HEARING_RATE, FRAME_SAMPLES):
        frame = room.integers(-2, 3, FRAME_SAMPLES).astype(np.int16)
        said = samples[start : start + FRAME_SAMPLES]
        frame[: len(said)] += said
        due += FRAME_SAMPLES / HEARING_RATE
        time.sleep(max(0.0, began + due - time.monotonic()))
        yield frame


class Engine:
    """One engine as the loop's ear."""

    def __init__(self, engine: SphinxTranscriber | WhisperTranscriber) -> None:
        self._engine = engine
        self.streams = isinstance(engine, StreamingTranscriber)

    def begin(self) -> KeptStream:
        """A new utterance."""
        engine = self._engine
        stream = engine.begin() if isinstance(engine, StreamingTranscriber) else None
        return KeptStream(engine.transcribe, stream)


def wait_for_words(samples: Pcm, engine: SphinxTranscriber | WhisperTranscriber) -> tuple[float, int]:
    """Seconds from the end decision to the transcript, and how many words it has."""
    hearing = HearingAhead(Engine(engine), lambda heard: heard)
    listener = Listener(Mode.HOLD, confirm=lambda sound: speech_in(sound).spoken)
    listener.key_down()
    over = int(np.flatnonzero(np.abs(samples) > SILENT * np.abs(samples).max())[-1])
    try:
        for at, frame in enumerate(frames(samples)):
            if at * FRAME_SAMPLES >= over:
                listener.key_up()  # as the last sound ends: the tail is all the time there is
            for event in listener.feed(frame):
                match event:
                    case SoftEnd(whole, revision, tail):
                        hearing.soft_end(whole, tail, revision, lambda *_: None)
                    case Resumed():
                        hearing.drop_ahead()
                    case Stretch(stretch, _, revision):
                        hearing.stands(stretch, revision)
                    case Ended(utterance, revision, _, tail):
                        decided = time.monotonic()
                        words = hearing.finish(utterance, tail, revision).result()
                        return time.monotonic() - decided, len(words.words)
            so_far = listener.under_way if at % FOLLOW_FRAMES == 0 else None
            if so_far:
                hearing.follow(so_far)
    finally:
        hearing.close()
    raise AssertionError("the turn never ended")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hearing", default=str(ROOT / "tests" / "data" / "whisper-rehearsal-test"))
    parser.add_argument("--long", type=float, default=60.0)
    parser.add_argument("--short", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    sphinx = asked.hearing == "sphinx"
    engine = SphinxTranscriber() if sphinx else WhisperTranscriber(Path(asked.hearing))
    engine.warm()
    figures = {}
    for name, seconds in (("short", asked.short), ("long", asked.long)):
        took = [wait_for_words(turn(seconds), engine) for _ in range(asked.rounds)]
        figures[name] = {
            "seconds": seconds,
            "to_transcript_ms": round(1000 * statistics.median(t for t, _ in took), 1),
            "words": took[0][1],
        }
    figures["ratio"] = round(
        figures["long"]["to_transcript_ms"] / max(1.0, figures["short"]["to_transcript_ms"]), 2
    )
    json.dump(figures, sys.stdout, indent=None if asked.json else 1)
    print()


if __name__ == "__main__":
    main()
