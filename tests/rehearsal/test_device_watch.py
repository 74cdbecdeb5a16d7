"""What is said of microphone and loudspeaker, each thing once."""

from __future__ import annotations

from tests.fakes import FakeMicrophone, FakeSpeaker, VirtualClock
from voicecoach.rehearsal import device_watch
from voicecoach.rehearsal.device_watch import LOST_S, DeviceWatch


class Time:
    """The wall's clock, moved by hand."""

    now = 100.0


def watched(monkeypatch) -> tuple[DeviceWatch, FakeMicrophone, FakeSpeaker]:  # type: ignore[no-untyped-def]
    clock = VirtualClock()
    microphone, speaker = FakeMicrophone(clock), FakeSpeaker(clock)
    Time.now = 100.0
    monkeypatch.setattr(device_watch, "monotonic", lambda: Time.now)
    return DeviceWatch(microphone, speaker), microphone, speaker


def keys(watch: DeviceWatch) -> list[str]:
    return [new.key for new in watch.look()]


def test_a_device_that_is_gone_is_told_once_and_so_is_its_return(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    watch, microphone, _ = watched(monkeypatch)
    microphone.lost = True
    assert keys(watch) == []
    Time.now += LOST_S
    assert keys(watch) == ["talk.microphone_lost"]
    assert watch.microphone_lost
    assert keys(watch) == []
    microphone.lost = False
    assert keys(watch) == ["talk.microphone_back"]
    assert not watch.microphone_lost


def test_a_hiccup_is_no_unplugging(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    watch, _, speaker = watched(monkeypatch)
    for _ in range(3):
        speaker.lost = True
        Time.now += LOST_S / 2
        assert keys(watch) == []
        speaker.lost = False
        assert keys(watch) == []


def test_the_microphone_of_a_bluetooth_headset_is_warned_about_once_by_its_name(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    watch, microphone, _ = watched(monkeypatch)
    microphone.bluetooth_headset = True
    microphone.name = "AirPods, Core Audio"
    (told,) = watch.look()
    assert told.key == "talk.bluetooth_headset"
    assert "AirPods" in told.text
    assert keys(watch) == []
