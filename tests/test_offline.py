"""Nothing leaves this machine: shown from inside the process, and from outside by its system calls."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import watching
from voicecoach import offline
from voicecoach.errors import OfflineError

ELSEWHERE = "198.51.100.1"  # TEST-NET-2, kept for examples (RFC 5737)

pytestmark = pytest.mark.usefixtures("refusals_expected")


def _connect() -> None:
    with socket.socket() as sock:
        sock.connect((ELSEWHERE, 80))


def _connect_ex() -> None:
    with socket.socket() as sock:
        sock.connect_ex((ELSEWHERE, 80))


def _connect_v6() -> None:
    with socket.socket(socket.AF_INET6) as sock:
        sock.connect(("2001:db8::1", 80))


def _send_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock:
        sock.sendto(b"x", (ELSEWHERE, 53))


def _look_up() -> None:
    socket.getaddrinfo("example.com", 443)


def _listen_to_all() -> None:
    with socket.socket() as sock:
        sock.bind(("0.0.0.0", 0))


def _asyncio() -> None:
    asyncio.run(asyncio.wait_for(asyncio.open_connection(ELSEWHERE, 80), 5))


def _kept_from_before() -> None:
    with socket.socket() as sock:
        SAVED(sock, (ELSEWHERE, 80))


SAVED = socket.socket.connect


@pytest.mark.parametrize(
    "reach",
    [
        _connect,
        _connect_ex,
        _connect_v6,
        _send_datagram,
        _look_up,
        _listen_to_all,
        _asyncio,
        _kept_from_before,
    ],
)
def test_every_road_out_is_refused_loudly(reach: Callable[[], None]) -> None:
    """The refusal names the host and says that nothing was sent."""
    with pytest.raises(OfflineError, match="nothing was sent"):
        reach()
    assert offline.refusals


def _take_one(server: socket.socket) -> None:
    server.accept()[0].close()


def test_loopback_and_local_sockets_pass(tmp_path: Path) -> None:
    """A server on 127.0.0.1 and a Unix socket work as ever."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_take_one, args=(server,), daemon=True).start()
        with socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client:
            assert client.recv(1) == b""
    if hasattr(socket, "AF_UNIX"):
        with socket.socket(socket.AF_UNIX) as local:
            local.bind(str(tmp_path / "s"))


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("LOCALHOST", True),
        ("localhost.example.com", False),
        ("::ffff:192.0.2.1", False),
        ("0.0.0.0", False),
        ("", False),
    ],
)
def test_what_counts_as_this_machine(host: str, expected: bool) -> None:
    """Loopback addresses in every spelling, and no name that merely looks like one."""
    assert offline.is_loopback(host) is expected


def test_a_host_that_the_user_allows_passes_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """`allow_remote = true` opens one host: by its name, and by the addresses that it stands for."""
    real = socket.getaddrinfo

    def resolver(host: str, *rest: object, **named: object) -> object:
        if host == "gpu.lan":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("198.51.100.7", 0))]
        return real(host, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    offline.guard(offline.hosts_beyond_loopback("http://gpu.lan:11434", allow_remote=True))
    with socket.socket(type=socket.SOCK_DGRAM) as sock:  # connecting one sends nothing
        with contextlib.suppress(OSError):
            sock.connect(("198.51.100.7", 9))
        with pytest.raises(OfflineError):
            sock.connect(("198.51.100.8", 9))


@pytest.mark.parametrize(
    ("url", "allow", "expected"),
    [
        ("http://gpu.lan:11434", True, {"gpu.lan"}),
        ("gpu.lan:11434", True, {"gpu.lan"}),
        ("http://gpu.lan:11434", False, set()),
        ("http://127.0.0.1:11434", True, set()),
        ("0.0.0.0", True, set()),
        ("", True, set()),
    ],
)
def test_the_host_of_a_server_address(url: str, allow: bool, expected: set[str]) -> None:
    """Only a remote host that was allowed is let through the guard."""
    assert offline.hosts_beyond_loopback(url, allow) == expected


def test_lifting_opens_the_network_and_puts_everything_back() -> None:
    """Also what hub libraries read when they are imported, and the one host that was allowed."""
    offline.guard({"198.51.100.7"})
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    with pytest.raises(RuntimeError), offline.lifted():
        assert "HF_HUB_OFFLINE" not in os.environ
        assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
        socket.getaddrinfo("198.51.100.1", 80)  # an address: nobody is asked for it
        raise RuntimeError
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    socket.getaddrinfo("198.51.100.7", 80)
    with pytest.raises(OfflineError):
        socket.getaddrinfo("198.51.100.1", 80)


COMMANDS = (
    ["--version"],
    ["models", "list"],
    ["config", "show"],
    ["scenarios", "list"],
    ["setup", "--dry-run"],
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("cut_off", [False, True], ids=["as it is", "no interface"])
def test_short_commands_work_cut_off_and_reach_for_nothing(
    command: list[str], cut_off: bool, tmp_path: Path
) -> None:
    """Without any interface there is not even loopback. See `end_to_end/test_nothing_leaves.py`, too."""
    log = tmp_path / "calls"
    done = watching.run([sys.executable, "-m", "voicecoach", *command], log, cut_off=cut_off)
    assert done.returncode == 0, done.stderr
    assert "inside voicecoach" not in done.stderr
    assert watching.foreign(log) == []


def test_the_watch_on_system_calls_would_see_a_connection() -> None:
    """The pattern finds what strace prints for foreign addresses, and leaves local ones."""
    assert watching.FOREIGN.search(
        '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("198.51.100.1")}'
    )
    assert watching.FOREIGN.search(
        'connect(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}'
    )
    assert not watching.FOREIGN.search(
        'connect(3, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}'
    )
    assert not watching.FOREIGN.search('connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 16)')
    assert watching.FOREIGN.search(
        'sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("198.51.100.1")}'
    )
    assert watching.FOREIGN.search('bind(3, {sa_family=AF_INET, sin_addr=inet_addr("0.0.0.0")}, 16)')
