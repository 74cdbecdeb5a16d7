"""What is typed: one thread reads whole lines, and whoever is listening gets them.

Only one reader may wait at the terminal: two would take each other's lines.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from queue import SimpleQueue

import click

from voicecoach.terminal.say import plain


class Typed:
    """Lines from stdin, read from `start` on to the end of the program."""

    def __init__(self) -> None:
        self._lines: SimpleQueue[str | None] = SimpleQueue()
        self._listener: Callable[[str], None] | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Begin to read. The thread ends with the program."""
        threading.Thread(target=self._read, name="typed", daemon=True).start()

    def listen(self, listener: Callable[[str], None] | None) -> None:
        """From now on every line goes to this listener; with None they wait to be asked for."""
        with self._lock:
            self._listener = listener

    def ask(self, question: str) -> str:
        """Put a question and wait for the line that answers it. Raises click.Abort where the input ended."""
        self.listen(None)
        click.echo(plain(question) + " ", nl=False, err=True)
        line = self._lines.get()
        if line is None:
            self._lines.put(None)
            raise click.Abort from EOFError()
        return line

    def _read(self) -> None:
        for line in sys.stdin:
            with self._lock:
                listener = self._listener
            if listener:
                listener(line.strip())
            else:
                self._lines.put(line.strip())
        self._lines.put(None)
