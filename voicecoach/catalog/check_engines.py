"""What the doctor says of hearing, speaking and the partner: what a rehearsal here would begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from voicecoach import paths
from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.checks import Check, fail, homely, ok, typed, warn
from voicecoach.catalog.machine import Machine
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, catalog
from voicecoach.errors import EngineError, ModelError, UsageError
from voicecoach.offline import hosts_beyond_loopback
from voicecoach.remedies import remedy
from voicecoach.settings import Settings

_BEST = {
    "hearing": ("whisper", "the starter hears instead"),
    "speaking": ("piper", "the starter speaks instead"),
    "partner": ("ollama", "authored lines answer instead"),
}
"""The engine of each stage that needs something fetched, and what does without."""

_REACH = {
    ollama_server.Presence.NOT_INSTALLED: "ollama_install",
    ollama_server.Presence.NOT_RUNNING: "ollama_start",
    ollama_server.Presence.AWAY: "ollama_away",
    ollama_server.Presence.REFUSED: "ollama_remote",
}
"""What brings a server back."""

_BY_HAND = "not in the catalog, not verified"


def checks(now: Settings, machine: Machine) -> Iterator[Check]:
    """The three stages. Of an engine that a starter was chosen over, nothing has to be right."""
    looks: dict[str, Callable[[], Iterable[Check]]] = {
        "hearing": lambda: [_hearing(now, machine)],
        "speaking": lambda: [_speaking(now)],
        "partner": lambda: _partner(now),
    }
    for stage, look in looks.items():
        if now.text(f"{stage}.engine") in ("auto", _BEST[stage][0]):
            yield from look()
        else:
            yield ok(stage, f"the starter, as {stage}.engine says")


def _absent(now: Settings, stage: str, what: str, fix: str) -> Check:
    """The best engine is not there. A starter stands in, but not for an engine that was chosen."""
    best, instead = _BEST[stage]
    if now.text(f"{stage}.engine") == best:
        return fail(stage, f"{what}; no rehearsal starts, since {stage}.engine is {best}", fix)
    return warn(stage, f"{what}; {instead}", fix)


def _hearing(now: Settings, machine: Machine) -> Check:
    wanted = now.text("hearing.model")
    installed = [model for model in store.installed_hearing() if wanted in ("", model.id)]
    broken = _broken(Kind.HEARING)
    if broken:
        return broken
    if not installed and wanted:
        offered = any(model.id == wanted for model in catalog().of(Kind.HEARING))
        fix = remedy("pull", model=wanted) if offered else remedy("device_gone", key="hearing.model")
        return _absent(now, "hearing", f"no Whisper model called {wanted}", fix)
    if not installed:
        return _absent(now, "hearing", "no Whisper model", remedy("setup"))
    best = installed[0]
    if best.known and machine.ram_gb and catalog().model(best.id).ram_gb > machine.ram_gb / 2:
        smaller = catalog().of(Kind.HEARING)[0].id
        return warn("hearing", f"{best.id} is large for this memory", remedy("smaller", model=smaller))
    return ok("hearing", f"Whisper {best.id}, {amount(best.size)}, {'verified' if best.known else _BY_HAND}")


def _speaking(now: Settings) -> Check:
    from voicecoach.speaking.casting import voice_for

    chosen = []
    for role in ("partner", "coach"):
        key = f"speaking.{role}_voice"
        try:
            chosen.append(voice_for(role, now.text(key)))
        except UsageError as error:
            fix = remedy("device_gone", key=key)
            return fail("speaking", f"{error.what.rstrip('.')}, and no rehearsal starts", fix)
    broken = _broken(Kind.SPEAKING)
    if broken:
        return broken
    voices = store.installed_voices()
    if not voices:
        return _absent(now, "speaking", "no Piper voice", remedy("setup"))
    here = {voice.id for voice in voices}
    lacking = [voice for voice in chosen if voice.piper.voice not in here]
    if lacking and now.text("speaking.engine") == "piper":
        fix = remedy("pull", model=lacking[0].piper.voice)
        return _absent(now, "speaking", f"the Piper voice of {lacking[0].name} is not here", fix)
    names = ", ".join(voice.id if voice.known else f"{voice.id} ({_BY_HAND})" for voice in voices)
    if len(voices) == 1:
        other = next(model.id for model in catalog().of(Kind.SPEAKING) if model.id != voices[0].id)
        return warn("speaking", f"only {names}: partner and coach sound alike", remedy("pull", model=other))
    return ok("speaking", f"Piper: {names}" + "; verified" * all(voice.known for voice in voices))


def _broken(kind: Kind) -> Check | None:
    """A file where models belong, or the first model whose files are not as they should be."""
    home = paths.models_dir() / kind.value
    for model in catalog().of(kind):
        for place in (home, home / model.id):
            if place.exists() and not place.is_dir():
                fix = remedy("not_a_folder", file=typed(place))
                return fail(kind.value, f"{homely(place)} is a file, where a folder must be", fix)
        faults = _faults(model)
        if faults:
            return fail(kind.value, f"{model.id}: {faults}", remedy("repair", model=model.id))
    return None


def _faults(model: Model) -> str:
    if not store.model_dir(model.id, model.kind).is_dir():
        return ""
    found = store.verify(model)
    bad = [check for check in found if check.state not in (store.State.OK, store.State.UNKNOWN)]
    if all(check.state is store.State.MISSING for check in found):
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
    yield _ollama(now, host)


def _ollama(now: Settings, host: str) -> Check:
    from voicecoach.partner.ollama_models import find_model

    server = ollama_server.look(host)
    if server.presence is not ollama_server.Presence.RUNNING:
        return _absent(now, "partner", f"Ollama is {server.presence.value}", remedy(_REACH[server.presence]))
    offered = [model.id for model in catalog().of(Kind.PARTNER)]
    wanted = now.text("partner.model")
    if wanted and not server.holds(wanted) and not server.in_cloud(wanted):
        fix = remedy("ollama_model" if wanted in offered else "ollama_other_model", model=wanted)
        return _absent(now, "partner", f"Ollama has no {wanted}", fix)
    try:
        found = find_model(host, wanted or None)
    except EngineError as error:
        fix = remedy("local_model" if wanted else "ollama_model", model=offered[0])
        what = error.what.rstrip(".") if wanted else "Ollama runs and holds no model"
        return _absent(now, "partner", what, fix)
    if wanted or found.name in offered:
        return ok("partner", f"Ollama runs, with {found.name}")
    usable = ", ".join(model.name for model in server.models if not model.remote)
    return warn("partner", f"Ollama runs, with none of ours: {usable}", remedy("setup"))
