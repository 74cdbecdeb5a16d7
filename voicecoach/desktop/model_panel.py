"""The models: here or not, how large. A child process fetches them; the window itself uses no network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, catalog
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.pieces import Button, button, card, empty, label, row
from voicecoach.desktop.words import word


class ModelPanel(QWidget):
    """One card a model."""

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self.setAccessibleName(word("settings.models"))
        self._backstage = backstage
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._child: QProcess | None = None
        self._rows: dict[str, ModelRow] = {}
        backstage.do(_which_are_here, self._show, lambda _: None)

    def _show(self, here: dict[str, bool]) -> None:
        empty(self._column)
        self._rows = {}
        for model in catalog().models:
            made = ModelRow(model, here.get(model.id, False), self)
            self._rows[model.id] = made
            self._column.addWidget(made)

    def fetch(self, model: Model) -> None:
        """Start the child, unless one is at work."""
        if self._child:
            return
        self._child = child = QProcess(self)
        child.setProgram(sys.executable)
        child.setArguments(["-m", "voicecoach", "models", "pull", model.id, "--json"])
        child.readyReadStandardOutput.connect(partial(self._step, model.id))
        child.finished.connect(lambda code, _status: self._ended(model.id, code))
        self._rows[model.id].fetching(True)
        child.start()

    def stop(self) -> None:
        """End the download; what came is kept."""
        if self._child:
            self._child.terminate()

    def verify(self, model: Model) -> None:
        """Check every file, backstage."""
        told = self._rows[model.id].tell
        self._backstage.do(
            lambda: all(c.state in (store.State.OK, store.State.UNKNOWN) for c in store.verify(model)),
            lambda well: told(word("settings.sound" if well else "settings.broken")),
        )

    def remove(self, model: Model) -> None:
        """Take it from this machine."""
        self._backstage.do(lambda: store.remove(model), lambda _: self._again())

    def _again(self) -> None:
        self._backstage.do(_which_are_here, self._show)

    def _step(self, name: str) -> None:
        if not self._child:
            return
        for line in bytes(self._child.readAllStandardOutput().data()).decode(errors="replace").splitlines():
            try:
                self._rows[name].step(json.loads(line))
            except (ValueError, KeyError, TypeError):
                continue

    def _ended(self, name: str, code: int) -> None:
        self._child = None
        self._rows[name].fetching(False)
        self._rows[name].tell(word("settings.fetched" if code == 0 else "settings.failed"))
        if code == 0:
            self._again()


class ModelRow(QWidget):
    """One model with what can be done about it."""

    def __init__(self, model: Model, here: bool, panel: ModelPanel) -> None:
        super().__init__()
        self.setAccessibleName(model.id)
        size = amount(model.download_bytes)
        where = word("settings.here", size=size) if here else word("settings.not_here")
        self._told = label(f"{where} · {model.licence} · {model.good_for}", "quiet")
        self._bar = QProgressBar()
        self._bar.setAccessibleName(model.id)
        self._bar.setVisible(False)
        self._stop = button(word("settings.cancel"), panel.stop)
        self._stop.setVisible(False)
        self._acts = self._offered(model, here, size, panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = row(label(model.id), *self._acts, self._stop)
        head.setStretch(0, 1)
        column.addWidget(card(head, self._told, self._bar))

    def _offered(self, model: Model, here: bool, size: str, panel: ModelPanel) -> list[Button]:
        def act(text: str, do: Callable[[Model], None]) -> Button:
            return button(text, partial(do, model), name=f"{text}: {model.id}")

        if not here:
            return [act(word("settings.fetch", size=size), panel.fetch)]
        if model.kind is Kind.PARTNER:
            return []
        return [act(word("settings.verify"), panel.verify), act(word("settings.remove"), panel.remove)]

    def fetching(self, on: bool) -> None:
        """A download begins, or is over."""
        for one in self._acts:
            one.setVisible(not on)
        self._bar.setVisible(on)
        self._stop.setVisible(on)

    def step(self, step: dict[str, object]) -> None:
        """One step further, as `models pull --json` tells it."""
        done, total = float(str(step["done"])), float(str(step["total"]))
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * done / total) if total else 0)
        text = word("settings.fetching", phase=step["phase"], done=amount(done), total=amount(total))
        self.tell(text)
        self._bar.setAccessibleDescription(text)

    def tell(self, text: str) -> None:
        """A line below the name."""
        self._told.setText(text)
        self._told.setAccessibleName(text)


def _which_are_here() -> dict[str, bool]:
    server = ollama_server.find(user_settings.load())
    return {
        model.id: server.holds(model.id) if model.kind is Kind.PARTNER else store.is_installed(model)
        for model in catalog().models
    }
