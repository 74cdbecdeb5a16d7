"""Hands-free at a sound card without hardware, by somebody who talks to the program from outside."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import jiwer
import numpy as np
import pytest
import soundfile
import soxr

from tests import virtual_sound
from tests.virtual_sound import RATE, VirtualCard
from voicecoach.paths import package_data
from voicecoach.rehearsal import store
from voicecoach.rehearsal.demo import demo_turns
from voicecoach.types import Pcm

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is Linux's"),
    pytest.mark.skipif(bool(virtual_sound.missing()), reason=f"not installed: {virtual_sound.missing()}"),
]

PATIENCE_S = 60.0


class Talker:
    """Starts voicecoach at the card, reads its events, and speaks into the room."""

    def __init__(self, card: VirtualCard) -> None:
        self._card = card
        command = [
            sys.executable,
            "-m",
            "voicecoach",
            "rehearse",
            "raise",
            "--yes",
            "--json",
            "--mode",
            "open",
        ]
        self._program = subprocess.Popen(
            command, env=card.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._events: Queue[dict[str, Any]] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self._program.stdout
        for line in self._program.stdout:
            self._events.put(json.loads(line))

    def wait_for(self, event: str, **fields: object) -> dict[str, Any]:
        """The next event of that kind."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                seen = self._events.get(timeout=1.0)
            except Empty:
                continue
            if seen["event"] == event and all(seen.get(k) == v for k, v in fields.items()):
                return seen
        raise AssertionError(f"no {event} {fields} came")

    def say(self, *parts: Pcm) -> None:
        """Speak into the microphone; returns when it was said."""
        self._card.say(np.concatenate(parts), RATE).wait()

    def leave(self) -> int:
        """Ctrl-C."""
        self._program.send_signal(signal.SIGINT)
        code = self._program.wait(timeout=30)
        assert self._program.stdout
        self._program.stdout.close()
        return code


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    card = VirtualCard()
    card.start()
    yield card
    card.remove()


def spoken(path: Path) -> Pcm:
    samples, rate = soundfile.read(path, dtype="float32")
    return (soxr.resample(samples, rate, RATE) * 32767).astype(np.int16)


def pause(seconds: float) -> Pcm:
    return np.zeros(int(seconds * RATE), np.int16)


def words(text: str) -> str:
    return " ".join(re.findall(r"[a-z']+", text.lower()))


def test_every_word_is_kept_of_somebody_who_talks_thinks_and_goes_on(card: VirtualCard) -> None:
    demo = package_data("data") / "demo"
    ask, firm = demo_turns()[2], demo_turns()[5]
    talker = Talker(card)
    talker.wait_for("PartnerSaid")
    talker.wait_for("StateChanged", state="ready")
    time.sleep(0.5)
    talker.say(spoken(demo / ask["file"]))
    first = talker.wait_for("YouSaid")["turn"]["text"]
    talker.wait_for("PartnerSaid")
    talker.wait_for("StateChanged", state="ready")
    time.sleep(0.5)
    talker.say(spoken(demo / firm["file"]))
    second = talker.wait_for("YouSaid")["turn"]["text"]
    talker.wait_for("PartnerSaid")
    assert talker.leave() == 130
    assert jiwer.wer(words(ask["text"]), words(first)) < 0.25
    assert jiwer.wer(words(firm["text"]), words(second)) < 0.25
    assert len(store.find("last").story.turns) == 5


def test_a_sound_server_that_dies_and_comes_back_costs_no_turn(card: VirtualCard) -> None:
    demo = package_data("data") / "demo"
    ask = demo_turns()[2]
    talker = Talker(card)
    talker.wait_for("PartnerSaid")
    talker.wait_for("StateChanged", state="ready")
    card.stop()
    talker.wait_for("Notice", key="talk.microphone_lost")
    card.start()
    talker.wait_for("Notice", key="talk.microphone_back")
    time.sleep(0.5)
    talker.say(spoken(demo / ask["file"]))
    heard = talker.wait_for("YouSaid")["turn"]["text"]
    talker.wait_for("PartnerSaid")
    assert talker.leave() == 130
    assert jiwer.wer(words(ask["text"]), words(heard)) < 0.25
    assert len(store.find("last").story.turns) == 3
