"""Are the quoted stretches of a spoken critique the user's own recording?

    voicecoach demo --out demo-out
    python scripts/check_spoken.py demo-out

Looks for each quoted stretch of the recordings in critique.flac by normalised correlation, and says how alike
the two are (1 is the same sound) and where it stands. Exit code 1 where one is not found.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.recordings import load_recording, resampled, to_float
from voicecoach.coaching import critique, spoken
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.journal import load_kept_audio
from voicecoach.rehearsal.story import read_story

LEAST = 0.9
"""Correlation from which the two are the same sound."""
RATE = 16_000

Wave = NDArray[np.float64]


def best(part: Wave, whole: Wave) -> tuple[float, float]:
    """The highest normalised correlation, and the second at which it stands."""
    size = 1 << (len(part) + len(whole)).bit_length()
    product = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)
    places = len(whole) - len(part) + 1
    energy = np.concatenate(([0.0], np.cumsum(whole**2)))
    local = np.sqrt(np.maximum(energy[len(part) :] - energy[:places], 1e-9))
    alike = product[:places] / (local * np.sqrt(np.sum(part**2)))
    at = int(np.argmax(alike))
    return float(alike[at]), at / RATE


def main() -> int:
    folder = Path(sys.argv[1])
    story = read_story(folder)
    scenario = scenarios.load(story.brief.scenario)

    def load(name: str) -> object:
        return load_kept_audio(folder, name)

    made = critique.make(story.turns, story.brief, scenario, load_audio=load, struck=story.struck)  # type: ignore[arg-type]
    heard = load_recording(folder / "critique.flac")
    whole = resampled(to_float(heard.samples), heard.rate, RATE).astype(np.float64)
    worst, last = 1.0, 0.0
    print(f"the spoken critique takes {heard.seconds:.1f} s")
    for cue in spoken.script(made):
        if not isinstance(cue, spoken.Play) or cue.quote.audio is None:
            continue
        sound = load_kept_audio(folder, cue.quote.audio)
        if sound is None:
            continue
        cut = spoken.stretch(sound, cue.quote)
        part = resampled(to_float(cut.samples), cut.rate, RATE).astype(np.float64)
        alike, at = best(part, whole)
        print(f"{alike:.3f} at {at:5.1f} s, {len(part) / RATE:.1f} s long: {cue.quote.text}")
        worst, last = min(worst, alike if at > last else 0.0), at
    return 0 if worst >= LEAST else 1


if __name__ == "__main__":
    raise SystemExit(main())
