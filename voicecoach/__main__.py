"""`python -m voicecoach`, and the `voicecoach` command."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading


def main() -> None:
    """Run the command line and end with its exit code."""
    from voicecoach.terminal.cli import main as run

    code = run()
    if threading.active_count() == 1:
        sys.exit(code)
    # A thread still waits at the terminal, and holds what it holds: the interpreter's own way out would wait
    # for it, or complain of it. Everything of ours is written and closed by now.
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
