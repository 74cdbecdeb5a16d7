"""Which of Ollama's models plays the other person; never one in Ollama's cloud, whatever its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicecoach.catalog.ollama_server import Held, Presence, is_cloud, look, runs_elsewhere
from voicecoach.errors import EngineMissing
from voicecoach.partner.ollama_server import SCRIPTED, fetch, is_there, show, unreachable

MEMORY_SHARE = 0.6
"""A model's file may take so much of this machine's memory."""


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that may play the other person."""

    name: str
    """As the server lists it."""
    think: bool | str
    """What keeps it from thinking aloud, for the option `think` of every request."""
    may_think: bool = False
    """Is it a model that can think, and might in spite of that?"""


def local_model(name: str, shown: Mapping[str, Any]) -> LocalModel:
    """A model as its name and the server tell of it: gpt-oss cannot stop thinking, others know no "low"."""
    able = shown.get("capabilities")
    can = not isinstance(able, list) or "thinking" in able
    return LocalModel(name, "low" if "gpt-oss" in name.lower() and can else False, can)


def find_model(url: str, wanted: str | None = None, *, memory: float | None = None) -> LocalModel:
    """The model to use: the one that is wanted, else the best that is there. Raises EngineError.

    `memory` is this machine's, in bytes; None measures it, 0 is unknown.
    """
    server = look(url)
    if server.presence is not Presence.RUNNING and not is_there(url):
        raise unreachable(url)
    if wanted:
        listed = server.models if server.presence is Presence.RUNNING else None
        return _wanted(url, wanted, listed)
    local = [model for model in server.models if not model.remote and not is_cloud(model.name)]
    for model in ranked(local, _memory() if memory is None else memory):
        shown = show(url, model.name)
        if can_talk(shown) and not runs_elsewhere(shown):
            return local_model(model.name, shown)
    raise EngineMissing(
        "Ollama holds no model yet that could play the other person.",
        fetch(_recommended()[0]),
    )


def ranked(models: Sequence[Held], memory: float) -> list[Held]:
    """Best first: models that we know, large before small as long as they fit, then others likewise."""
    known = _recommended()

    def place(model: Held) -> tuple[bool, int, int]:
        too_big = memory > 0 and model.size > MEMORY_SHARE * memory
        rank = known.index(model.name) if model.name in known else -1
        return too_big, -rank, model.size if too_big else -model.size

    return sorted(models, key=place)


def can_talk(shown: Mapping[str, Any]) -> bool:
    """Is it a model that writes text? One that only makes embeddings is not."""
    able = shown.get("capabilities")
    return not isinstance(able, list) or not able or "completion" in able


def _wanted(url: str, wanted: str, listed: Sequence[Held] | None) -> LocalModel:
    """`listed` is None where the server has no list."""
    name = _listed_as(wanted, listed)
    marked = any(model.name == name and model.remote for model in listed or ())
    if is_cloud(name) or marked or runs_elsewhere(shown := show(url, name)):
        raise _cloud(name)
    return local_model(name, shown)


def _listed_as(wanted: str, listed: Sequence[Held] | None) -> str:
    names = [model.name for model in listed or ()]
    for name in (wanted, f"{wanted}:latest"):
        if name in names:
            return name
    if listed is None:
        return wanted
    if is_cloud(wanted):
        raise _cloud(wanted)
    there = f"It holds: {', '.join(names[:8])}." if names else "It holds none yet."
    raise EngineMissing(f"Ollama has no model named {wanted}. {there}", fetch(wanted))


def _cloud(name: str) -> EngineMissing:
    return EngineMissing(
        f"{name} runs in Ollama's cloud, not on this machine, so it is not used.",
        f"Choose a local model: `--partner ollama:MODEL`. {SCRIPTED}",
    )


def _recommended() -> list[str]:
    """The catalog's models for the partner, small to large."""
    from voicecoach.catalog.models import Kind, catalog

    return [model.id for model in catalog().of(Kind.PARTNER)]


def _memory() -> float:
    from voicecoach.catalog.machine import measure

    return measure().ram_gb * 1e9
