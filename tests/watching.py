"""A program watched from outside: every address that it, or a child of it, hands to the system.

`strace` sees what native code does, too. Debian: strace util-linux iproute2.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from voicecoach import offline

CALLS = "connect,sendto,sendmsg,sendmmsg,bind"
FOREIGN = re.compile(
    r"(?:connect|sendto|sendmsg|sendmmsg|bind)\(.*"
    r"(?:sin_addr=inet_addr\(\"(?!127\.)|inet_pton\(AF_INET6, \"(?!::1\"|::ffff:127\.))"
)
"""A line of strace's that names an address beyond loopback."""


def at_home(**more: str) -> dict[str, str]:
    """The environment of somebody's own machine: onnxruntime keeps quiet in CI and under tests, not there."""
    ours = {"CI", *offline.NO_TELEMETRY, *offline.HUB_OFFLINE}
    return {name: value for name, value in os.environ.items() if name not in ours} | more


def watch(log: Path, *, cut_off: bool = False, loopback: bool = False) -> list[str]:
    """What to put before a command so that its calls are written to `log`. Skips where that cannot be.

    `cut_off`: in a network namespace of its own without any interface; with `loopback`, with that one alone.
    """
    if not shutil.which("strace"):
        pytest.skip("needs strace")
    watched = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={CALLS}", "-o", str(log)]
    if not cut_off:
        return watched
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("needs unshare with user namespaces")
    if not loopback:
        return ["unshare", "-rn", *watched]
    return ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *watched]


def run(
    command: Sequence[str],
    log: Path,
    *,
    cut_off: bool = False,
    loopback: bool = False,
    timeout_s: float = 900,
) -> subprocess.CompletedProcess[str]:
    """Run a command under the watch, to its end."""
    done = subprocess.run(
        [*watch(log, cut_off=cut_off, loopback=loopback), *command],
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout_s,
        env=at_home(),
        stdin=subprocess.DEVNULL,
    )
    if not log.exists():
        pytest.skip("needs leave to trace processes")
    return done


def foreign(log: Path) -> list[str]:
    """The calls that named an address beyond this machine."""
    return [line for line in log.read_text("utf-8", "replace").splitlines() if FOREIGN.search(line)]
