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
            key.lost()

    def _pressed(self, key: int, at_s: float) -> bool:
        talk = self._talk()
        if key == self.filter.talk_key:
            if talk:
                talk.down(at_s)
            return True
        if talk is None:
            return False
        act = self._end if key in ENTER else self._acts.get(key)
        if act is None or (key in ENTER and isinstance(QApplication.focusWidget(), Button)):
            return False
        talk.drop()
        act()
        return True

    def _released(self, at_s: float) -> None:
        if talk := self._talk():
            talk.up(at_s)
