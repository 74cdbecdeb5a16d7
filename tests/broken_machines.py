"""Machines with something broken, really broken, for the doctor to look at. Linux only.

A library is hidden and a full disk mounted in a namespace that only the doctor's process sees; the sound
card, the screen and Ollama are those of the other tests. Nothing of this machine is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import screen, virtual_sound
from tests.standin_ollama import StandIn
from tests.virtual_sound import VirtualCard
from voicecoach.catalog.models import Kind, catalog

DATA = Path(__file__).parent / "data"
PARTNER = "qwen3:8b"


@dataclass
class Machine:
    """What the doctor's process gets to see."""

    home: Path
    environment: dict[str, str]
    before: list[str] = field(default_factory=list)
    """A command that runs the doctor's."""
    held: ExitStack = field(default_factory=ExitStack)

    def examine(self) -> list[dict[str, str]]:
        """What `voicecoach doctor --json` says: name, state, says and fix of each check."""
        done = subprocess.run(
            [*self.before, sys.executable, "-m", "voicecoach", "doctor", "--json"],
            env={**self.environment, "VOICECOACH_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.stdout, done.stderr
        checks: list[dict[str, str]] = json.loads(done.stdout)["checks"]
        return checks

    def configure(self, lines: str) -> None:
        """Write settings."""
        with (self.home / "config.toml").open("a") as file:
            file.write(lines + "\n")

    def mounted(self, *commands: str) -> None:
        """Run the doctor where these mounts were made."""
        script = " && ".join([*commands, 'exec "$@"'])
        self.before = ["unshare", "-rm", "sh", "-c", script, "sh", *self.before]


def missing() -> list[str]:
    """What this needs and is not there."""
    programs = [name for name in ("unshare",) if shutil.which(name) is None]
    if (
        not programs
        and subprocess.run(["unshare", "-rm", "true"], check=False, capture_output=True).returncode
    ):
        programs = ["leave for namespaces"]
    return programs + screen.missing() + virtual_sound.missing()


@contextmanager
def bare(home: Path) -> Iterator[Machine]:
    """Nothing but voicecoach: no sound, no screen, no models, no Ollama."""
    home.mkdir(parents=True, exist_ok=True, mode=0o755)
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "PULSE_SERVER": "unix:/nowhere",
    }
    machine = Machine(home, environment)
    machine.configure('[partner]\nhost = "http://127.0.0.1:9"')
    with machine.held:
        yield machine


@contextmanager
def complete(home: Path) -> Iterator[Machine]:
    """Everything: a microphone that hears somebody, models, Ollama with its own, a screen."""
    with bare(home) as machine, StandIn(models=({"name": PARTNER, "size": 5},)) as server:
        card = VirtualCard()
        card.start()
        machine.held.callback(card.remove)
        machine.held.enter_context(card.noise())
        machine.environment |= {
            "PULSE_SERVER": card.server,
            "DISPLAY": machine.held.enter_context(screen.display()),
        }
        (home / "config.toml").write_text(f'[partner]\nhost = "{server.url}"\n')
        shutil.copytree(DATA / "whisper-rehearsal-test", home / "models" / "hearing" / "mine")
        for name in ("one", "another"):
            folder = home / "models" / "speaking" / name
            shutil.copytree(DATA / "piper-test-voice", folder)
            for file in folder.iterdir():
                file.rename(folder / file.name.replace("tones", name))
        yield machine


def no_portaudio(machine: Machine) -> None:
    libraries = sorted(Path("/usr/lib").glob("**/libportaudio.so*"))
    machine.mounted(*(f"mount --bind /dev/null {library}" for library in libraries))


def no_microphone(machine: Machine) -> None:
    machine.environment["PULSE_SERVER"] = "unix:/nowhere"


def muted_microphone(machine: Machine) -> None:
    mute = ["pactl", "set-source-mute", "microphone", "1"]
    subprocess.run(mute, env={**os.environ, **machine.environment}, check=True)


def remembered_microphone_gone(machine: Machine) -> None:
    machine.configure('[audio]\nmicrophone = "USB Mic"')


def ollama_not_installed(machine: Machine) -> None:
    (machine.home / "config.toml").write_text('[partner]\nhost = "http://127.0.0.1:9"\n')


def ollama_not_running(machine: Machine) -> None:
    ollama_not_installed(machine)
    program = machine.home / "bin" / "ollama"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    machine.environment["PATH"] += f":{program.parent}"


def ollama_without_the_model(machine: Machine) -> None:
    machine.configure('model = "qwen3:4b-instruct"')


def ollama_elsewhere(machine: Machine) -> None:
    (machine.home / "config.toml").write_text('[partner]\nhost = "http://gpu.lan:11434"\n')


def no_hearing_model(machine: Machine) -> None:
    shutil.rmtree(machine.home / "models" / "hearing")


def no_voice(machine: Machine) -> None:
    shutil.rmtree(machine.home / "models" / "speaking")


def hearing_model_corrupt(machine: Machine) -> None:
    """All its files are there, one of them with wrong content of the right length."""
    model = catalog().of(Kind.HEARING)[0]
    folder = machine.home / "models" / "hearing" / model.id
    folder.mkdir()
    for file in model.files:
        with (folder / file.name).open("wb") as made:
            made.truncate(file.size or 1)


def voice_half_fetched(machine: Machine) -> None:
    model = catalog().of(Kind.SPEAKING)[0]
    part = machine.home / "models" / "speaking" / model.id / ".part"
    part.mkdir(parents=True)
    (part / model.files[0].name).write_bytes(b"half")


def disk_full(machine: Machine) -> None:
    """A disk of one megabyte where everything is kept."""
    machine.mounted(f"mount -t tmpfs -o size=1m none {machine.home}")


def no_leave_to_write(machine: Machine) -> None:
    """A folder that may be read and not written; root loses the power to write everywhere."""
    machine.home.chmod(0o500)
    machine.held.callback(machine.home.chmod, 0o700)
    if os.geteuid() == 0:
        powers = "-dac_override,-dac_read_search"
        machine.before = ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}", *machine.before]


