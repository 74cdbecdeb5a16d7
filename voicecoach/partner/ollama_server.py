"""The Ollama server on this machine: where it is, how it is asked, and what to do without it."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voicecoach.catalog.ollama_server import is_installed
from voicecoach.errors import EngineError, EngineMissing, OfflineError
from voicecoach.offline import is_loopback
from voicecoach.remedies import remedy

if TYPE_CHECKING:
    import httpx

DEFAULT_HOST = "http://127.0.0.1:11434"

NUM_CTX = 8192
"""Tokens. One for every call, partner's and coach's: another makes the server load the model again."""

KEEP_ALIVE = "30m"
CONNECT_S = 2.0
ASK_S = 10.0
"""Seconds that a question about the server's models may take."""

SCRIPTED = "`--partner scripted` needs nothing."
_PORTS = {"http": 80, "https": 443}


def chosen_host(setting: str = "", environment: Mapping[str, str] | None = None) -> str:
    """Where Ollama is: the user's own setting, else OLLAMA_HOST, else the default."""
    environment = os.environ if environment is None else environment
    own = setting.strip() if setting.strip().rstrip("/") != DEFAULT_HOST else ""
    return own or environment.get("OLLAMA_HOST", "").strip() or DEFAULT_HOST


def checked_url(host: str, *, allow_remote: bool = False) -> str:
    """The server's address in full: "http://127.0.0.1:11434". Raises EngineMissing.

    An address that only a server can listen on (0.0.0.0) means this machine: OLLAMA_HOST is often set so.
    """
    before, _, rest = host.strip().rpartition("://")
    scheme = before.lower() or "http"
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        name, port = _reachable(parts.hostname or "127.0.0.1"), parts.port
    except ValueError:
        scheme = ""
    if scheme not in _PORTS:
        raise EngineMissing(f"“{host}” is no address of an Ollama server.", f"Write it like {DEFAULT_HOST}.")
    if not is_loopback(name) and not allow_remote:
        raise EngineMissing(
            f"Ollama's address, {name}, is not on this machine, so it is not used.", remedy("ollama_remote")
        )
    shown = f"[{name}]" if ":" in name else name
    return f"{scheme}://{shown}:{port or (_PORTS[scheme] if before else 11434)}{parts.path.rstrip('/')}"


def _reachable(name: str) -> str:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return name
    return ("::1" if address.version == 6 else "127.0.0.1") if address.is_unspecified else name


def is_there(url: str) -> bool:
    """Does anything that speaks HTTP answer at the address?"""
    import httpx

    try:
        with _client(url) as client:
            client.get("/api/version")
    except (httpx.HTTPError, OfflineError):
        return False
    return True


def show(url: str, name: str) -> dict[str, Any]:
    """What the server tells about a model, raw: the Python client drops the fields that give the cloud away.

    {} where the server cannot be asked that. Raises EngineError.
    """
    import httpx

    try:
        with _client(url) as client:
            answer = client.post("/api/show", json={"model": name})
        if answer.status_code in (404, 405, 501):
            return {}
        if answer.status_code == 403 and "cloud" in answer.text:  # one of the cloud, which is off
            return {"remote_host": "the cloud"}
        if answer.status_code >= 300:
            raise refused(answer.status_code, answer.text, name)
        raw = answer.json()
    except (httpx.ConnectError, httpx.ConnectTimeout, OfflineError):
        raise unreachable(url) from None
    except (httpx.HTTPError, ValueError):
        what = f"What answers at {url} does not answer like Ollama."
        raise EngineError(what, "Check partner.host.") from None
    return raw if isinstance(raw, dict) else {}


def client_options(url: str) -> dict[str, Any]:
    """Obeys no proxy and follows no redirection: both lead away from this machine.

    Certificates take a quarter of a second to load, and plain HTTP has none.
    """
    return {"trust_env": False, "follow_redirects": False, "verify": url.startswith("https:")}


def _client(url: str) -> httpx.Client:
    import httpx

    timeout = httpx.Timeout(ASK_S, connect=CONNECT_S)
    return httpx.Client(base_url=url, timeout=timeout, **client_options(url))


def refused(status: int, text: str, model: str) -> EngineError:
    """An error that the server answered, as one that says what to do."""
    told = text.strip().removeprefix('{"error":').strip(' "}')[:200]
    if status == 404:
        return EngineMissing(f"Ollama has no model named {model}.", fetch(model))
    if "memory" in told.lower():
        return EngineError(
            f"{model} does not fit into this machine's memory.",
            "Choose a smaller model with partner.model, or close other programs.",
        )
    code = f" ({status})" if status > 0 else ""
    return EngineError(
        f"Ollama answered with an error{code}: {told or 'nothing more'}.",
        f"Its own log says more; starting it again often helps. {SCRIPTED}",
    )


def fetch(model: str) -> str:
    """The next step where a model is missing."""
    return f"Fetch it: ollama pull {model}. {SCRIPTED}"


def unreachable(url: str) -> EngineMissing:
    """Nobody answers: is Ollama not installed, or not running?"""
    if not is_loopback(urlsplit(url).hostname or ""):
        return EngineMissing(f"Nobody answers at {url}.", "Is Ollama running there, and may it be reached?")
    if is_installed():
        return EngineMissing(
            f"Ollama is installed, but nobody answers at {url}.", f"Start it: {remedy('ollama_start')}"
        )
    return EngineMissing(
        "Ollama is not installed on this machine.", f"Install it: {remedy('ollama_install')}"
    )
