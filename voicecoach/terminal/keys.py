"""Keys in a terminal: whole lines, since a terminal cannot see a key let go."""

from __future__ import annotations

from collections.abc import Callable

from voicecoach.rehearsal.events import Command, State

HELP = (
    "Enter starts your turn and ends it; silence ends it too. Enter also cuts in while they speak.\n"
    "Or a letter and Enter: b takes your last line back, r starts over, p pauses and goes on, "
    "x drops what you are saying, s stops and goes to the critique, q leaves (resume later), h shows this."
)

LETTERS = {
    "b": Command.TAKE_BACK,
    "r": Command.RESTART,
    "x": Command.CANCEL,
    "s": Command.STOP,
    "q": Command.LEAVE,
}


class LineKeys:
    """Turns typed lines into commands."""

    def __init__(
        self, ask: Callable[[Command], None], state: Callable[[], State], tell: Callable[[str], None]
    ) -> None:
        self._ask, self._state, self._tell = ask, state, tell

    def typed(self, line: str) -> None:
        """One line was typed."""
        line = line.lower()
        if line == "h":
            self._tell(HELP)
        elif line == "p":
            self._ask(Command.GO_ON if self._state() is State.PAUSED else Command.PAUSE)
        elif line in LETTERS:
            self._ask(LETTERS[line])
        elif line:
            self._tell("That is no key here. h shows them.")
        else:
            self._ask(Command.TALK_DOWN)
