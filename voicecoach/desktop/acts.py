"""What can be done about a critique: the page asks, `LookingBack` does."""

from __future__ import annotations

from typing import Protocol

from voicecoach.coaching.parts import Quote


class Acts(Protocol):
    """Everything that the critique's page asks for."""

    def play(self, quote: Quote) -> None:
        """Play the user's own recording of a quote."""

    def speak(self) -> None:
        """Let the coach say the critique."""

    def hush(self) -> None:
        """Silence at once."""

    def strike(self, finding: str) -> None:
        """The user does not accept a finding."""

    def correct(self) -> None:
        """Mend misheard lines."""

    def again(self, turn: int) -> None:
        """Say one moment again."""

    def second(self) -> None:
        """A second attempt."""

    def compare(self) -> None:
        """Set the attempts beside each other."""

    def show_file(self, name: str) -> None:
        """Open a file of the rehearsal; with an empty name, its folder."""

    def export(self) -> None:
        """Make one archive of it."""

    def note(self, key: str, value: object) -> None:
        """Keep an answer of the user's."""

    def done(self) -> None:
        """Keep it all, and go home."""
