"""Keys in a terminal: whole lines, since a terminal cannot see a key let go."""

from __future__ import annotations

import re
from collections.abc import Callable

from voicecoach.rehearsal.events import Command, State
from voicecoach.terminal.words import word

LETTERS = {
    "b": Command.TAKE_BACK,
    "r": Command.RESTART,
    "x": Command.CANCEL,
    "s": Command.STOP,
    "q": Command.LEAVE,
}

BACK = re.compile(r"b\s*(?P<lines>[1-9]\d?)")
"""Rewind: "b 3" goes back to before the third of your lines from the end, and the partner with it."""


def key_help(mode: str) -> str:
    """How to talk in this mode, and what else can be typed or said."""
    how, others = word.group("mode")[mode], word("keys.help")
    return f"{how.strip()}\n{others.strip()}"


class LineKeys:
    """Turns typed lines into commands."""

    def __init__(
        self,
        ask: Callable[[Command], None],
        state: Callable[[], State],
        tell: Callable[[str], None],
        mode: str,
    ) -> None:
        self._ask, self._state, self._tell, self._mode = ask, state, tell, mode

    def typed(self, line: str) -> None:
        """One line was typed."""
        line = line.lower()
        if line == "h":
            self._tell(key_help(self._mode))
        elif line == "p":
            self._ask(Command.GO_ON if self._state() is State.PAUSED else Command.PAUSE)
        elif back := BACK.fullmatch(line):
            for _ in range(int(back["lines"])):
                self._ask(Command.TAKE_BACK)
        elif line in LETTERS:
            self._ask(LETTERS[line])
        elif line:
            self._tell(word("keys.unknown"))
        else:
            self._ask(Command.TALK_DOWN)
