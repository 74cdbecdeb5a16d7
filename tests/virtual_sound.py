"""A sound card without hardware, for tests: a PulseAudio server of our own with two null sinks.

What is played into `room` is what the default microphone hears; what a program plays to the default
loudspeaker is recorded from `speakers.monitor`. Debian: pulseaudio pulseaudio-utils libasound2-plugins
libportaudio2. Works headless, also as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from voicecoach.types import Pcm

RATE = 48_000
"""Hertz of the card."""

NEEDED = ("pulseaudio", "pactl", "pacat", "parec")

_SETUP = """\
load-module module-native-protocol-unix auth-anonymous=1 socket={socket}
load-module module-null-sink sink_name=speakers rate={rate} channels=2
load-module module-null-sink sink_name=room rate={rate} channels=2
load-module module-remap-source master=room.monitor source_name=microphone
set-default-sink speakers
set-default-source microphone
"""


def missing() -> list[str]:
    """Programs that are not installed."""
    return [program for program in NEEDED if shutil.which(program) is None]


class VirtualCard:
    """One server with its socket in a folder of its own."""

    def __init__(self) -> None:
        # Not below pytest's own folder: as root, the server gives itself another user, who may not go there.
        self._folder = Path(tempfile.mkdtemp(prefix="virtual-sound-"))
        self._folder.chmod(0o777)
        self._socket = self._folder / "pulse"
        self._server: subprocess.Popen[bytes] | None = None
        self._background: list[subprocess.Popen[bytes]] = []

    @property
    def server(self) -> str:
        """What PULSE_SERVER must be for a program that uses this card."""
        return f"unix:{self._socket}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a program that uses this card."""
        return {**os.environ, "PULSE_SERVER": self.server}

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        script = self._folder / "setup.pa"
        script.write_text(_SETUP.format(socket=self._socket, rate=RATE))
        as_root = ["--system"] if os.geteuid() == 0 else []
        quiet = ["--disallow-exit", "--exit-idle-time=-1", "--use-pid-file=no", "-n", "-F", str(script)]
        self._server = subprocess.Popen(
            ["pulseaudio", *as_root, *quiet], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline:
                self.stop()
                raise AssertionError("the virtual sound card did not start")
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill the server: every program loses its devices."""
        for program in [*self._background, *([self._server] if self._server else [])]:
            program.kill()
            program.wait()
            if program.stdout:
                program.stdout.close()
        self._background, self._server = [], None

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def say(self, samples: Pcm, rate: int) -> subprocess.Popen[bytes]:
        """Play into the microphone, in real time; the program that does so, to wait for."""
        player = subprocess.Popen(
            ["pacat", "--playback", "--device=room", "--latency-msec=200", *_format(rate)],
            stdin=subprocess.PIPE,
            env=self.environment,
        )
        assert player.stdin
        player.stdin.write(samples.tobytes())
        player.stdin.close()
        self._background.append(player)
        return player

    @contextmanager
    def noise(self) -> Iterator[None]:
        """A room that is never still, for as long as this lasts."""
        with Path("/dev/urandom").open("rb") as endless:
            command = ["pacat", "--playback", "--device=room", *_format(RATE)]
            player = subprocess.Popen(command, stdin=endless, env=self.environment)
            try:
                yield
            finally:
                player.kill()
                player.wait()

    def listen(self) -> Ear:
        """Record what the loudspeaker plays, from now on."""
        recorder = subprocess.Popen(
            ["parec", "--record", "--device=speakers.monitor", "--latency-msec=10", *_format(RATE)],
            stdout=subprocess.PIPE,
            env=self.environment,
        )
        self._background.append(recorder)
        return Ear(recorder)

    def _answers(self) -> bool:
        asked = subprocess.run(["pactl", "info"], capture_output=True, env=self.environment, check=False)
        return asked.returncode == 0


class Ear:
    """What comes out of the loudspeaker, with the time at which each piece came."""

    def __init__(self, recorder: subprocess.Popen[bytes]) -> None:
        self._recorder = recorder

    def next(self, seconds: float) -> Pcm:
        """The next stretch; waits for it."""
        assert self._recorder.stdout
        return np.frombuffer(self._recorder.stdout.read(int(seconds * RATE) * 2), np.int16)

    def close(self) -> Pcm:
        """Stop, and give what was not taken yet."""
        self._recorder.terminate()
        assert self._recorder.stdout
        rest = self._recorder.stdout.read()
        self._recorder.wait()
        return np.frombuffer(rest[: len(rest) // 2 * 2], np.int16)


def _format(rate: int) -> list[str]:
    return ["--raw", "--format=s16le", "--channels=1", f"--rate={rate}"]
