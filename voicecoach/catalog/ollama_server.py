"""The Ollama on this machine: is it there, what does it hold, and fetching a model into it."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voicecoach.catalog.meter import Meter, Step
from voicecoach.errors import EngineMissing, ModelError, OfflineError
from voicecoach.offline import EVERYWHERE, hosts_beyond_loopback
from voicecoach.remedies import remedy
from voicecoach.settings import Settings

if TYPE_CHECKING:
    import httpx

PORT = 11434
_CONNECT_S = 2.0
_SILENCE_S = 300.0


class Presence(StrEnum):
    """How far Ollama is there."""

    NOT_INSTALLED = "not installed"
    NOT_RUNNING = "not running"
    RUNNING = "running"
    AWAY = "not answering on that other machine"
    REFUSED = "on another machine, which is not allowed"


@dataclass(frozen=True, slots=True)
class Held:
    """A model that Ollama lists."""

    name: str
    size: int
    """Bytes."""
    remote: bool
    """Does it run in somebody's cloud, behind a local name?"""


@dataclass(frozen=True, slots=True)
class Server:
    """What was found at an address."""

    presence: Presence
    models: tuple[Held, ...] = ()

    def holds(self, name: str) -> bool:
        """Is a model there, and does it run here? A name without a tag means `:latest`."""
        return any(model.name == _full(name) and not model.remote for model in self.models)

    def in_cloud(self, name: str) -> bool:
        """Does a model run elsewhere, by its name or by what the list says?"""
        return is_cloud(name) or any(model.name == _full(name) and model.remote for model in self.models)


def _full(name: str) -> str:
    return name if ":" in name else f"{name}:latest"


def address(host: str) -> str:
    """A host as the user wrote it, as a URL with scheme and port; "every address" means this machine."""
    import httpx

    url = httpx.URL(host if "//" in host else f"http://{host}")
    if url.host in EVERYWHERE:
        url = url.copy_with(host="127.0.0.1")
    return str(url.copy_with(port=url.port or PORT)).rstrip("/")


def configured(now: Settings) -> str:
    """Where the partner asks, too. Raises ModelError where that is another machine, without leave."""
    from voicecoach.partner.ollama_server import checked_url, chosen_host

    try:
        return checked_url(chosen_host(now.text("partner.host")), allow_remote=now.on("partner.allow_remote"))
    except EngineMissing as error:
        raise ModelError(error.what, error.next_step) from error


def find(now: Settings) -> Server:
    """What is at the address in the settings; nobody is asked who may not be."""
    try:
        return look(configured(now))
    except ModelError:
        return Server(Presence.REFUSED)


def look(host: str) -> Server:
    """Ask what is there. Never fails: a server that answers nonsense is not running."""
    import httpx

    try:
        answer = httpx.get(f"{address(host)}/api/tags", timeout=_timeout(_CONNECT_S), trust_env=False)
        entries = answer.raise_for_status().json()["models"]
        return Server(Presence.RUNNING, tuple(_held(entry) for entry in entries))
    except OfflineError:
        return Server(Presence.REFUSED)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError):
        return Server(_why_silent(host))


def _why_silent(host: str) -> Presence:
    if hosts_beyond_loopback(host, allow_remote=True):
        return Presence.AWAY
    return Presence.NOT_RUNNING if is_installed() else Presence.NOT_INSTALLED


def is_installed() -> bool:
    """Is Ollama's program on this machine?"""
    if shutil.which("ollama"):
        return True
    return sys.platform == "darwin" and Path("/Applications/Ollama.app").exists()


def is_cloud(name: str) -> bool:
    """Does this name stand for a model that runs in Ollama's cloud?"""
    bare = name.partition("@")[0].strip().lower()  # without a sum that pins it
    tag = bare.rpartition(":")[2] if ":" in bare else ""
    return tag == "cloud" or tag.endswith("-cloud")


def runs_elsewhere(told: Mapping[str, Any]) -> bool:
    """Does what the server tells about a model, in its list or by itself, say that it runs in the cloud?"""
    details = told.get("details")
    parent = details.get("parent_model") if isinstance(details, Mapping) else None
    return bool(told.get("remote_host") or told.get("remote_model")) or is_cloud(str(parent or ""))


def absent(presence: Presence) -> ModelError:
    """Not installed and not running are two faults with two remedies."""
    if presence is Presence.REFUSED:
        return ModelError(
            "partner.host is not this machine, and that is not allowed.", remedy("ollama_remote")
        )
    if presence is Presence.AWAY:
        return ModelError("Ollama does not answer on that other machine.", remedy("ollama_away"))
    if presence is Presence.NOT_INSTALLED:
        return ModelError("Ollama is not installed.", f"Install it: {remedy('ollama_install')}")
    return ModelError("Ollama is installed and not running.", f"Start it: {remedy('ollama_start')}")


def pull(name: str, host: str, progress: Callable[[Step], None]) -> None:
    """Let Ollama fetch a model. It resumes and verifies by itself. Raises ModelError."""
    import httpx
    import ollama

    if is_cloud(name):
        raise ModelError(f"{name} runs in Ollama's cloud, not on this machine.", "Choose a model without it.")
    server = look(host)
    if server.presence is not Presence.RUNNING:
        raise absent(server.presence)
    client = ollama.Client(address(host), timeout=_timeout(_SILENCE_S), trust_env=False)
    layers = _Layers(name, progress)
    try:
        with closing(client):
            for said in client.pull(name, stream=True):
                layers.add(said.status or "", said.digest or "", said.completed or 0, said.total or 0)
    except ollama.ResponseError as error:
        raise ModelError(
            f"Ollama could not fetch {name}: {error.error}.", "Run it again: it goes on."
        ) from error
    except (httpx.HTTPError, ConnectionError, ValueError) as error:
        raise ModelError(f"Ollama went away while it fetched {name}.", "Run it again: it goes on.") from error
    if not layers.succeeded:
        raise ModelError(f"Ollama stopped before {name} was whole.", "Run it again: it goes on.")


class _Layers:
    """Adds up the layers of a pull; Ollama tells of each by itself."""

    def __init__(self, name: str, progress: Callable[[Step], None]) -> None:
        self._name, self._progress = name, progress
        self._done: dict[str, int] = {}
        self._total: dict[str, int] = {}
        self._meter = Meter()
        self.succeeded = False

    def add(self, status: str, digest: str, completed: int, total: int) -> None:
        """One line of Ollama's."""
        now = time.monotonic()
        if digest and total:
            self._meter.add(now, max(0, completed - self._done.get(digest, completed)))
            self._done[digest], self._total[digest] = completed, total
        self.succeeded = status == "success"
        phase = "done" if self.succeeded else "verifying" if "verif" in status else "fetching"
        done, all_of_it = sum(self._done.values()), sum(self._total.values())
        left = self._meter.left_s(now, all_of_it - done)
        self._progress(Step(self._name, digest[7:19], phase, done, all_of_it, self._meter.rate(now), left))


def _held(entry: Any) -> Held:
    name = str(entry["name"])
    return Held(name, int(entry.get("size") or 0), is_cloud(name) or runs_elsewhere(entry))


def _timeout(read_s: float) -> httpx.Timeout:
    import httpx

    return httpx.Timeout(read_s, connect=_CONNECT_S)
