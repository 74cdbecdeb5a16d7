"""`python -m voicecoach`, and the `voicecoach` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and end with its exit code."""
    from voicecoach.terminal.cli import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
