"""Streamed chat with Ollama that can be ended from any thread at any moment, also before the first token.

The client runs on an event loop in a thread of its own: there a request is a task, and a cancelled task
closes its connection at once, which makes the server stop as well. Whoever reads never waits on a socket.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from voicecoach.errors import EngineError, OfflineError
from voicecoach.partner.ollama_server import (
    CONNECT_S,
    KEEP_ALIVE,
    NUM_CTX,
    SCRIPTED,
    client_options,
    refused,
)

if TYPE_CHECKING:
    import ollama

T = TypeVar("T")

CLOSE_S = 2.0
"""How long `close` waits for the thread."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server may be silent, in seconds."""

    load: float = 300.0
    """While it loads the model."""
    first: float = 60.0
    """Until the first words of a line."""
    between: float = 15.0
    """Between words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one line of the stream brought."""

    text: str
    done: str | None = None
    """Why the stream ended: "stop", "length"; None where it goes on."""


class ChatStream:
    """One conversation's connection to one model."""

    def __init__(self, url: str, model: str, *, think: bool | str, patience: Patience) -> None:
        self.model = model
        self._url, self._think, self._patience = url, think, patience
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: ollama.AsyncClient | None = None

    def load(self, messages: list[dict[str, str]]) -> None:
        """Have the model loaded and the messages read. Blocks until then. Raises EngineError."""
        for _ in self.chat(messages, {"num_predict": 1}, first_s=self._patience.load):
            pass

    def chat(
        self, messages: list[dict[str, str]], options: Mapping[str, Any], first_s: float | None = None
    ) -> Reply:
        """Ask for a reply; it is on its way when this returns."""
        request = {
            "model": self.model,
            "messages": messages,
            "stream": True,
            "think": self._think,
            "keep_alive": KEEP_ALIVE,
            "options": {"num_ctx": NUM_CTX, **options},
        }
        pieces: SimpleQueue[Piece | EngineError | None] = SimpleQueue()
        task = self._start(self._pump(request, pieces))
        return Reply(pieces, task, first_s or self._patience.first, self._patience.between)

    def close(self) -> None:
        """Let go of connection and thread. Safe to call twice."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(self._hang_up(), loop)
        thread.join(CLOSE_S)

    def _start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(
                    target=self._run, args=(self._loop,), name="ollama", daemon=True
                )
                self._thread.start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_forever()
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()

    async def _hang_up(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        if self._client is not None:
            hang_up: Any = self._client.close  # has no types
            await hang_up()
            self._client = None
        asyncio.get_running_loop().call_soon(asyncio.get_running_loop().stop)

    async def _pump(self, request: Mapping[str, Any], out: SimpleQueue[Piece | EngineError | None]) -> None:
        """Carry the stream over into the queue; whatever goes wrong is its last item."""
        import httpx
        import ollama

        try:
            if self._client is None:
                self._client = self._made()
            async for part in await self._client.chat(**request):
                done = (part.done_reason or "stop") if part.done else None
                out.put(Piece(part.message.content or "", done))
        except ollama.ResponseError as error:
            out.put(refused(error.status_code, error.error, self.model))
        except (httpx.ConnectError, httpx.ConnectTimeout, ConnectionError, OfflineError):
            out.put(_failed("Ollama is gone: nobody answers any more."))
        except (httpx.HTTPError, OSError):
            out.put(_failed("Ollama went away while it was answering."))
        except (ValueError, TypeError, KeyError, AttributeError):
            out.put(_failed("Ollama's answer could not be read."))
        finally:
            out.put(None)

    def _made(self) -> ollama.AsyncClient:
        import httpx
        import ollama

        timeout = httpx.Timeout(self._patience.load, connect=CONNECT_S)
        return ollama.AsyncClient(self._url, timeout=timeout, **client_options(self._url))


class Reply:
    """The pieces of one reply, as they come. Iterate in one thread; `cancel` from any."""

    def __init__(
        self,
        pieces: SimpleQueue[Piece | EngineError | None],
        task: Future[None],
        first_s: float,
        between_s: float,
    ) -> None:
        self._pieces, self._task = pieces, task
        self._first_s, self._between_s = first_s, between_s
        self.cancelled = False
        self.cut_short = False
        """Did the server stop at its limit of tokens?"""

    def cancel(self) -> None:
        """End it: the reader stops at once, the server as soon as it sees the connection closed."""
        self.cancelled = True
        self._pieces.put(None)
        self._task.cancel()

    def __iter__(self) -> Iterator[str]:
        """Text as it is written. Raises EngineError where the server fails, stalls, or ends too early."""
        by, ended = time.monotonic() + self._first_s, False
        try:
            while (piece := self._next(by)) is not None:
                if piece.text:
                    yield piece.text
                    by = time.monotonic() + self._between_s
                if piece.done:
                    self.cut_short, ended = piece.done == "length", True
                    return
            if not self.cancelled:
                raise _failed("Ollama went away in the middle of a line.")
        finally:
            if not ended:
                self._task.cancel()

    def _next(self, by: float) -> Piece | None:
        try:
            piece = self._pieces.get(timeout=max(0.0, by - time.monotonic()))
        except Empty:
            raise _failed("Ollama has stopped answering.") from None
        if self.cancelled:
            return None
        if isinstance(piece, EngineError):
            raise piece
        return piece


def _failed(what: str) -> EngineError:
    return EngineError(what, f"Start it again: ollama serve. {SCRIPTED}")
