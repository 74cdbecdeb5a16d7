"""A stand-in for the Ollama server, on loopback: speaks its protocol, and misbehaves as it is told.

What it answers, and how it fails, is scripted a chat at a time; what it was asked is kept in `requests`.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Chat:
    """How one chat is answered."""

    text: str = "I hear you. But the budget is closed until spring, and that's all I can say about it."
    thinking: str = ""
    """Comes first, in the field of its own."""
    done_reason: str = "stop"
    status: int = 200
    error: str = ""
    """With status 200: an error line in the middle of the stream."""
    dies_after: int | None = None
    """Pieces after which the connection breaks."""
    ends_after: int | None = None
    """Pieces after which the stream ends as if all were well, but for its last line."""
    stalls_after: int | None = None
    """Pieces after which nothing more comes."""
    bad_line: str | None = None
    """A line that is no JSON of Ollama's, after the second piece."""
    wait_s: float = 0.0
    """Before anything is sent: the model is being loaded."""
    gap_s: float = 0.0
    """Between pieces."""
    by_bytes: bool = False
    """Send byte by byte."""

    @property
    def pieces(self) -> list[str]:
        """The text as a model writes it: words with the space before them."""
        return [piece for piece in _split(self.text) if piece]


def _split(text: str) -> Iterator[str]:
    start = 0
    for at, char in enumerate(text):
        if char.isspace() and at > start:
            yield text[start:at]
            start = at
    yield text[start:]


@dataclass
class StandIn:
    """The server. Use as a context manager; `url` is where it listens."""

    chats: Sequence[Chat] = (Chat(),)
    """In turn; the last one serves for all that come after."""
    models: Sequence[Mapping[str, Any]] = ({"name": "stand-in:latest", "size": 2_000_000_000},)
    shown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What `/api/show` tells beyond the usual, by name."""
    lists: bool = True
    """Does it know `/api/tags`?"""
    warm: Chat = field(default_factory=lambda: Chat("I"))
    """How a request for one token is answered, as the warm-up is."""
    requests: list[dict[str, Any]] = field(default_factory=list)
    """Bodies of the chats, in order."""
    hung_up: threading.Event = field(default_factory=threading.Event)
    """Set when a client went away in mid-reply."""
    stopped: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    """Where to listen; 0 takes any that is free."""
    connections: set[socket.socket] = field(default_factory=set)
    """Those that are open."""

    def __post_init__(self) -> None:
        stand_in = self

        class Handler(_Handler):
            server_of = stand_in

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Be gone."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def said(self) -> list[dict[str, Any]]:
        """The requests that wanted a line, without warm-ups."""
        return [body for body in self.requests if body["options"].get("num_predict") != 1]

    def chat_for(self, body: Mapping[str, Any]) -> Chat:
        """The next chat of the script."""
        if body.get("options", {}).get("num_predict") == 1:
            return self.warm
        at = sum(1 for other in self.requests if other["options"].get("num_predict") != 1) - 1
        return self.chats[min(at, len(self.chats) - 1)]


class _Handler(BaseHTTPRequestHandler):
    server_of: StandIn
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is given
        pass

    def handle(self) -> None:
        """A client that hangs up is no fault."""
        self.server_of.connections.add(self.connection)
        try:
            super().handle()
        except (ConnectionError, TimeoutError, ValueError):
            self.server_of.hung_up.set()
        finally:
            self.server_of.connections.discard(self.connection)

    def do_GET(self) -> None:
        if self.path == "/api/version":
            self._json({"version": "0.20.0"})
        elif self.path == "/api/tags" and self.server_of.lists:
            self._json({"models": [dict(model) for model in self.server_of.models]})
        elif self.path == "/api/ps":
            self._json({"models": [{"name": "stand-in:latest", "context_length": 8192}]})
        else:
            self._json({"error": "not found"}, 404)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/api/chat":
            self.server_of.requests.append(body)
            self._chat(self.server_of.chat_for(body), body["model"])
        elif self.path == "/api/show":
            self._show(body["model"])
        elif self.path == "/api/generate":
            self._json({"model": body["model"], "response": "", "done": True, "done_reason": "load"})
        else:
            self._json({"error": "not found"}, 404)

    def _show(self, name: str) -> None:
        known = {model["name"] for model in self.server_of.models}
        if name not in known | set(self.server_of.shown):
            self._json({"error": f"model '{name}' not found"}, 404)
            return
        self._json({"capabilities": ["completion"], "details": {}, **self.server_of.shown.get(name, {})})

    def _json(self, answer: Mapping[str, Any], status: int = 200) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _chat(self, chat: Chat, model: str) -> None:
        self.server_of.stopped.wait(chat.wait_s)
        if chat.status != 200:
            self._json({"error": chat.error or "something broke"}, chat.status)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if not self._stream(chat, model):
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(b"0\r\n\r\n")

    def _stream(self, chat: Chat, model: str) -> bool:
        """Sends the lines. False where the connection is to break."""
        if chat.thinking:
            self._line(chat, {"model": model, "message": _message("", chat.thinking), "done": False})
        for at, piece in enumerate(chat.pieces):
            if at == chat.dies_after:
                return False
            if at == chat.ends_after:
                return True
            if at == chat.stalls_after:
                self.server_of.stopped.wait(30)
                return False
            if at == 2 and chat.error:
                self._line(chat, {"error": chat.error})
                return True
            if at == 2 and chat.bad_line is not None:
                self._chunk(chat, chat.bad_line.encode() + b"\n")
            if at and chat.gap_s:
                time.sleep(chat.gap_s)
            self._line(chat, {"model": model, "message": _message(piece), "done": False})
        self._line(chat, {"model": model, "message": _message(""), "done": True, **_counts(chat)})
        return True

    def _line(self, chat: Chat, content: Mapping[str, Any]) -> None:
        self._chunk(chat, json.dumps({"created_at": "2026-11-23T10:00:00Z", **content}).encode() + b"\n")

    def _chunk(self, chat: Chat, data: bytes) -> None:
        for part in [data[at : at + 1] for at in range(len(data))] if chat.by_bytes else [data]:
            self.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            self.wfile.flush()


def _message(content: str, thinking: str = "") -> dict[str, str]:
    return {"role": "assistant", "content": content, **({"thinking": thinking} if thinking else {})}


def _counts(chat: Chat) -> dict[str, Any]:
    return {"done_reason": chat.done_reason, "eval_count": len(chat.pieces), "prompt_eval_count": 300}
