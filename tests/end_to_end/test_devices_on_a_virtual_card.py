"""Microphone and loudspeaker through PortAudio, on a sound card without hardware."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from tests import virtual_sound
from tests.virtual_sound import RATE, VirtualCard
from voicecoach.audio.device_microphone import DeviceMicrophone
from voicecoach.audio.device_speaker import DeviceSpeaker
from voicecoach.audio.portaudio import refresh
from voicecoach.errors import DeviceError
from voicecoach.types import FRAME_SAMPLES, Pcm, Sound

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="PulseAudio is Linux's"),
    pytest.mark.skipif(bool(virtual_sound.missing()), reason=f"not installed: {virtual_sound.missing()}"),
]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualCard]:
    card = VirtualCard()
    card.start()
    monkeypatch.setenv("PULSE_SERVER", card.server)
    refresh()
    yield card
    card.remove()


@pytest.fixture
def microphone(card: VirtualCard) -> Iterator[DeviceMicrophone]:
    microphone = DeviceMicrophone()
    microphone.start()
    yield microphone
    microphone.close()
    microphone.close()


@pytest.fixture
def speaker(card: VirtualCard) -> Iterator[DeviceSpeaker]:
    speaker = DeviceSpeaker()
    speaker.start()
    yield speaker
    speaker.close()
    speaker.close()


def tone(seconds: float, rate: int) -> Pcm:
    t = np.arange(round(seconds * rate)) / rate
    return (8000 * np.sin(2 * np.pi * 300 * t)).astype(np.int16)


def until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.01)


def loud_frames(microphone: DeviceMicrophone, count: int, seconds: float) -> list[Pcm]:
    """The next so many frames in which somebody speaks."""
    frames: list[Pcm] = []
    deadline = time.monotonic() + seconds
    while len(frames) < count:
        assert time.monotonic() < deadline, f"only {len(frames)} frames"
        frame = microphone.read(0.1)
        if frame is not None and np.abs(frame).max() > 4000:
            frames.append(frame)
    return frames


def test_the_microphone_hears_every_sample_at_its_rate(
    card: VirtualCard, microphone: DeviceMicrophone
) -> None:
    """A tone stays a tone: no gap, no doubled frame, the right pitch."""
    card.say(tone(2.0, RATE), RATE)
    heard = np.concatenate(loud_frames(microphone, 80, 10))
    assert len(heard) == 80 * FRAME_SAMPLES
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
    assert np.argmax(spectrum) * 16_000 / len(heard) == pytest.approx(300, abs=2)
    steps = np.abs(np.diff(heard[FRAME_SAMPLES:].astype(int)))  # the player's own start is abrupt
    gaps = int(np.sum(steps > 1.3 * np.median(np.sort(steps)[-100:])))
    assert gaps <= 2, "more than the one hiccup that a busy machine may have"
    assert microphone.dropped == 0


def test_the_loudspeaker_plays_all_of_a_line_once(card: VirtualCard, speaker: DeviceSpeaker) -> None:
    time.sleep(2.5)  # a null sink sleeps for up to two seconds before its first sound
    ear = card.listen()
    speaker.begin_line()
    line = tone(1.0, 22_050)
    for at in range(0, len(line), 2205):
        speaker.play(Sound(line[at : at + 2205], 22_050))
    until(lambda: speaker.idle, 6)
    assert speaker.heard_s == pytest.approx(1.0, abs=0.01)
    heard = np.concatenate([ear.next(2.0), ear.close()])
    sounding = np.flatnonzero(np.abs(heard) > 200)
    assert (sounding[-1] - sounding[0]) / RATE == pytest.approx(1.0, abs=0.02)
    steps = np.abs(np.diff(heard.astype(int)))
    assert steps.max() < 1.5 * 8000 * 2 * np.pi * 300 / RATE, "a click"


def test_a_stop_silences_the_loudspeaker_and_tells_what_was_heard(
    card: VirtualCard, speaker: DeviceSpeaker
) -> None:
    time.sleep(2.5)
    ear = card.listen()
    speaker.begin_line()
    speaker.play(Sound(tone(3.0, 22_050), 22_050))
    until(lambda: speaker.heard_s > 0.7, 6)
    told = speaker.stop()
    until(lambda: speaker.idle, 3)
    heard = np.concatenate([ear.next(2.0), ear.close()])
    sounding = np.flatnonzero(np.abs(heard) > 200)
    assert (sounding[-1] - sounding[0]) / RATE == pytest.approx(told, abs=0.03)


def test_a_sound_server_that_dies_is_noticed_and_taken_up_again(
    card: VirtualCard, microphone: DeviceMicrophone, speaker: DeviceSpeaker
) -> None:
    card.say(tone(1.0, RATE), RATE)
    loud_frames(microphone, 20, 10)
    card.stop()
    until(lambda: microphone.lost and speaker.lost, 3)
    speaker.begin_line()
    speaker.play(Sound(tone(0.3, RATE), RATE))
    assert not speaker.idle, "what is queued waits"
    card.start()
    until(lambda: not (microphone.lost or speaker.lost), 8)
    until(lambda: speaker.idle, 6)
    assert speaker.heard_s == pytest.approx(0.3, abs=0.01)
    card.say(tone(1.0, RATE), RATE)
    loud_frames(microphone, 20, 10)


def test_an_unknown_device_is_an_error_that_names_those_there_are(card: VirtualCard) -> None:
    with pytest.raises(DeviceError, match=r"no microphone called Neumann.*pulse, ALSA"):
        DeviceMicrophone("Neumann").start()


def test_no_sound_server_is_an_error_and_no_traceback(card: VirtualCard) -> None:
    card.stop()
    refresh()
    with pytest.raises(DeviceError):
        DeviceSpeaker().start()
