"""Each thing broken in turn names its own fix; nothing is sent, and nothing that was said is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.catalog.test_ollama_server import ollama
from tests.catalog.test_store import WHISPER, put
from tests.standin_ollama import StandIn
from voicecoach import paths, settings
from voicecoach.audio.devices import Device
from voicecoach.catalog import check_sound, check_window, doctor
from voicecoach.catalog import machine as machine_module
from voicecoach.catalog.checks import Check, State, homely, typed
from voicecoach.catalog.machine import Machine
from voicecoach.catalog.models import Kind, catalog
from voicecoach.errors import DeviceError
from voicecoach.remedies import remedy
from voicecoach.types import FRAME_SAMPLES

MIC = Device("Desk Mic", "ALSA", 1, 0, 48_000, is_default_input=True, index=0)
OUT = Device("Speakers", "ALSA", 0, 2, 48_000, is_default_output=True, index=1)


class FakeMicrophone:
    """A microphone whose loudness the test chooses."""

    loudness = 3000
    broken: DeviceError | None = None

    def __init__(self, device: str | None = None) -> None:
        self.name = device

    def start(self) -> None:
        if self.broken:
            raise self.broken

    def read(self, timeout_s: float) -> Any:
        return np.full(FRAME_SAMPLES, self.loudness, np.int16)

    def close(self) -> None:
        pass


class FakePortAudio:
    """The sounddevice module, as far as the doctor uses it."""

    class PortAudioError(Exception):
        pass

    def get_portaudio_version(self) -> tuple[int, str]:
        return 1, "PortAudio V19, revision 1"

    def check_output_settings(self, *_: Any, **__: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def a_machine_with_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound, a display, room; no models, and no Ollama."""
    monkeypatch.setattr(check_sound, "portaudio", FakePortAudio)
    monkeypatch.setattr(check_sound, "list_devices", lambda: [MIC, OUT])
    monkeypatch.setattr(check_sound, "DeviceMicrophone", FakeMicrophone)
    monkeypatch.setattr(FakeMicrophone, "loudness", 3000)
    monkeypatch.setattr(FakeMicrophone, "broken", None)
    monkeypatch.setattr(doctor, "measure", lambda: Machine(16.0, 10**11, 4))
    monkeypatch.setattr(check_window, "missing_libraries", lambda pyside: [])
    monkeypatch.setattr(check_window, "has_display", lambda environ: True)
    settings.save("partner.host", "http://127.0.0.1:9")


def examined() -> dict[str, Check]:
    """The checks by name; the worst one of each name."""
    found: dict[str, Check] = {}
    for check in doctor.examine():
        if check.name not in found or check.state is not State.OK:
            found[check.name] = check
    return found


def test_a_machine_with_the_starters_alone_fails_nothing() -> None:
    """What is missing is a warning: the starters do its work."""
    found = examined()
    assert doctor.worst(list(found.values())) is State.WARN
    assert {name for name, check in found.items() if check.state is State.WARN} == {
        "hearing",
        "speaking",
        "partner",
    }
    assert found["hearing"].fix == "voicecoach setup"


def no_portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise DeviceError("The sound library PortAudio is not installed.", "")

    monkeypatch.setattr(check_sound, "portaudio", missing)


def no_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_sound, "list_devices", lambda: [OUT])


def no_loudspeaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_sound, "list_devices", lambda: [MIC])


def muted_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeMicrophone, "loudness", 0)


def busy_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    error = DeviceError("Another program holds the microphone.", "Close it.")
    monkeypatch.setattr(FakeMicrophone, "broken", error)


def remembered_microphone_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save("audio.microphone", "USB Mic")


def model_corrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Kind.HEARING, "base.en", WHISPER)


def voice_half_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    put(Kind.SPEAKING, "en_US-joe-medium", ())


def disk_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "measure", lambda: Machine(16.0, 10**6, 4))


def no_write_permission(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.os, "access", lambda path, mode: False)


def home_is_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    file = paths.data_dir() / "file"
    file.touch()
    monkeypatch.setenv("VOICECOACH_HOME", str(file))


def models_are_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    paths.models_dir().touch()


def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_window, "has_display", lambda environ: False)
    monkeypatch.setattr(check_window, "missing_libraries", lambda pyside: ["libxcb-cursor.so.0"])


def settings_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    paths.config_file().write_text("[talk")


def ollama_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    settings.save("partner.host", "http://gpu.lan:11434")


