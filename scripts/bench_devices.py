"""Measure microphone and loudspeaker on the virtual sound card: `bench_devices.py [--times 30] [--json]`.

Needs PulseAudio (see tests/virtual_sound.py).

silence   from the talk key (`Speaker.stop`) to the last sample handed over, and to silence at the loudspeaker
heard     seconds told as heard against seconds really played, at random cuts; a word takes about 0.3 s
cpu       of one core: microphone, resampling and listener, in a quiet room and while somebody talks
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.virtual_sound import Ear, VirtualCard
from voicecoach.audio.device_microphone import DeviceMicrophone
from voicecoach.audio.device_speaker import DeviceSpeaker
from voicecoach.audio.listener import Listener
from voicecoach.audio.listener_events import Mode
from voicecoach.types import Sound

QUIET = 60
"""What counts as silence: 0.2 % of full scale."""

PIECE_S = 0.005


class Loudspeaker:
    """Notes when each 5 ms of what is heard came, and whether they sound."""

    def __init__(self, ear: Ear) -> None:
        self.pieces: list[tuple[float, bool]] = []
        self._ear = ear
        self._over = False
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while not self._over:
            piece = self._ear.next(PIECE_S)
            sounds = bool(len(piece)) and int(np.abs(piece).max()) > QUIET
            self.pieces.append((time.monotonic(), sounds))

    def last_sound(self) -> float:
        return max((at for at, sounds in self.pieces if sounds), default=0.0)

    def seconds_of_sound(self, since: float) -> float:
        return PIECE_S * sum(sounds for at, sounds in self.pieces if at >= since)

    def close(self) -> None:
        self._over = True
        self._thread.join()
        self._ear.close()


def line(seconds: float) -> Sound:
    """Loud from the first sample to the last, at a voice's rate."""
    t = np.arange(int(seconds * 22_050)) / 22_050
    return Sound((9000 * np.sin(2 * np.pi * 250 * t)).astype(np.int16), 22_050)


def cuts(card: VirtualCard, times: int) -> dict[str, Any]:
    rng = random.Random(9)
    speaker = DeviceSpeaker()
    speaker.start()
    loudspeaker = Loudspeaker(card.listen())
    time.sleep(3)
    handed, silent, wrong = [], [], []
    for _ in range(times):
        began = time.monotonic()
        speaker.begin_line()
        speaker.play(line(3.0))
        time.sleep(rng.uniform(0.4, 1.5))
        key = time.monotonic()
        told = speaker.stop()
        while not speaker._playout.empty:
            time.sleep(0.0005)
        handed.append(1000 * (time.monotonic() - key))
        time.sleep(0.5)
        silent.append(1000 * (loudspeaker.last_sound() - key))
        wrong.append(1000 * abs(told - loudspeaker.seconds_of_sound(began)))
    loudspeaker.close()
    speaker.close()
    return {
        "cuts": times,
        "last_sample_handed_over_ms": spread(handed),
        "silence_at_the_loudspeaker_ms": spread(silent),
        "heard_off_by_ms": {**spread(wrong), "max": round(max(wrong))},
    }


def spread(values: list[float]) -> dict[str, int]:
    return {"p50": round(float(np.percentile(values, 50))), "p95": round(float(np.percentile(values, 95)))}


def cpu(card: VirtualCard, seconds: float = 10.0) -> dict[str, Any]:
    from voicecoach.hearing.gate import speech_in

    speech_in(Sound(np.ones(16_000, np.int16), 16_000))
    microphone = DeviceMicrophone()
    microphone.start()
    listener = Listener(Mode.OPEN, confirm=lambda sound: speech_in(sound).spoken, reopen_s=1.0)
    listen(microphone, listener, 3.0)
    result = {"quiet_percent": busy(lambda: listen(microphone, listener, seconds))}
    from bench_speech import quiet, said

    talk = np.concatenate([said("I would like to talk about my salary.", "slt"), quiet(1.0)] * 5)
    card.say(talk, 16_000)
    result["talk_percent"] = busy(lambda: listen(microphone, listener, seconds))
    microphone.close()
    return result


def listen(microphone: DeviceMicrophone, listener: Listener, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        frame = microphone.read(0.1)
        if frame is not None:
            listener.feed(frame)


def busy(work: Callable[[], None]) -> float:
    cpu_s, began = time.process_time(), time.monotonic()
    work()
    return round(100 * (time.process_time() - cpu_s) / (time.monotonic() - began), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    card = VirtualCard()
    card.start()
    os.environ["PULSE_SERVER"] = card.server
    try:
        results = {"cuts": cuts(card, args.times), "cpu": cpu(card)}
    finally:
        card.remove()
    print(json.dumps(results) if args.json else "\n".join(f"{k:5} {v}" for k, v in results.items()))


if __name__ == "__main__":
    main()
