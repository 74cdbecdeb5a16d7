"""Choosing a device by name, with a test: a line to hear, or three seconds recorded and played back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.devices import Kind, list_devices
from voicecoach.audio.levels import dbfs
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.meter import Meter, level_word
from voicecoach.desktop.pieces import Combo, button, label, row
from voicecoach.desktop.stage import OpenDevices
from voicecoach.desktop.words import word
from voicecoach.errors import DeviceError, VoicecoachError
from voicecoach.stages import Speaker
from voicecoach.types import HEARING_RATE, Sound

TEST_FRAMES = 150
"""Three seconds."""


class DeviceChoice(Combo):
    """The devices of one kind by name; the first entry follows the system's choice."""

    def __init__(self, kind: Kind, key: str, name: str) -> None:
        super().__init__()
        self._key = key
        self.setAccessibleName(name)
        self.addItem(word("settings.system"), "")
        chosen = user_settings.load().text(key)
        for text in _labels(kind):
            self.addItem(text, text)
        if chosen and self.findData(chosen) < 0:
            self.addItem(chosen, chosen)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.activated.connect(self._save)

    def _save(self, _index: int) -> None:
        user_settings.save(self._key, str(self.currentData()))


def _labels(kind: Kind) -> list[str]:
    try:
        return [device.label for device in list_devices() if device.channels(kind)]
    except DeviceError:
        return []


class MicrophoneTest(QWidget):
    """Three seconds with a meter, then heard again. Nothing is kept."""

    def __init__(self, backstage: Backstage, open_with: OpenDevices) -> None:
        super().__init__()
        self.setAccessibleName(word("settings.test_microphone"))
        self._backstage, self._open_with = backstage, open_with
        self._meter = Meter()
        self._told = label("", "quiet", name=word("level.name"))
        self.start_button = button(word("settings.test_microphone"), self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row(self.start_button, None))
        column.addWidget(self._meter)
        column.addWidget(self._told)

    def start(self) -> None:
        """Record and play back."""
        self.start_button.setEnabled(False)
        self._told.setText(word("settings.testing"))
        self._backstage.do(self._record, self._done, self._failed)

    def _record(self) -> float:
        devices = self._open_with("tap", user_settings.load())
        try:
            frames = []
            for _ in range(TEST_FRAMES):
                frame = devices.microphone.read(1.0)
                if frame is not None:
                    frames.append(frame)
                    level = dbfs(frame)
                    self._backstage.post(lambda level=level: self._meter.show_level(level))  # type: ignore[misc]
            self._backstage.post(lambda: self._told.setText(word("settings.playing")))
            if frames:
                with devices.ticking():
                    play_out(devices.speaker, Sound(np.concatenate(frames), HEARING_RATE))
            return max((dbfs(frame) for frame in frames), default=-120.0)
        finally:
            devices.close()

    def _done(self, level: float) -> None:
        self.start_button.setEnabled(True)
        self._told.setText(word("settings.loudest", level=f"{level:.0f}", word=level_word(level)))

    def _failed(self, error: VoicecoachError) -> None:
        self.start_button.setEnabled(True)
        self._told.setText(str(error))


def play_out(speaker: Speaker, sound: Sound) -> None:
    """Play to the end, or until it has taken far too long."""
    import time

    speaker.begin_line()
    speaker.play(sound)
    deadline = time.monotonic() + sound.seconds + 5
    while not speaker.idle and time.monotonic() < deadline:
        time.sleep(0.05)


def hear_line(
    backstage: Backstage, open_with: OpenDevices, voice: str, role: str, failed: Callable[[str], None]
) -> None:
    """Let a voice say a line; empty takes the one that would be taken."""
    from voicecoach.catalog import store
    from voicecoach.speaking.casting import espeak_voice, piper_voice, voice_for

    def job() -> None:
        now = user_settings.load()
        chosen = voice_for(role, voice)
        model = {one.id: one.path for one in store.installed_voices()}.get(chosen.piper.voice)
        pace = now.number("speaking.pace")
        engine = piper_voice(chosen, model, pace) if model else espeak_voice(chosen, pace)
        sounds = [spoken.sound for spoken in engine.speak(word("settings.hear_line"))]
        devices = open_with("tap", now)
        try:
            with devices.ticking():
                play_out(devices.speaker, Sound(np.concatenate([s.samples for s in sounds]), sounds[0].rate))
        finally:
            devices.close()

    backstage.do(job, None, lambda error: failed(str(error)))
