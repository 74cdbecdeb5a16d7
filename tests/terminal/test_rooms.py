"""The devices of a sitting, as the settings want them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes import frames_of, silence, voice_like
from voicecoach import settings
from voicecoach.audio import listener
from voicecoach.audio.listener_events import Ended
from voicecoach.terminal.rooms import open_devices
from voicecoach.types import HEARING_RATE, Sound


@pytest.mark.parametrize(("tail_ms", "ends_after_s"), [(250, 0.25), (700, 0.7)])
def test_after_the_key_it_goes_on_listening_as_long_as_the_setting_says(
    tail_ms: int, ends_after_s: float, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path))
    monkeypatch.setattr(listener, "webrtc_judge", lambda: lambda frame: abs(frame).max() > 1000)
    settings.save("talk.tail_ms", tail_ms)
    recording = Sound(voice_like(0.1), HEARING_RATE)
    devices = open_devices("hold", settings.load(), [recording], None, fast=True)
    ears = devices.listener
    ears._confirm = ears._track._confirm = lambda sound: True
    ears.key_down()
    for frame in frames_of(voice_like(1.0)):
        ears.feed(frame)
    ears.key_up()
    waited = 0
    for frame in frames_of(silence(2.0)):
        waited += 1
        if any(isinstance(event, Ended) for event in ears.feed(frame)):
            break
    assert waited * 0.02 == pytest.approx(ends_after_s, abs=0.04)
    devices.close()
