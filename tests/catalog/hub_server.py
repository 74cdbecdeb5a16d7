"""A stand-in for the hub on loopback, which can misbehave in every way that a network does."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import BinaryIO

Fault = Callable[["Answer"], None]
"""Changes an answer before it is sent."""

_PIECE = 1 << 16
"""Bytes that are sent at once by a server that takes its time."""


@dataclass
class Answer:
    """What the server is about to send."""

    status: int
    start: int
    body: bytes
    """The bytes from `start` on."""
    headers: dict[str, str]
    stop_after: int | None = None
    """Break the connection off after so many bytes."""
    stall_after: int | None = None
    """Go silent after so many bytes."""


@dataclass
class Hub:
    """Files by their path below `/REPO/resolve/REVISION/`, and the faults of the next answers."""

    files: Mapping[str, bytes]
    faults: list[Fault] = field(default_factory=list)
    """One for each of the next requests; then it behaves."""
    any_fault: Callable[[], Fault | None] = lambda: None
    publish: bool = True
    """Send the headers by which the hub publishes size and sum."""
    stall_s: float = 30.0
    pause_s: float = 0.0
    """Seconds between pieces of an answer, so that there is time to break it off."""
    address: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Path and Range of every request."""

    def answer(self, path: str, asked: str) -> Answer:
        """The honest answer, with the next fault in it."""
        self.requests.append((path, asked))
        name = path.split("/resolve/", 1)[1].partition("/")[2] if "/resolve/" in path else ""
        content = self.files.get(name)
        if content is None:
            return Answer(404, 0, b"no such file", {})
        made = _honest(content, asked)
        if self.publish:
            made.headers["X-Linked-Size"] = str(len(content))
            made.headers["X-Linked-Etag"] = f'"{hashlib.sha256(content).hexdigest()}"'
        fault = self.faults.pop(0) if self.faults else self.any_fault()
        if fault:
            fault(made)
        return made


def _honest(content: bytes, asked: str) -> Answer:
    start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
    if start and start >= len(content):
        return Answer(416, 0, b"", {"Content-Range": f"bytes */{len(content)}", "Content-Length": "0"})
    body = content[start:]
    headers = {"Content-Length": str(len(body))}
    if start:
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    return Answer(206 if start else 200, start, body, headers)


def drop(after: int) -> Fault:
    """The connection breaks after so many bytes."""
    return lambda answer: setattr(answer, "stop_after", after)


def stall(after: int) -> Fault:
    """The server goes silent after so many bytes."""
    return lambda answer: setattr(answer, "stall_after", after)


def busy(answer: Answer) -> None:
    """503, come back later."""
    answer.status, answer.body, answer.headers = 503, b"", {"Content-Length": "0"}


def wrong_bytes(answer: Answer) -> None:
    """The right length, the wrong content."""
    answer.body = bytes(byte ^ 0x55 for byte in answer.body)


def ignores_range(content: bytes) -> Fault:
    """A whole file where the rest was asked for."""

    def fault(answer: Answer) -> None:
        answer.status, answer.start, answer.body = 200, 0, content
        answer.headers = {"Content-Length": str(len(content))}

    return fault


def other_place(answer: Answer) -> None:
    """206, but from another byte than was asked for."""
    if answer.status == 206:
        answer.headers["Content-Range"] = answer.headers["Content-Range"].replace("bytes ", "bytes 1", 1)


def too_much(answer: Answer) -> None:
    """More than the file is long."""
    answer.body += b"and more" * 50
    answer.headers["Content-Length"] = str(len(answer.body))


def says_shorter(answer: Answer) -> None:
    """A length that is too small, and just as many bytes."""
    answer.body = answer.body[: len(answer.body) // 2]
    answer.headers["Content-Length"] = str(len(answer.body))


def says_longer(answer: Answer) -> None:
    """A length that is too large: the connection ends before it."""
    answer.headers["Content-Length"] = str(len(answer.body) + 1000)


def any_of(content: bytes, chance: float, seed: int) -> Callable[[], Fault | None]:
    """A server that misbehaves at random, every way in its turn."""
    dice = random.Random(seed)

    def pick() -> Fault | None:
        if dice.random() > chance:
            return None
        size = dice.randrange(1, len(content))
        return dice.choice(
            [
                drop(size),
                drop(0),
                stall(size),
                busy,
                wrong_bytes,
                ignores_range(content),
                other_place,
                too_much,
                says_shorter,
                says_longer,
            ]
        )

    return pick


def _write(out: BinaryIO, body: bytes, pause_s: float) -> None:
    size = _PIECE if pause_s else max(1, len(body))
    for at in range(0, len(body), size):
        out.write(body[at : at + size])
        time.sleep(pause_s)


@contextmanager
def served(hub: Hub) -> Iterator[Hub]:
    """Serve on loopback; `hub.address` is what HF_ENDPOINT takes."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = hub.answer(self.path, self.headers.get("Range", ""))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self._send(answer)
            except OSError:
                self.close_connection = True

        def _send(self, answer: Answer) -> None:
            for limit, silent in ((answer.stop_after, False), (answer.stall_after, True)):
                if limit is not None:
                    _write(self.wfile, answer.body[:limit], hub.pause_s)
                    self.wfile.flush()
                    if silent:
                        time.sleep(hub.stall_s)
                    self.close_connection = True
                    return
            _write(self.wfile, answer.body, hub.pause_s)
            if int(answer.headers.get("Content-Length", len(answer.body))) != len(answer.body):
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that was killed is no fault of the server's."""

    server = Quiet(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