def qt_lacks_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_window, "missing_libraries", lambda pyside: ["libxcb-cursor.so.0"])
    monkeypatch.setattr("voicecoach.remedies.system_names", lambda: ("debian", "linux"))


@pytest.mark.parametrize(
    ("broken", "name", "state", "says", "fix"),
    [
        (no_portaudio, "sound", State.FAIL, "PortAudio is not installed", remedy("portaudio")),
        (no_microphone, "microphone", State.FAIL, "there is no microphone", remedy("microphone")),
        (no_loudspeaker, "loudspeaker", State.FAIL, "there is no loudspeaker", remedy("loudspeaker")),
        (muted_microphone, "microphone", State.WARN, "muted?", remedy("muted")),
        (busy_microphone, "microphone", State.FAIL, "Another program", "Close it."),
        (remembered_microphone_gone, "microphone", State.WARN, "USB Mic", "config set audio.microphone"),
        (model_corrupt, "hearing", State.FAIL, "model.bin is wrong size", "verify --repair base.en"),
        (voice_half_fetched, "speaking", State.FAIL, "not fetched yet", "verify --repair en_US-joe-medium"),
        (disk_full, "machine", State.FAIL, "1.0 MB free", "Make room on the disk that holds"),
        (no_write_permission, "rehearsals folder", State.FAIL, "cannot be written", "chown"),
        (home_is_a_file, "settings", State.FAIL, "is a file and no folder", "unset VOICECOACH_HOME"),
        (models_are_a_file, "models folder", State.FAIL, "where a folder must be", "models"),
        (no_display, "window", State.WARN, "no display", "voicecoach rehearse"),
        (settings_broken, "settings", State.FAIL, "cannot be read", "Mend it"),
        (ollama_elsewhere, "partner", State.FAIL, "not on this machine", "partner.host http://127.0.0.1"),
        (qt_lacks_a_library, "window", State.FAIL, "libxcb-cursor", "sudo apt install libxcb-cursor0"),
    ],
)
def test_each_thing_broken_names_its_own_fix(
    broken: Callable[[pytest.MonkeyPatch], None],
    name: str,
    state: State,
    says: str,
    fix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One cause, one line, one remedy; the other checks go on."""
    broken(monkeypatch)
    found = examined()
    assert found[name].state is state
    assert says in found[name].says
    assert fix in found[name].fix
    assert "window" in found


def test_ollama_down_and_ollama_without_the_model_differ() -> None:
    """Two causes, two remedies; a cloud model does not count."""
    down = examined()["partner"]
    assert down.fix in (remedy("ollama_install"), remedy("ollama_start"))
    with ollama({"models": [{"name": "gpt-oss:120b-cloud", "size": 1}]}) as host:
        settings.save("partner.host", host)
        assert examined()["partner"].fix == "voicecoach models pull qwen3:4b-instruct"
        settings.save("partner.model", "qwen3:8b")
        assert examined()["partner"].fix == "voicecoach models pull qwen3:8b"
    with StandIn(models=[{"name": "qwen3:8b", "size": 1}]) as server:
        settings.save("partner.host", server.url)
        assert examined()["partner"] == Check("partner", State.OK, "Ollama runs, with qwen3:8b")


@pytest.mark.parametrize(
    ("name", "listed", "shown"),
    [
        ("gpt-oss:120b-cloud", {}, {}),
        ("mine", {"remote_model": "gpt-oss:120b"}, {}),
        ("mine", {}, {"mine:latest": {"remote_host": "https://ollama.com:443"}}),
    ],
)
def test_a_cloud_model_is_told_however_it_hides_and_the_fix_is_one_that_runs_here(
    name: str, listed: dict[str, Any], shown: dict[str, Any]
) -> None:
    full = name if ":" in name else f"{name}:latest"
    settings.save("partner.model", name)
    with StandIn(models=[{"name": full, "size": 1, **listed}], shown=shown) as server:
        settings.save("partner.host", server.url)
        found = examined()["partner"]
    assert found.state is State.WARN
    assert "cloud" in found.says
    assert found.fix == remedy("local_model", model="qwen3:4b-instruct")


@pytest.mark.parametrize(
    ("stage", "engine", "says"),
    [
        ("hearing", "whisper", "no Whisper model; no rehearsal starts, since hearing.engine is whisper"),
        ("speaking", "piper", "no Piper voice; no rehearsal starts, since speaking.engine is piper"),
        ("partner", "ollama", "no rehearsal starts, since partner.engine is ollama"),
    ],
)
def test_a_chosen_engine_that_is_not_there_fails_since_nothing_stands_in_for_it(
    stage: str, engine: str, says: str
) -> None:
    settings.save(f"{stage}.engine", engine)
    found = examined()[stage]
    assert found.state is State.FAIL
    assert says in found.says
    assert found.fix


@pytest.mark.parametrize(
    ("stage", "engine"), [("hearing", "sphinx"), ("speaking", "espeak"), ("partner", "scripted")]
)
def test_a_chosen_starter_is_told_as_what_it_is(stage: str, engine: str) -> None:
    """Nothing is wrong with it, and nothing of the engine that it was chosen over has to be right."""
    settings.save(f"{stage}.engine", engine)
    found = examined()[stage]
    assert found.state is State.OK
    assert f"the starter, as {stage}.engine says" in found.says


def test_piper_with_another_voice_than_the_chosen_one_fails_too() -> None:
    put(Kind.SPEAKING, "en_US-joe-medium", ("en_US-joe-medium.onnx", "en_US-joe-medium.onnx.json"))
    settings.save("speaking.engine", "piper")
    by_hand = paths.models_dir() / "speaking" / "en_US-joe-medium"
    by_hand.rename(by_hand.with_name("mine"))
    found = examined()["speaking"]
    assert found.state is State.FAIL
    assert "voicecoach models pull" in found.fix


def test_a_hearing_model_that_is_not_here_is_named() -> None:
    settings.save("hearing.model", "nonsense")
    assert "nonsense" in examined()["hearing"].says
    assert examined()["hearing"].fix == 'voicecoach config set hearing.model ""'
    settings.save("hearing.model", "base.en")
    assert examined()["hearing"].fix == "voicecoach models pull base.en"


@pytest.mark.parametrize("key", ["speaking.partner_voice", "speaking.coach_voice"])
def test_a_voice_that_there_is_not_is_named(key: str) -> None:
    settings.save(key, "nobody")
    found = examined()["speaking"]
    assert found.state is State.FAIL
    assert "nobody" in found.says
    assert found.fix == f'voicecoach config set {key} ""'


def test_what_was_put_there_by_hand_is_not_called_verified() -> None:
    put(Kind.HEARING, "mine", WHISPER)
    put(Kind.SPEAKING, "hand", ("v.onnx", "v.onnx.json"))
    for name in ("hearing", "speaking"):
        assert "not in the catalog, not verified" in examined()[name].says


@pytest.mark.parametrize("kind", [Kind.HEARING, Kind.SPEAKING])
def test_a_file_where_models_belong_is_moved_aside(kind: Kind) -> None:
    paths.models_dir().mkdir()
    (paths.models_dir() / kind.value).touch()
    found = examined()[kind.value]
    assert found.state is State.FAIL
    assert f"models/{kind.value} is a file" in found.says
    assert found.fix == remedy("not_a_folder", file=typed(paths.models_dir() / kind.value))
    (paths.models_dir() / kind.value).unlink()
    (paths.models_dir() / kind.value).mkdir()
    model = catalog().of(kind)[0].id
    (paths.models_dir() / kind.value / model).touch()
    assert f"{model} is a file" in examined()[kind.value].says


def test_paths_are_shown_without_the_users_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The output can be passed on."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert homely(tmp_path / "a" / "b") == str(Path("~/a/b"))
    assert homely(Path("/elsewhere")) == str(Path("/elsewhere"))


@pytest.mark.parametrize(
    ("ram_gb", "cores", "free", "profile"),
    [
        (4.0, 8, 10**12, "starter"),
        (8.0, 2, 10**12, "small"),
        (16.0, 4, 10**12, "medium"),
        (16.0, 4, 4 * 10**9, "small"),
        (64.0, 2, 10**12, "small"),
        (33.0, 8, 10**12, "large"),
        (0.0, 8, 10**12, "small"),
        (64.0, 8, 10**6, "starter"),
    ],
)
def test_the_profile_fits_memory_cores_and_disk(ram_gb: float, cores: int, free: int, profile: str) -> None:
    """Nobody is recommended what their machine cannot bear."""
    assert machine_module.recommended(Machine(ram_gb, free, cores)).id == profile


def test_this_machine_can_be_measured() -> None:
    """Memory, disk and cores are read, not guessed."""
    machine = machine_module.measure()
    assert machine.ram_gb > 0.5
    assert machine.free_disk > 0
    assert machine.cores >= 1
