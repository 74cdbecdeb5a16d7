"""The keys of the room: which key asks for what. They arrive before any button sees them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from voicecoach.desktop.pieces import Button
from voicecoach.desktop.talk_key import KeyFilter, TalkKey

ENTER = (int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter))


class RoomKeys:
    """The talk key goes to the rehearsal under way; the others do what the room's buttons do."""

    def __init__(
        self,
        talk_key: Callable[[], TalkKey | None],
        acts: Mapping[int, Callable[[], object]],
        end: Callable[[], object],
    ) -> None:
        self._talk, self._acts, self._end = talk_key, acts, end
        self.filter = KeyFilter(self._pressed, self._released, self.let_go)

    def use(self, name: str) -> None:
        """Talk with this key, by its name ("Space")."""
        sequence = QKeySequence.fromString(name)
        if not sequence.isEmpty():
            self.filter.talk_key = int(sequence[0].key())  # type: ignore[index]

    def let_go(self) -> None:
        """Nobody would see the key come up: that ends a hold."""
        if key := self._talk():
            key.up(lost=True)

    def _pressed(self, key: int) -> bool:
        talk = self._talk()
        if key == self.filter.talk_key:
            if talk:
                talk.down()
            return True
        if talk is None:
            return False
        if key in ENTER:
            if isinstance(QApplication.focusWidget(), Button):
                return False
            self._end()
            return True
        if key in self._acts:
            self._acts[key]()
        return key in self._acts

    def _released(self, key: int) -> bool:
        talk = self._talk()
        if key != self.filter.talk_key:
            return False
        if talk:
            talk.up()
        return True
