"""The log: a rotating file for faults. It never holds what was said.

Nobody logs text of the user's, of the partner's or of a brief, at any level; and of an exception only its
type and place are written, since its message may quote what it choked on: a model's server, the prompt.
"""

from __future__ import annotations

import logging
import os
import traceback
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from voicecoach.paths import log_file, private_dir

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_KEPT_BYTES = 512 * 1024
_KEPT_FILES = 3


class _Quiet(RotatingFileHandler):
    """A log that cannot be written, as on a full disk, prints no tracebacks at whoever is talking."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's own name)
        """Nothing: the line is lost, the rehearsal is not."""


class _TypesOnly(logging.Formatter):
    """Writes of an exception where it came from and its type, not its message: that may quote the user."""

    def format(self, record: logging.LogRecord) -> str:
        """What another formatter left in the record, with the message in it, is not taken over."""
        kept, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = kept

    def formatException(self, ei: Any) -> str:  # noqa: N802 (logging's own name)
        """The places and the types, from the first cause on."""
        return "\n".join(_places(error) for error in reversed(list(_chain(ei[1]))))


def _places(error: BaseException) -> str:
    return "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def start(verbose: int = 0) -> Path | None:
    """Log to the file: warnings, with `verbose` 1 what happens, with 2 everything. Gives the file's place.

    None where it cannot be written: a fault of the log never stops a rehearsal.
    """
    root = logging.getLogger("voicecoach")
    root.setLevel([logging.WARNING, logging.INFO, logging.DEBUG][min(verbose, 2)])
    root.propagate = False
    if any(isinstance(handler, RotatingFileHandler) for handler in root.handlers):
        return log_file()
    try:
        root.addHandler(_handler(log_file()))
    except OSError:
        root.addHandler(logging.NullHandler())
        return None
    return log_file()


def stop() -> None:
    """Close the file."""
    root = logging.getLogger("voicecoach")
    for handler in list(root.handlers):
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()


def _handler(path: Path) -> logging.Handler:
    private_dir(path.parent)
    handler = _Quiet(path, maxBytes=_KEPT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=False)
    os.chmod(path, 0o600)  # noqa: PTH101
    handler.setFormatter(_TypesOnly(_FORMAT))
    return handler
