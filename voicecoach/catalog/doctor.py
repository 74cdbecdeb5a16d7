"""Checks of this machine, each with one line that says what is and, where it helps, one fix to paste.

Nothing here uses the network beyond this machine, reads what the user said, or changes anything.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator

from voicecoach import __version__, paths, settings
from voicecoach.catalog import check_window, ollama_server, store
from voicecoach.catalog.checks import Check, State, fail, homely, ok, typed, warn
from voicecoach.catalog.machine import Machine, measure
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, catalog
from voicecoach.errors import ModelError, UsageError, VoicecoachError
from voicecoach.offline import hosts_beyond_loopback
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
    yield _hearing(now, machine)
    yield _speaking()
    yield from _partner(now)
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


def _hearing(now: Settings, machine: Machine) -> Check:
    wanted = now.text("hearing.model")
    installed = [model for model in store.installed_hearing() if wanted in ("", model.id)]
    broken = _broken(Kind.HEARING)
    if broken:
        return broken
    if not installed:
        return warn("hearing", "no Whisper model; the starter hears instead", remedy("setup"))
    best = installed[0]
    if best.known and machine.ram_gb and catalog().model(best.id).ram_gb > machine.ram_gb / 2:
        smaller = catalog().of(Kind.HEARING)[0].id
        return warn("hearing", f"{best.id} is large for this memory", remedy("smaller", model=smaller))
    return ok("hearing", f"Whisper {best.id}, {amount(best.size)}, verified")


def _speaking() -> Check:
    broken = _broken(Kind.SPEAKING)
    if broken:
        return broken
    voices = store.installed_voices()
    if not voices:
        return warn("speaking", "no Piper voice; the starter speaks instead", remedy("setup"))
    names = ", ".join(voice.id for voice in voices)
    if len(voices) == 1:
        other = next(model.id for model in catalog().of(Kind.SPEAKING) if model.id != voices[0].id)
        return warn("speaking", f"only {names}: partner and coach sound alike", remedy("pull", model=other))
    return ok("speaking", f"Piper: {names}; verified")


def _broken(kind: Kind) -> Check | None:
    """The first model whose folder is there and whose files are not as they should be."""
    for model in catalog().of(kind):
        faults = _faults(model)
        if faults:
            return fail(kind.value, f"{model.id}: {faults}", remedy("repair", model=model.id))
    return None


def _faults(model: Model) -> str:
    if not store.model_dir(model.id, model.kind).is_dir():
        return ""
    checks = store.verify(model)
    bad = [check for check in checks if check.state not in (store.State.OK, store.State.UNKNOWN)]
    if all(check.state is store.State.MISSING for check in checks):
        return "begun and not fetched yet"
    return ", ".join(f"{check.name} is {check.state.value}" for check in bad)


def _partner(now: Settings) -> Iterator[Check]:
    try:
        host = ollama_server.configured(now)
    except ModelError as error:
        yield fail("partner", error.what.rstrip("."), error.next_step)
        return
    if hosts_beyond_loopback(host, allow_remote=True):
        yield warn("partner", f"what you say goes to {host}, as partner.allow_remote says")
    yield _ollama(ollama_server.look(host), now.text("partner.model"))


def _ollama(server: ollama_server.Server, wanted: str) -> Check:
    if server.presence is not ollama_server.Presence.RUNNING:
        kind = "install" if server.presence is ollama_server.Presence.NOT_INSTALLED else "start"
        says = f"Ollama is {server.presence.value}; authored lines answer instead"
        return warn("partner", says, remedy(f"ollama_{kind}"))
    offered = [model.id for model in catalog().of(Kind.PARTNER)]
    usable = [model.name for model in server.models if not model.remote]
    if wanted and not server.holds(wanted):
        kind = "model" if wanted in offered else "other_model"
        return warn("partner", f"Ollama has no {wanted}", remedy(f"ollama_{kind}", model=wanted))
    known = [name for name in offered if server.holds(name)]
    if wanted or known:
        return ok("partner", f"Ollama runs, with {wanted or known[-1]}")
    if usable:
        return warn("partner", f"Ollama runs, with none of ours: {', '.join(usable)}", remedy("setup"))
    return warn("partner", "Ollama runs and holds no model", remedy("ollama_model", model=offered[0]))
