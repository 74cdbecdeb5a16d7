"""Choosing a device by name, with a test: a line to hear, or three seconds recorded and played back."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.audio.devices import Device, Kind, list_devices
from voicecoach.audio.levels import dbfs, level_figure
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.meter import Meter
from voicecoach.desktop.pieces import Combo, button, label, name_it, row
from voicecoach.desktop.stage import OpenDevices
from voicecoach.desktop.words import word
from voicecoach.errors import DeviceError, VoicecoachError
from voicecoach.rehearsal.telling import level_word
from voicecoach.stages import Speaker
from voicecoach.types import HEARING_RATE, Sound

TEST_FRAMES = 150
"""Three seconds."""

SILENCE_DBFS = -120.0


class DeviceChoice(QWidget):
    """The devices of one kind by name; the first entry follows the system's choice."""

    def __init__(self, kind: Kind, key: str, name: str) -> None:
        super().__init__()
        self._kind, self._key = kind, key
        self.setAccessibleName(name)
        self.box = Combo()
        self.box.setAccessibleName(name)
        self.box.activated.connect(self._save)
        self._warning = label("", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.box)
        column.addWidget(self._warning)
        self._devices: list[Device] = []
        self.refresh()

    def refresh(self) -> None:
        """What is plugged in now. A device that is chosen and gone stays chosen."""
        self._devices = [device for device in _devices() if device.channels(self._kind)]
        chosen = user_settings.load().text(self._key)
        self.box.clear()
        self.box.addItem(word("settings.system"), "")
        for device in self._devices:
            self.box.addItem(device.label, device.label)
        if chosen and self.box.findData(chosen) < 0:
            self.box.addItem(word("settings.gone", name=chosen), chosen)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen)))
        self._warn()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self.refresh()

    def _save(self, _index: int) -> None:
        user_settings.save(self._key, str(self.box.currentData()))
        self._warn()

    def _warn(self) -> None:
        """A Bluetooth headset that records makes everything sound like a telephone."""
        chosen = str(self.box.currentData() or "")
        headset = self._kind is Kind.INPUT and any(
            device.bluetooth_headset
            for device in self._devices
            if device.label == chosen or (not chosen and device.is_default_input)
        )
        name_it(self._warning, word("settings.bluetooth") if headset else "")
        self._warning.setVisible(headset)


def _devices() -> list[Device]:
    try:
        return list_devices()
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

    @property
    def told(self) -> str:
        """What the last test said."""
        return self._told.text()

    def start(self) -> None:
        """Record and play back."""
        self.start_button.setEnabled(False)
        name_it(self._told, word("settings.testing"))
        self._backstage.do(self._record, self._done, self._failed)

    def _record(self) -> float:
        devices = self._open_with("tap", user_settings.load())
        try:
            if devices.recordings:
                devices.recordings.say_next()
            frames = []
            for _ in range(TEST_FRAMES):
                frame = devices.microphone.read(1.0)
                if frame is not None:
                    frames.append(frame)
                    level = dbfs(frame)
                    self._backstage.post(lambda level=level: self._meter.show_level(level))  # type: ignore[misc]
            self._backstage.post(lambda: name_it(self._told, word("settings.playing")))
            if frames:
                with devices.ticking():
                    play_out(devices.speaker, Sound(np.concatenate(frames), HEARING_RATE))
            return max((dbfs(frame) for frame in frames), default=SILENCE_DBFS)
        finally:
            devices.close()

    def _done(self, level: float) -> None:
        self.start_button.setEnabled(True)
        self._meter.rest()
        name_it(self._told, word("settings.loudest", level=level_figure(level), word=level_word(level)))

    def _failed(self, error: VoicecoachError) -> None:
        self.start_button.setEnabled(True)
        name_it(self._told, str(error))


def play_out(speaker: Speaker, sound: Sound) -> None:
    """Play to the end, or until it has taken far too long."""
    speaker.begin_line()
    speaker.play(sound)
    deadline = time.monotonic() + sound.seconds + 5
    while not speaker.idle and time.monotonic() < deadline:
        time.sleep(0.05)


class HearLine(QWidget):
    """A button that lets a voice say a line, so that one hears the voice and the loudspeaker."""

    def __init__(
        self,
        backstage: Backstage,
        open_with: OpenDevices,
        text: str,
        name: str,
        role: str = "partner",
        voice: Callable[[], str] = str,
    ) -> None:
        """`voice` gives the name of a voice; an empty one takes what would be taken."""
        super().__init__()
        self.setAccessibleName(name)
        self._backstage, self._open_with, self._role, self._voice = backstage, open_with, role, voice
        self._told = label("", "quiet", name=name)
        self._told.setVisible(False)
        self.button = button(text, self.hear, name=name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row(self.button, None))
        column.addWidget(self._told)

    @property
    def told(self) -> str:
        """What went wrong; empty where nothing did."""
        return self._told.text()

    def hear(self) -> None:
        """Say the line, backstage."""
        voice = self._voice()
        self.button.setEnabled(False)
        self._told.setVisible(False)
        self._backstage.do(lambda: self._say(voice), lambda _: self.button.setEnabled(True), self._failed)

    def _say(self, voice: str) -> None:
        from voicecoach.catalog import store
        from voicecoach.speaking.casting import espeak_voice, piper_voice, voice_for

        now = user_settings.load()
        chosen = voice_for(self._role, voice)
        model = {one.id: one.path for one in store.installed_voices()}.get(chosen.piper.voice)
        pace = now.number("speaking.pace")
        engine = piper_voice(chosen, model, pace) if model else espeak_voice(chosen, pace)
        sounds = [spoken.sound for spoken in engine.speak(word("settings.hear_line"))]
        devices = self._open_with("tap", now)
        try:
            with devices.ticking():
                play_out(devices.speaker, Sound(np.concatenate([s.samples for s in sounds]), sounds[0].rate))
        finally:
            devices.close()

    def _failed(self, error: VoicecoachError) -> None:
        self.button.setEnabled(True)
        name_it(self._told, str(error))
        self._told.setVisible(True)
