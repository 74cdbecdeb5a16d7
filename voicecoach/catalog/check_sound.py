"""Can this machine hear and be heard? Opens the devices for a second; keeps only the level."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.audio.device_microphone import DeviceMicrophone
from voicecoach.audio.devices import Device, Kind, choose, list_devices
from voicecoach.audio.levels import dbfs, level_figure
from voicecoach.audio.portaudio import portaudio
from voicecoach.catalog.checks import Check, fail, ok, warn
from voicecoach.errors import DeviceError
from voicecoach.remedies import remedy
from voicecoach.settings import Settings

PROBE_S = 1.0
_MUTED_DBFS = -90.0
"""Below the noise of any microphone that is on: a sound server's silence is at about -96."""
_QUIET_DBFS = -65.0

_SETTING = {Kind.INPUT: "audio.microphone", Kind.OUTPUT: "audio.loudspeaker"}
_NAME = {Kind.INPUT: "microphone", Kind.OUTPUT: "loudspeaker"}


def checks(now: Settings) -> Iterator[Check]:
    """PortAudio, then each way."""
    try:
        version = portaudio().get_portaudio_version()[1].partition(",")[0]
        devices = list_devices()
    except DeviceError as error:
        yield fail("sound", error.what.rstrip("."), remedy("portaudio"))
        return
    yield ok("sound", f"{version}, {len(devices)} devices")
    for kind in Kind:
        yield from _one_way(devices, kind, now)


def _one_way(devices: list[Device], kind: Kind, now: Settings) -> Iterator[Check]:
    name, wanted = _NAME[kind], now.text(_SETTING[kind])
    try:
        device = choose(devices, kind, wanted or None)
    except DeviceError as error:
        try:
            device = choose(devices, kind, None)
        except DeviceError:
            yield fail(name, f"there is no {name}", remedy(name))
            return
        fix = remedy("device_gone", key=_SETTING[kind])
        yield warn(name, f"{error.what.rstrip('.')}; {device.name} is used meanwhile", fix)
    if kind is Kind.INPUT:
        yield _probe(device)
        if device.bluetooth_headset:
            yield warn(name, f"{device.name} sounds like a telephone while it records", remedy("bluetooth"))
    else:
        yield _opens(device)


def _probe(device: Device) -> Check:
    """The loudest of one second. What was recorded is forgotten at once."""
    microphone = DeviceMicrophone(device.label)
    try:
        microphone.start()
        heard = [frame for _ in range(int(PROBE_S / 0.02)) if (frame := microphone.read(0.5)) is not None]
    except DeviceError as error:
        return fail(
            "microphone", f"{device.name}: {error.what.rstrip('.')}", error.next_step or remedy("microphone")
        )
    finally:
        microphone.close()
    if not heard:
        return fail("microphone", f"{device.name} opens and gives nothing", remedy("muted"))
    level = max(dbfs(frame) for frame in heard)
    if level < _MUTED_DBFS:
        return warn("microphone", f"{device.name} gives only silence: muted?", remedy("muted"))
    words = f"{device.name} opens at {device.rate} Hz, loudest {level_figure(level)} dBFS in a second"
    return ok("microphone", words + (" (nobody spoke?)" if level < _QUIET_DBFS else ""))


def _opens(device: Device) -> Check:
    sounddevice = portaudio()
    try:
        sounddevice.check_output_settings(device.index, channels=1, samplerate=device.rate)
    except (sounddevice.PortAudioError, ValueError) as error:
        return fail("loudspeaker", f"{device.name} does not open ({error})", remedy("loudspeaker"))
    return ok("loudspeaker", f"{device.name} opens at {device.rate} Hz")