def settings_torn(machine: Machine) -> None:
    machine.configure("[talk")


def home_is_a_file(machine: Machine) -> None:
    machine.home = machine.home / "config.toml"


def no_screen(machine: Machine) -> None:
    machine.environment.pop("DISPLAY")


@dataclass(frozen=True)
class Fault:
    """One thing broken on a machine that has everything, and what the doctor must make of it."""

    breaks: Callable[[Machine], None]
    what: str
    """In words, for the table."""
    check: str
    state: str
    fix: str
    """What the fix must hold."""


FAULTS: Sequence[Fault] = (
    Fault(no_portaudio, "no PortAudio", "sound", "fail", "portaudio"),
    Fault(no_microphone, "no microphone", "microphone", "fail", "Plug a microphone in"),
    Fault(muted_microphone, "microphone muted", "microphone", "warn", "Unmute it"),
    Fault(
        remembered_microphone_gone,
        "chosen microphone gone",
        "microphone",
        "warn",
        "config set audio.microphone",
    ),
    Fault(ollama_not_installed, "Ollama not installed", "partner", "warn", "ollama.com/install.sh"),
    Fault(ollama_not_running, "Ollama not running", "partner", "warn", "|| ollama serve"),
    Fault(
        ollama_without_the_model,
        "model missing in Ollama",
        "partner",
        "warn",
        "models pull qwen3:4b-instruct",
    ),
    Fault(ollama_elsewhere, "Ollama on another machine, not allowed", "partner", "fail", "127.0.0.1"),
    Fault(no_hearing_model, "no model to hear with", "hearing", "warn", "setup"),
    Fault(no_voice, "no voice", "speaking", "warn", "setup"),
    Fault(hearing_model_corrupt, "model corrupt", "hearing", "fail", "verify --repair base.en"),
    Fault(voice_half_fetched, "voice half fetched", "speaking", "fail", "verify --repair en_US-joe-medium"),
    Fault(disk_full, "disk full", "machine", "fail", "Make room"),
    Fault(no_leave_to_write, "no leave to write", "rehearsals folder", "fail", "chown"),
    Fault(settings_torn, "settings torn", "settings", "fail", "begin afresh: mv"),
    Fault(home_is_a_file, "VOICECOACH_HOME is a file", "settings", "fail", "unset VOICECOACH_HOME"),
    Fault(no_screen, "no screen", "window", "warn", "voicecoach rehearse"),
)
