"""Ollama: not there, not running, holding models, and fetching one layer by layer."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from voicecoach import offline, settings
from voicecoach.catalog import ollama_server
from voicecoach.catalog.meter import Step
from voicecoach.catalog.ollama_server import Presence, absent, address, configured, find, look, pull
from voicecoach.errors import ModelError
from voicecoach.remedies import remedy

NOWHERE = "http://127.0.0.1:9"


@contextmanager
def ollama(tags: Any, pulled: list[dict[str, Any]] | None = None) -> Iterator[str]:
    """A stand-in for Ollama on loopback that speaks two of its calls. Gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(json.dumps(tags).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._give(b"".join(json.dumps(line).encode() + b"\n" for line in pulled or []))

        def _give(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("there", [True, False])
def test_not_installed_and_not_running_are_two_messages(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its own remedy for this system."""
    monkeypatch.setattr(ollama_server, "is_installed", lambda: there)
    server = look(NOWHERE)
    assert server.presence is (Presence.NOT_RUNNING if there else Presence.NOT_INSTALLED)
    with pytest.raises(ModelError) as told:
        pull("qwen3:4b-instruct", NOWHERE, lambda step: None)
    assert remedy("ollama_start" if there else "ollama_install") in told.value.next_step


def test_another_machine_that_does_not_answer_is_not_mended_on_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is installed here says nothing about there."""

    def refused(*_: object, **__: object) -> None:
        raise httpx.ConnectError("nobody there")

    monkeypatch.setattr(httpx, "get", refused)
    assert look("http://192.0.2.7:11434").presence is Presence.AWAY
    assert absent(Presence.AWAY).next_step == remedy("ollama_away")


def test_each_system_has_its_own_remedy() -> None:
    """Linux, macOS and Windows install and start Ollama in different ways."""
    for name in ("ollama_install", "ollama_start"):
        assert len({remedy(name, [system]) for system in ("linux", "macos", "windows")}) == 3


def test_models_that_run_elsewhere_do_not_count() -> None:
    """By their tag, or by the host that Ollama says they are on."""
    tags = {
        "models": [
            {"name": "qwen3:8b", "size": 5},
            {"name": "big:latest", "size": 1, "remote_host": "https://ollama.com:443"},
            {"name": "gpt-oss:120b-cloud", "size": 1},
            {"name": "loud:Cloud", "size": 1},
            {"name": "pinned:cloud@sha256:0f3a", "size": 1},
            {"name": "modelled:latest", "size": 1, "remote_model": "gpt-oss:120b"},
            {"name": "child:latest", "size": 1, "details": {"parent_model": "gpt-oss:120b-cloud"}},
        ]
    }
    with ollama(tags) as host:
        server = look(host)
    assert server.presence is Presence.RUNNING
    assert server.holds("qwen3:8b")
    assert not server.holds("qwen3:4b")
    assert not server.holds("big")
    assert [model.name for model in server.models if not model.remote] == ["qwen3:8b"]


@pytest.mark.parametrize("tags", [[], {"models": None}, {"models": [3]}, {"other": 1}, "x"])
def test_something_else_at_that_address_is_not_ollama(tags: Any) -> None:
    """A listing never fails because of one backend."""
    with ollama(tags) as host:
        assert look(host).presence is not Presence.RUNNING


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://box.lan", "https://box.lan:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
    ],
)
def test_an_address_is_completed(host: str, expected: str) -> None:
    """Scheme and port where the user left them out."""
    assert address(host) == expected


def test_progress_adds_up_over_layers() -> None:
    """Each layer tells of itself only; the user sees one sum that never falls."""
    lines = [
        {"status": "pulling manifest"},
        {"status": "pulling aaa", "digest": "sha256:" + "a" * 64, "total": 100, "completed": 10},
        {"status": "pulling aaa", "digest": "sha256:" + "a" * 64, "total": 100, "completed": 100},
        {"status": "pulling bbb", "digest": "sha256:" + "b" * 64, "total": 50, "completed": 50},
        {"status": "verifying sha256 digest"},
        {"status": "success"},
    ]
    steps: list[Step] = []
    with ollama({"models": []}, lines) as host:
        pull("qwen3:8b", host, steps.append)
    assert [step.done for step in steps] == [0, 10, 100, 150, 150, 150]
    assert [step.phase for step in steps][-2:] == ["verifying", "done"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([{"error": "pull model manifest: file does not exist"}], "file does not exist"),
        ([{"status": "pulling manifest"}], "stopped before"),
    ],
)
def test_a_pull_that_fails_says_why(lines: list[dict[str, Any]], words: str) -> None:
    """Ollama's own error, or that it ended too soon."""
    with ollama({"models": []}, lines) as host, pytest.raises(ModelError, match=words):
        pull("qwen3:8b", host, lambda step: None)


@pytest.mark.parametrize("name", ["gpt-oss:120b-cloud", "deepseek:cloud"])
def test_a_cloud_model_is_refused_before_anything_is_asked(name: str) -> None:
    """Offline is a promise."""
    with pytest.raises(ModelError, match="cloud"):
        pull(name, NOWHERE, lambda step: None)


def test_another_machine_is_not_even_asked_without_leave() -> None:
    """`find` says so; a pull is refused, also while the network is open."""
    settings.save("partner.host", "http://gpu.lan:11434")
    assert find(settings.load()).presence is Presence.REFUSED
    with offline.lifted(), pytest.raises(ModelError, match="not on this machine"):
        configured(settings.load())
    settings.save("partner.allow_remote", True)
    assert configured(settings.load()) == "http://gpu.lan:11434"


def test_a_host_that_the_guard_does_not_let_through_is_refused_and_breaks_nothing(
    refusals_expected: None,
) -> None:
    """Whoever lists or examines goes on."""
    assert look("http://198.51.100.7:11434").presence is Presence.REFUSED
