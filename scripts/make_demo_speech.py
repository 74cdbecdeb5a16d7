"""Makes the recorded user of `voicecoach demo` again, with Debian's flite.

    .venv/bin/python scripts/make_demo_speech.py

Reads voicecoach/data/demo/demo.toml and writes its FLAC files beside it: 16 kHz, mono, with a
quarter of a second of room before and half a second after, and noise at -66 dBFS as a quiet room has.
The noise is seeded: the same flite gives the same files.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np

from voicecoach.audio.recordings import load_recording, save_sound
from voicecoach.types import HEARING_RATE, Pcm, Sound

DEMO = Path(__file__).parent.parent / "voicecoach" / "data" / "demo"
VOICE = "rms"
BEFORE_S, AFTER_S = 0.25, 0.5
SPEECH_DBFS, NOISE_DBFS = -22.0, -66.0


def main() -> int:
    """Make every turn."""
    with (DEMO / "demo.toml").open("rb") as file:
        turns = tomllib.load(file)["turns"]
    for number, turn in enumerate(turns):
        sound = in_a_room(spoken(turn["text"]), seed=number)
        save_sound(DEMO / turn["file"], sound)
        (DEMO / turn["file"]).chmod(0o644)
        print(f"{turn['file']}  {sound.seconds:.1f} s  {turn['text']}")
    return 0


def spoken(text: str, voice: str = VOICE) -> Sound:
    """The text in one of flite's voices, at `HEARING_RATE`."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "said.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(wav)], check=True)
        return load_recording(wav)


def in_a_room(sound: Sound, seed: int) -> Sound:
    """The speech at one level, with a little quiet around it and a little noise below it."""
    speech = sound.samples.astype(np.float64)
    speech *= 32768.0 * 10 ** (SPEECH_DBFS / 20) / np.sqrt(np.mean(speech**2))
    padded = np.pad(speech, (round(BEFORE_S * HEARING_RATE), round(AFTER_S * HEARING_RATE)))
    noise = np.random.default_rng(seed).normal(0.0, 32768.0 * 10 ** (NOISE_DBFS / 20), len(padded))
    samples: Pcm = np.clip(np.rint(padded + noise), -32768, 32767).astype(np.int16)
    return Sound(samples, HEARING_RATE)


if __name__ == "__main__":
    sys.exit(main())
