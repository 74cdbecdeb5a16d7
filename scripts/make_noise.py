"""Make the noises that must never become a turn: `make_noise.py DIR [--seconds 60]`.

Every noise is synthetic, from the seed in `NOISES`, at the level given there: dB below full scale (root
mean square) of the noise while it sounds. A quiet room (-68 dBFS) is under each. `tests/data/noise/` holds
8 s of each, made with `scripts/make_noise.py tests/data/noise --seconds 8`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

Signal = NDArray[np.float64]
RATE = 16_000
ROOM_DBFS = -68.0


@dataclass(frozen=True)
class Noise:
    """How one is made."""

    make: Callable[[np.random.Generator, int], Signal]
    dbfs: float
    seed: int


def shaped(rng: np.random.Generator, count: int, gain: Callable[[Signal], Signal]) -> Signal:
    """Noise with a spectrum: `gain` over Hertz."""
    spectrum = np.fft.rfft(rng.normal(size=count))
    out: Signal = np.fft.irfft(spectrum * gain(np.fft.rfftfreq(count, 1 / RATE)), count)
    return out


def band(low: float, high: float) -> Callable[[Signal], Signal]:
    """A soft-edged band, Hertz."""
    return lambda f: 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)


def silence(_rng: np.random.Generator, count: int) -> Signal:
    """Nothing but the room."""
    return np.zeros(count)


def fan(rng: np.random.Generator, count: int) -> Signal:
    """Falling spectrum, blades passing, a slow swell."""
    t = np.arange(count) / RATE
    air = shaped(rng, count, lambda f: 1 / np.sqrt(1 + (f / 200) ** 2))
    air /= air.std()
    blades = 0.3 * np.sin(2 * np.pi * 118 * t) + 0.15 * np.sin(2 * np.pi * 236 * t)
    out: Signal = (air + blades) * (1 + 0.15 * np.sin(2 * np.pi * 0.2 * t))
    return out


def fan_starts(rng: np.random.Generator, count: int) -> Signal:
    """The same fan, switched on after a third of the time."""
    ramp = np.clip((np.arange(count) - count // 3) / RATE, 0, 1)
    out: Signal = fan(rng, count) * ramp
    return out


def hum(_rng: np.random.Generator, count: int) -> Signal:
    """Mains: 50 Hz and what comes with it."""
    t = np.arange(count) / RATE
    parts = [np.sin(2 * np.pi * 50 * k * t + k) / k for k in (1, 2, 3, 5, 7)]
    return np.asarray(np.sum(parts, axis=0))


def tone(_rng: np.random.Generator, count: int) -> Signal:
    """A kettle or an alarm: 440 Hz, one second on, one off."""
    t = np.arange(count) / RATE
    out: Signal = np.sin(2 * np.pi * 440 * t) * ((t % 2) < 1)
    return out


def events(
    rng: np.random.Generator, count: int, gap: tuple[float, float], one: Callable[[], Signal]
) -> Signal:
    """One sound after the other, `gap` seconds apart at random."""
    out = np.zeros(count)
    at = int(rng.uniform(*gap) * RATE)
    while at < count:
        sound = one()[: count - at]
        out[at : at + len(sound)] += sound
        at += int(rng.uniform(*gap) * RATE)
    return out


def decaying(rng: np.random.Generator, seconds: float, fade: float, low: float, high: float) -> Signal:
    """A burst of noise that dies away."""
    count = int(seconds * RATE)
    out: Signal = shaped(rng, count, band(low, high)) * np.exp(-np.arange(count) / RATE / fade)
    return out / np.abs(out).max()


def typing(rng: np.random.Generator, count: int) -> Signal:
    """Keys: a press and a softer release, 3 to 11 a second."""

    def key() -> Signal:
        press = decaying(rng, 0.05, 0.006, 800, 6000) * rng.uniform(0.5, 1)
        thud = decaying(rng, 0.05, 0.012, 80, 400) * rng.uniform(0.2, 0.5)
        release = np.zeros(int(rng.uniform(0.06, 0.1) * RATE))
        return np.concatenate([press + thud, release, 0.4 * decaying(rng, 0.03, 0.005, 1200, 7000)])

    return events(rng, count, (0.09, 0.35), key)


def coughs(rng: np.random.Generator, count: int) -> Signal:
    """A burst of air, then a rough, half-voiced rest; once or twice, every few seconds."""

    def cough() -> Signal:
        burst = decaying(rng, 0.12, 0.03, 500, 3500)
        t = np.arange(int(0.22 * RATE)) / RATE
        pitch = rng.uniform(180, 320) * (1 - 0.5 * t)
        voiced = np.sign(np.sin(2 * np.pi * np.cumsum(pitch) / RATE)) * 0.15
        rough = shaped(rng, len(t), band(400, 2500))
        rest = (rough / rough.std() * 0.3 + voiced) * np.exp(-t / 0.07)
        return np.concatenate([burst, rest])

    def fit() -> Signal:
        again = [np.zeros(int(0.15 * RATE)), cough()] if rng.random() < 0.6 else []
        return np.concatenate([cough(), *again])

    return events(rng, count, (2.0, 5.0), fit)


def door(rng: np.random.Generator, count: int) -> Signal:
    """A latch, a slam, and the room ringing."""

    def slam() -> Signal:
        latch = np.concatenate([decaying(rng, 0.04, 0.006, 1500, 6000) * 0.3, np.zeros(int(0.12 * RATE))])
        return np.concatenate([latch, decaying(rng, 0.6, 0.09, 40, 500)])

    return events(rng, count, (2.5, 6.0), slam)


NOISES = {
    "silence": Noise(silence, -120.0, 1),
    "fan": Noise(fan, -32.0, 2),
    "fan-loud": Noise(fan, -20.0, 3),
    "fan-starts": Noise(fan_starts, -26.0, 4),
    "hum": Noise(hum, -30.0, 5),
    "tone": Noise(tone, -26.0, 6),
    "typing": Noise(typing, -24.0, 7),
    "coughs": Noise(coughs, -18.0, 8),
    "door": Noise(door, -16.0, 9),
}


def make(name: str, seconds: float) -> NDArray[np.int16]:
    """One noise over the quiet room, int16 at `RATE`."""
    noise = NOISES[name]
    rng = np.random.default_rng(noise.seed)
    count = int(seconds * RATE)
    signal = noise.make(rng, count)
    sounding = signal[np.abs(signal) > 1e-3]
    if len(sounding):
        signal = signal / np.sqrt(np.mean(sounding**2)) * 10 ** (noise.dbfs / 20)
    signal = signal + rng.normal(0, 10 ** (ROOM_DBFS / 20), count)
    return (np.clip(signal, -1, 1) * 32767).astype(np.int16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    for name in NOISES:
        soundfile.write(args.folder / f"{name}.flac", make(name, args.seconds), RATE)


if __name__ == "__main__":
    main()
