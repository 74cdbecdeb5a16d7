"""Nothing leaves this machine: a guard in the process that refuses every address but loopback.

The guard is an audit hook, not a wrapper around `socket.socket.connect`: Python calls it for every
connection, however a library came by its socket, and nothing can take it out again. It does not see
sockets that native code opens by itself; `tests/test_offline.py` watches those from outside, by their
system calls.
"""

from __future__ import annotations

import contextlib
import ipaddress
import os
import socket
import sys
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from voicecoach.errors import OfflineError

NO_TELEMETRY = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_XET": "1",
    "DO_NOT_TRACK": "1",
}
"""Never lifted. onnxruntime (from 1.29 on, in its wheels for Linux and macOS) reports each session to its
maker through sockets of its own, which no hook in Python sees, unless the first of these is set before it is
loaded: https://github.com/microsoft/onnxruntime/pull/27379. hf-xet opens such sockets, too."""

HUB_OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""Read by hub libraries when they are imported, so they must be set before."""

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (never listened on)
"""How servers write "every address of this machine"; a client that is given one means this machine."""

_LOCAL_FAMILIES = {getattr(socket, name, None) for name in ("AF_UNIX", "AF_NETLINK")}
_ADDRESSES = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
_NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")

refusals: list[str] = []
"""Every host that was refused in this process, in order."""


def guard(allow: Iterable[str] = ()) -> None:
    """Refuse every address but loopback and these hosts, from now on. Call before libraries are imported.

    A refused connection raises OfflineError where it was tried.
    """
    os.environ.update(NO_TELEMETRY)
    os.environ.update(HUB_OFFLINE)
    _guard.close(allow)


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """The network is open inside, for `setup` and `models pull` only; afterwards all is as before."""
    allowed, environ = _guard.open(), {name: os.environ.pop(name, None) for name in HUB_OFFLINE}
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in environ.items() if value is not None})
        if allowed is not None:
            _guard.close(allowed)


def hosts_beyond_loopback(url: str, allow_remote: bool) -> frozenset[str]:
    """The host of a server address, where the user allows it and it is not this machine."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    here = not host or host in EVERYWHERE or is_loopback(host)
    return frozenset({host}) if allow_remote and not here else frozenset()


def is_loopback(host: str) -> bool:
    """Is this name or address this machine, whatever the resolver says?"""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


class _Guard:
    """The one guard of this process. Its hook cannot be taken out, only told to let everything pass."""

    def __init__(self) -> None:
        self._allowed: frozenset[str] | None = None
        self._hooked = False
        self._addresses: dict[str, frozenset[str]] = {}

    def close(self, allow: Iterable[str]) -> None:
        self._allowed = frozenset(host.lower() for host in allow)
        self._addresses.clear()
        if not self._hooked:
            sys.addaudithook(self._hook)
            self._hooked = True

    def open(self) -> frozenset[str] | None:
        """Let everything pass. Gives what was allowed before; None where nothing was guarded."""
        allowed, self._allowed = self._allowed, None
        return allowed

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self._allowed is None or not event.startswith("socket."):
            return
        if event in _ADDRESSES:
            self._check_address(*arguments)
        elif event in _NAMES:
            self._check_name(arguments[0])

    def _check_address(self, sock: socket.socket, address: Any) -> None:
        if sock.family in _LOCAL_FAMILIES or address is None:
            return
        host = str(address[0] if isinstance(address, tuple) else address)
        if not is_loopback(host) and not self._is_allowed(host):
            _refuse(host)

    def _check_name(self, name: Any) -> None:
        host = name.decode("ascii", "replace") if isinstance(name, bytes | bytearray) else name
        if host and not is_loopback(host) and not self._is_allowed(host):
            _refuse(host)

    def _is_allowed(self, host: str) -> bool:
        """An allowed name, or one of the addresses it stands for."""
        names = self._allowed or frozenset()
        return host.lower() in names or any(host in self._addresses_of(name) for name in names)

    def _addresses_of(self, name: str) -> frozenset[str]:
        if name not in self._addresses:
            self._addresses[name] = frozenset()  # before the look-up, which comes through the hook again
            with contextlib.suppress(OSError):
                found = socket.getaddrinfo(name, None)
                self._addresses[name] = frozenset(str(entry[4][0]) for entry in found)
        return self._addresses[name]


def _refuse(host: str) -> None:
    refusals.append(host)
    raise OfflineError(
        f"Something tried to reach {host}. voicecoach is offline, so nothing was sent.",
        "Please report this: it is a fault in voicecoach or in a library that it uses.",
    )


_guard = _Guard()
