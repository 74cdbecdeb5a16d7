"""How this voicecoach is called from here, so that every command in a message can be pasted as it stands.

Messages say `voicecoach setup`. Whoever runs a clone has no such command: then it is
`python3 scripts/start.py setup`, or `.venv/bin/voicecoach setup`.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

STARTED_AS = "VOICECOACH_STARTED_AS"
"""Set by `scripts/start.py`: the words that it was started with."""

COMMANDS = (
    "rehearse|demo|critique|rehearsals|scenarios|voices|models|devices|config|setup|doctor|bench|scope"
    "|speakable|desktop-install"
)

_CALL = re.compile(rf"(?<![\w./-])(?<!-m )voicecoach (?=(?:{COMMANDS})\b)")


def as_called(text: str) -> str:
    """A message with its commands as they are typed here."""
    words = called()
    return text if words == "voicecoach" else _CALL.sub(lambda _: f"{words} ", text)


def called() -> str:
    """What stands in the place of `voicecoach` on this command line."""
    started = os.environ.get(STARTED_AS)
    if started:
        return started
    program = Path(sys.argv[0]) if sys.argv and sys.argv[0] else Path()
    if program.stem == "voicecoach":
        return _program(program)
    if program.name == "__main__.py" and program.parent.name == "voicecoach":
        return f"{python()} -m voicecoach"
    return "voicecoach"


def python() -> str:
    """What runs this Python on this command line."""
    return _program(Path(sys.executable))


def _program(program: Path) -> str:
    """By its name where that finds it, else by the shortest path from here."""
    found = shutil.which(program.name)
    if found and Path(found).absolute() == program.absolute():
        return program.stem if os.name == "nt" else program.name
    try:
        return quoted(str(program.absolute().relative_to(Path.cwd())))
    except (ValueError, OSError):
        return quoted(str(program.absolute()))


def quoted(word: str) -> str:
    """One word of a command line, as the system's own shell wants it."""
    return subprocess.list2cmdline([word]) if os.name == "nt" else shlex.quote(word)
