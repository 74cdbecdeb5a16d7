"""Another rehearsal in the same terminal, after one is over."""

from __future__ import annotations

import os
import sys

from voicecoach.terminal.say import tell
from voicecoach.terminal.words import word


def start_anew() -> None:
    """Begin from the first question, in this program's place: the thread that waits for typed lines goes
    with it. Where a program cannot give its place away, say how.
    """
    if os.name != "posix":
        tell(word("help.else"))
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", "voicecoach", "rehearse"])  # noqa: S606
