"""Telling others in the same thread that something happened.

In place of Qt's signals: with PySide6 6.12 on Python 3.11, each `Signal.emit` from Python gives away a
reference to True that it does not own, and after some hundred of them the process dies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hook(Generic[P]):
    """Calls whoever connected, in the order in which they did."""

    def __init__(self) -> None:
        self._calls: list[Callable[P, object]] = []

    def connect(self, call: Callable[P, object]) -> None:
        """Call this from now on."""
        self._calls.append(call)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell everybody."""
        for call in list(self._calls):
            call(*args, **kwargs)
