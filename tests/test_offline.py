"""Nothing leaves this machine: shown from inside the process, and from outside by its system calls."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

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


COMMANDS = (["--version"], ["doctor"], ["models", "list"], ["config", "show"], ["scenarios", "list"])


def _voicecoach(*command: str) -> list[str]:
    return [sys.executable, "-m", "voicecoach", *command]


def _as_at_home() -> dict[str, str]:
    """The environment of somebody's own machine: onnxruntime keeps quiet in CI and under tests, not there."""
    ours = {"CI", *offline.NO_TELEMETRY, *offline.HUB_OFFLINE}
    return {name: value for name, value in os.environ.items() if name not in ours}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_commands_work_with_no_network_interface_at_all(command: list[str]) -> None:
    """In a network namespace of its own there is not even loopback."""
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("needs unshare with user namespaces")
    done = subprocess.run(
        ["unshare", "-rn", *_voicecoach(*command)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode in (0, 1), done.stderr  # doctor may find something amiss
    assert "Traceback" not in done.stderr
    assert "inside voicecoach" not in done.stderr


FOREIGN = re.compile(
    r"(?:connect|sendto)\(.*(?:sin_addr=inet_addr\(\"(?!127\.)|inet_pton\(AF_INET6, \"(?!::1\"))"
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_system_call_reaches_beyond_loopback(command: list[str], tmp_path: Path) -> None:
    """strace sees what native code does, too; children are followed."""
    if not shutil.which("strace"):
        pytest.skip("needs strace")
    log = tmp_path / "calls"
    subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log), *_voicecoach(*command)],
        capture_output=True,
        check=False,
        timeout=240,
        env=_as_at_home(),
    )
    if not log.exists():
        pytest.skip("needs leave to trace processes")
    assert [line for line in log.read_text().splitlines() if FOREIGN.search(line)] == []


@pytest.mark.slow
def test_a_whole_rehearsal_needs_no_network_and_asks_for_none(tmp_path: Path) -> None:
    """The demo: hearing, answering, speaking and critique, with no interface and every call watched."""
    for needed in ("unshare", "strace"):
        if not shutil.which(needed):
            pytest.skip(f"needs {needed}")
    log = tmp_path / "calls"
    watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", str(log)]
    done = subprocess.run(
        ["unshare", "-rn", *watched, *_voicecoach("demo", "--out", str(tmp_path / "out"))],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
        env=_as_at_home(),
    )
    if not log.exists():
        pytest.skip("needs leave to trace processes")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "transcript.md").is_file()
    assert [line for line in log.read_text().splitlines() if FOREIGN.search(line)] == []


def test_the_watch_on_system_calls_would_see_a_connection() -> None:
    """The pattern finds what strace prints for foreign addresses, and leaves local ones."""
    assert FOREIGN.search(
        '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("198.51.100.1")}'
    )
    assert FOREIGN.search('connect(3, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}')
    assert not FOREIGN.search(
        'connect(3, {sa_family=AF_INET, sin_port=htons(1), sin_addr=inet_addr("127.0.0.1")}'
    )
    assert not FOREIGN.search('connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 16)')
