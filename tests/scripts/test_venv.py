"""What the two commands decide, without running pip."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def venv_module(scripts_on_path: None) -> ModuleType:
    """`scripts/_venv.py`."""
    import _venv  # type: ignore[import-not-found]

    return _venv


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A clone with a .venv that holds an interpreter."""
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text("")
    (tmp_path / ".venv" / "Scripts").mkdir()
    (tmp_path / ".venv" / "Scripts" / "python.exe").write_text("")
    return tmp_path


def test_an_old_python_is_told_of_a_newer_one_that_is_there(scripts_on_path: None) -> None:
    """The explanation names the version, and the newer interpreter where there is one."""
    import _python  # type: ignore[import-not-found]

    assert _python.explanation((3, 11, 0)) == ""
    assert "`python3.12`" in _python.explanation((3, 9, 2), lambda name: name == "python3.12")
    assert "python.org" in _python.explanation((3, 9, 2), lambda name: None)
    assert "this is 3.9" in _python.explanation((3, 9, 2), lambda name: None)


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_window_needs_a_display_on_linux_only(
    venv_module: ModuleType, platform: str, environ: dict[str, str], expected: bool
) -> None:
    """macOS and Windows always have one."""
    assert venv_module.has_display(platform, environ) is expected


def test_ready_means_noted_unchanged_and_with_every_extra(venv_module: ModuleType, root: Path) -> None:
    """A missing note, a changed pyproject.toml, another extra or a lost interpreter each mean: not ready."""
    venv = root / ".venv"
    assert not venv_module.is_ready(root, venv, set())

    venv_module.write_note(venv, root, {"desktop"}, set())
    assert venv_module.is_ready(root, venv, set())
    assert venv_module.is_ready(root, venv, {"desktop"})
    assert not venv_module.is_ready(root, venv, {"desktop", "dev"})

    venv_module.interpreter(venv).unlink()
    assert not venv_module.is_ready(root, venv, set())
    venv_module.interpreter(venv).write_text("")

    (root / "pyproject.toml").write_text("[project]\nname = 'other'")
    assert not venv_module.is_ready(root, venv, set())


def test_an_extra_that_this_machine_refused_is_not_tried_at_every_start(
    venv_module: ModuleType, root: Path
) -> None:
    """Without a window's libraries voicecoach still starts offline the second time."""
    venv_module.write_note(root / ".venv", root, set(), {"desktop"})
    assert venv_module.is_ready(root, root / ".venv", {"desktop"})


@pytest.mark.parametrize("text", ["", "[]", "{", '{"fingerprint": 3, "extras": "desktop"}'])
def test_a_note_that_cannot_be_read_counts_as_none(venv_module: ModuleType, root: Path, text: str) -> None:
    """A broken file is not an error: the installation is done again."""
    (root / ".venv" / "voicecoach.json").write_text(text)
    assert not venv_module.is_ready(root, root / ".venv", set())


def test_a_python_without_ensurepip_names_the_package_to_install(
    venv_module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian's own words are replaced by one line for each system, and nothing half-made stays."""

    def no_ensurepip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        (tmp_path / ".venv").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 1, "ensurepip is not available", "")

    monkeypatch.setattr(venv_module.subprocess, "run", no_ensurepip)
    with pytest.raises(venv_module.SetupError, match="sudo apt install python3-venv"):
        venv_module.make_venv(tmp_path / ".venv")
    assert not (tmp_path / ".venv").exists()


def test_only_the_lines_of_pip_that_tell_something_are_shown(venv_module: ModuleType) -> None:
    """A large download with its size, and the last step; nothing else."""
    shown = venv_module.progress("  Downloading ctranslate2-4.6-cp311.whl (42.6 MB)\n")
    assert shown.strip() == "ctranslate2, 42 MB"
    assert venv_module.progress("  Downloading numpy-2.4.6-cp311.whl (18.2 MB)\n") == ""
    assert venv_module.progress("  Downloading click-8.5.1-py3.whl (126 kB)\n") == ""
    assert (
        venv_module.progress("Installing collected packages: a, b\n").strip() == "Putting everything in place"
    )
    assert venv_module.progress("Requirement already satisfied: numpy\n") == ""


def test_without_a_network_the_first_start_says_so(venv_module: ModuleType, tmp_path: Path) -> None:
    """A failed look-up of the package index reads as one sentence, not as pip's retries."""
    log = tmp_path / "install.log"
    log.write_text(
        "WARNING: Retrying ... Temporary failure in name resolution\nERROR: No matching distribution\n"
    )
    assert "needs the internet" in venv_module._why(log)


def test_portaudio_is_looked_for_on_linux_only(
    venv_module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other systems get it with sounddevice; all three install lines stand in the notice."""
    monkeypatch.setattr(venv_module.ctypes.util, "find_library", lambda name: None)
    assert venv_module.portaudio_missing("linux")
    assert not venv_module.portaudio_missing("darwin")
    for line in ("apt install libportaudio2", "dnf install portaudio", "pacman -S portaudio"):
        assert line in venv_module.NO_PORTAUDIO


def test_a_link_that_leads_nowhere_is_said_with_what_to_do(venv_module: ModuleType, tmp_path: Path) -> None:
    """It was the user's, so it is not taken away."""
    (tmp_path / "pyproject.toml").write_text("[project]")
    (tmp_path / ".venv").symlink_to(tmp_path / "gone")
    with pytest.raises(venv_module.SetupError, match="gone, which is not there") as told:
        venv_module.prepare(set(), tmp_path)
    assert f"rm {tmp_path / '.venv'}" in str(told.value)
    assert (tmp_path / ".venv").is_symlink()
