"""Checks of this machine, each with one line that says what is and, where it helps, one fix to paste.

Nothing here uses the network beyond this machine, reads what the user said, or changes anything.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator

from voicecoach import __version__, paths, settings
from voicecoach.catalog import check_engines, check_window
from voicecoach.catalog.checks import Check, State, fail, homely, ok, typed
from voicecoach.catalog.machine import Machine, measure
from voicecoach.catalog.meter import amount
from voicecoach.errors import UsageError, VoicecoachError
from voicecoach.remedies import remedy
from voicecoach.settings import Settings

_TIGHT_DISK = 500_000_000
"""Bytes: below this the recordings of a few rehearsals may not fit."""

_LIBRARIES = (
    ("turn taking", "webrtcvad", "webrtcvad-wheels", "finds where you start and end"),
    ("starter hearing", "pocketsphinx", "pocketsphinx", "hears with no download; mishears more"),
    (
        "starter speaking",
        "espeakng_loader",
        "espeakng-loader",
        "speaks with no download; sounds like a machine",
    ),
    ("delivery", "parselmouth", "praat-parselmouth", "measures pitch and pauses"),
)
"""Check, module, the package that brings it, and what for."""


def examine() -> Iterator[Check]:
    """All checks, in the order of what a rehearsal needs first."""
    from voicecoach.catalog import check_sound

    yield ok("voicecoach", f"{__version__}, Python {sys.version.split()[0]} on {sys.platform}")
    now, settings_check = _settings()
    yield settings_check
    if settings_check.state is State.OK or paths.data_dir().is_dir():
        yield from _folders()
    machine = measure()
    yield _disk(machine)
    yield from check_sound.checks(now)
    yield from _libraries()
    yield from check_engines.checks(now, machine)
    yield from check_window.checks()


def worst(checks: list[Check]) -> State:
    """The worst state among them."""
    states = {check.state for check in checks}
    return State.FAIL if State.FAIL in states else State.WARN if State.WARN in states else State.OK


def _settings() -> tuple[Settings, Check]:
    try:
        paths.check_home()
        now = settings.load()
    except UsageError as error:
        return Settings({}), fail("settings", error.what.rstrip("."), error.next_step)
    except VoicecoachError as error:
        fix = remedy("settings", file=typed(paths.config_file()))
        return Settings({}), fail("settings", error.what.rstrip("."), fix)
    changed = f"{len(now.chosen)} changed" if now.chosen else "all as they come"
    return now, ok("settings", f"{changed}, in {homely(paths.config_file())}")


def _folders() -> Iterator[Check]:
    """Where things are kept, and whether they can be."""
    for name, folder, ours in (
        ("rehearsals", paths.rehearsals_dir(), paths.data_dir()),
        ("models", paths.models_dir(), paths.data_dir()),
        ("log", paths.log_file().parent, paths.log_file().parent),
    ):
        there = next(place for place in (folder, *folder.parents) if place.exists())
        if not there.is_dir():
            fix = remedy("not_a_folder", file=typed(there))
            yield fail(f"{name} folder", f"{homely(there)} is a file, where a folder must be", fix)
        elif not os.access(there, os.W_OK | os.X_OK):
            fix = remedy("write", folder=typed(ours))
            yield fail(f"{name} folder", f"{homely(there)} cannot be written", fix)
        else:
            yield ok(f"{name} folder", homely(folder))


def _disk(machine: Machine) -> Check:
    says = f"{amount(machine.free_disk)} free, {machine.ram_gb:.0f} GB memory, {machine.cores} cores"
    if machine.free_disk < _TIGHT_DISK:
        return fail("machine", says, remedy("room", folder=homely(paths.data_dir())))
    return ok("machine", says)


def _libraries() -> Iterator[Check]:
    for name, module, package, good_for in _LIBRARIES:
        try:
            importlib.import_module(module)
        except (ImportError, OSError) as error:
            fix = remedy("reinstall", package=package)
            yield fail(name, f"{module} does not load ({type(error).__name__})", fix)
        else:
            yield ok(name, f"{module} {good_for}")
