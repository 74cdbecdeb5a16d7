"""Synthetic speakers for the benches: Debian's flite, cut to the voice, at one level."""

from __future__ import annotations

import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Pcm = NDArray[np.int16]
RATE = 16_000
VOICES = ("slt", "rms", "awb")
LEVEL_DBFS = -24.0
ROOM_DBFS = -62.0
EDGE_DB = 40.0


@cache
def said(text: str, voice: str) -> Pcm:
    """A text as flite says it, without silence at either end: clipped tight, at `LEVEL_DBFS`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(path)], check=True)
        samples, rate = soundfile.read(path, dtype="float64")
    assert rate == RATE, f"flite's voice {voice} speaks at {rate} Hz"
    samples = cut_to_voice(samples)
    loud = samples * 10 ** (LEVEL_DBFS / 20) / np.sqrt(np.mean(samples**2))
    return np.asarray(np.clip(loud, -1, 1) * 32767, dtype=np.int16)


def cut_to_voice(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the first to the last 5 ms that are less than `EDGE_DB` below the loudest."""
    step = RATE // 200
    levels = [float(np.sqrt(np.mean(samples[at : at + step] ** 2))) for at in range(0, len(samples), step)]
    heard = [at for at, level in enumerate(levels) if level > max(levels) * 10 ** (-EDGE_DB / 20)]
    return samples[heard[0] * step : (heard[-1] + 1) * step]


def quiet(seconds: float) -> Pcm:
    """Digital silence, to be laid into a room."""
    return np.zeros(int(seconds * RATE), np.int16)


def in_a_room(*parts: Pcm, seed: int = 0) -> Pcm:
    """The parts one after the other, with the room's own noise under all, in whole frames of 20 ms."""
    joined = np.concatenate(parts)
    joined = np.pad(joined, (0, -len(joined) % 320))
    room = np.random.default_rng(seed).normal(0, 32768 * 10 ** (ROOM_DBFS / 20), len(joined))
    return np.clip(joined + room, -32768, 32767).astype(np.int16)
