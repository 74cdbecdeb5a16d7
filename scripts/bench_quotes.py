"""How exactly a quote's audio is cut: synthetic speech with known word times, through either recogniser.

    python3 scripts/bench_quotes.py [--engine sphinx|whisper] [--talks 20]

Speaks sentences with Debian's flite, whose own phones say when each word starts and ends, hears them,
cuts random stretches of what was heard, and compares both ends. Prints the share within 150 ms at both.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import numpy as np

from voicecoach.audio.recordings import load_recording
from voicecoach.coaching.cutting import Cutter
from voicecoach.coaching.quotes import placed_words, quote_of
from voicecoach.hearing.sphinx import SphinxTranscriber
from voicecoach.hearing.whisper import WhisperTranscriber
from voicecoach.stages import Transcriber
from voicecoach.types import Sound, Turn, Who

VOICES = ("rms", "slt", "awb")
ALLOWED_S = 0.15
HEARD_RIGHT = 0.9
"""Talks that the recogniser heard worse than this are left out: there is no truth to measure a cut by."""
TEST_MODEL = Path(__file__).parent.parent / "tests" / "data" / "whisper-rehearsal-test"
SENTENCES = """I'm asking for a raise.
I've already decided.
My results speak for themselves.
I understand the budget is tight.
I'm asking you to move me to ninety five thousand.
Sorry to bother you.
I need you to call before you come over.
I want to talk about my pay.
I hate to ask.
I'm still asking for ninety thousand.
I was wondering if we could talk.
I need a decision by the end of the week.
Please stop commenting on my weight.
The scope has doubled since we started.
I'm not going to invest in your business.
When can you give me an answer.
I know this is hard to hear.
I led the launch.
I don't think the idea is going to work."""


def main() -> int:
    """Cut, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=["sphinx", "whisper"], action="append")
    parser.add_argument("--talks", type=int, default=20)
    options = parser.parse_args()
    worst = 1.0
    for engine in options.engine or ["sphinx", "whisper"]:
        hear = SphinxTranscriber() if engine == "sphinx" else WhisperTranscriber(TEST_MODEL)
        errors = np.array(list(_errors(hear, options.talks)))
        wide = (errors[:, 0] < -ALLOWED_S) | (errors[:, 1] > ALLOWED_S)
        holds = (errors[:, 0] <= ALLOWED_S) & (errors[:, 1] >= -ALLOWED_S)
        right = float(np.mean(holds[~wide]))
        worst = min(worst, right)
        print(
            f"{engine}: {np.mean(holds):.1%} of all hold their words; {np.mean(wide):.1%} play the whole turn"
        )
        errors = errors[~wide]
        starts, ends = np.abs(errors).T
        print(
            f"{engine}: {len(errors)} cut to their words, "
            f"{right:.1%} within {ALLOWED_S * 1000:.0f} ms at both ends; "
            f"start median {np.median(starts):.3f} s, 95 % {np.percentile(starts, 95):.3f} s; "
            f"end median {np.median(ends):.3f} s, 95 % {np.percentile(ends, 95):.3f} s"
        )
    return 0 if worst >= 0.95 else 1


def _errors(hear: Transcriber, talks: int) -> Iterator[tuple[float, float]]:
    """Seconds by which each cut starts and ends too late."""
    chance = random.Random(7)
    sentences = SENTENCES.splitlines()
    for n in range(talks):
        voice = VOICES[n % len(VOICES)]
        sound, truth = spoken(" ".join(chance.sample(sentences, 2)), voice, n)
        heard = hear.transcribe(sound)
        turn = Turn(0, Who.YOU, heard.text, heard.words, audio="0.wav", engine=heard.engine)
        cutter = Cutter([turn], lambda _, s=sound: s)  # type: ignore[misc]
        for at, start_s, end_s in _stretches(turn, truth, chance):
            cut = cutter.cut(quote_of(turn, at))
            if cut.start_s is not None and cut.end_s is not None:
                yield cut.start_s - start_s, cut.end_s - end_s


def _stretches(
    turn: Turn, truth: list[tuple[str, float, float]], chance: random.Random
) -> Iterator[tuple[tuple[int, int], float, float]]:
    """Stretches of the transcript whose first and last word were heard right, with their true times."""
    placed = placed_words(turn)
    heard = [re.sub(r"[^a-z']", "", w.text.lower()) for w, _ in placed]
    matcher = SequenceMatcher(None, heard, [w for w, _, _ in truth], autojunk=False)
    if matcher.ratio() < HEARD_RIGHT:
        return
    pairs = {b.a + k: b.b + k for b in matcher.get_matching_blocks() for k in range(b.size)}
    for _ in range(8):
        first = chance.randrange(len(placed)) if placed else 0
        last = min(len(placed) - 1, first + chance.randrange(1, 8))
        if first in pairs and last in pairs and pairs[last] - pairs[first] == last - first:
            at = (placed[first][1][0], placed[last][1][1])
            yield at, truth[pairs[first]][1], truth[pairs[last]][2]


def spoken(text: str, voice: str, seed: int) -> tuple[Sound, list[tuple[str, float, float]]]:
    """The text as sound in a quiet room, and each word with its true start and end in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "said.wav"
        told = subprocess.run(
            ["flite", "-voice", voice, "-psdur", "-t", text, "-o", str(wav)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        sound = load_recording(wav)
    noise = np.random.default_rng(seed).normal(0, 16, len(sound.samples))
    noisy = np.clip(sound.samples + noise, -32768, 32767).astype(np.int16)
    return Sound(noisy, sound.rate), _word_times(text, voice, told)


def _word_times(text: str, voice: str, told: str) -> list[tuple[str, float, float]]:
    """Words laid over flite's phones: each phone as "name:end in seconds"."""
    phones, start = [], 0.0
    for item in told.split():
        name, end = item.split(":")
        if name != "pau":
            phones.append((name, start, float(end)))
        start = float(end)
    words = [re.sub(r"[^a-z']", "", w.lower()) for w in text.split()]
    alone = [(w, p) for w in words for p in _phones(w, voice)]
    matcher = SequenceMatcher(None, [p for _, p in alone], [p for p, _, _ in phones], autojunk=False)
    owner = {b.b + k: b.a + k for b in matcher.get_matching_blocks() for k in range(b.size)}
    starts, place = [], 0
    for word in words:
        count = len(_phones(word, voice))
        mine = [phones[j] for j, i in owner.items() if place <= i < place + count]
        place += count
        if mine:
            starts.append((word, min(p[1] for p in mine), max(p[2] for p in mine)))
    return starts


@cache
def _phones(word: str, voice: str) -> tuple[str, ...]:
    told = subprocess.run(
        ["flite", "-voice", voice, "-ps", "-t", word, "-o", "/dev/null"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(p for p in told.split() if p != "pau")


if __name__ == "__main__":
    sys.exit(main())
