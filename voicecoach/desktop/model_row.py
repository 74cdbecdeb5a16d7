"""One model: what it is for, whether it is here, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from voicecoach.catalog.meter import amount, time_left
from voicecoach.catalog.models import Kind, Model
from voicecoach.desktop.flow import Flow
from voicecoach.desktop.pieces import Button, button, label, name_it, row
from voicecoach.desktop.words import word


class ModelActs(Protocol):
    """What a row asks of the panel."""

    def fetch(self, model: Model) -> None:
        """Download it."""

    def stop(self, model: Model) -> None:
        """Stop the download."""

    def verify(self, model: Model) -> None:
        """Check its files."""

    def remove(self, model: Model) -> None:
        """Take it from this machine."""


class ModelRow(QWidget):
    """A title with its facts, and buttons."""

    def __init__(self, model: Model, *, here: bool, recommended: bool, acts: ModelActs) -> None:
        super().__init__()
        self.model = model
        title = word(f"models.{model.kind.value}", id=model.id)
        self.setAccessibleName(title)
        self._size = amount(model.download_bytes)
        self._told = label("", "quiet")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setProperty("kind", "steps")
        self._bar.setAccessibleName(title)
        self._bar.setVisible(False)
        self._stop = button(
            word("models.stop"), partial(acts.stop, model), name=f"{word('models.stop')}: {title}"
        )
        self._stop.setVisible(False)
        self._acts = self._offered(model, here, title, acts)
        texts = QVBoxLayout()
        texts.setSpacing(3)
        name = word("models.recommended", title=title) if recommended else title
        texts.addWidget(label(name, "name"))
        texts.addWidget(label(model.good_for[:1].upper() + model.good_for[1:] + "."))
        texts.addWidget(self._told)
        buttons = QWidget()
        buttons.setAccessibleName(title)
        buttons.setLayout(Flow(*self._acts, self._stop))
        head = row(texts, buttons)
        head.setStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self._bar)
        where = "here" if here else "not_here"
        self.tell(word(f"models.{where}", size=self._size, licence=model.licence))

    @property
    def told(self) -> str:
        """The line below the name."""
        return self._told.text()

    def fetching(self, on: bool) -> None:
        """A download begins or waits, or is over."""
        for one in self._acts:
            one.setVisible(not on)
        self._bar.setVisible(on)
        self._bar.setRange(0, 1000)
        self._stop.setVisible(on)

    def step(self, step: Mapping[str, object]) -> None:
        """One step further, as `models pull --json` tells it."""
        done, total = float(str(step["done"])), float(str(step["total"]))
        self._bar.setValue(round(1000 * done / total) if total else 0)
        left = step.get("left_s")
        text = word(f"models.{step['phase']}", done=amount(done), total=amount(total))
        if left is not None and step["phase"] == "fetching":
            text = f"{text} · {time_left(float(str(left)))}"
        self.tell(text)
        self._bar.setAccessibleDescription(text)

    def tell(self, text: str) -> None:
        """A line below the name."""
        name_it(self._told, text)

    def _offered(self, model: Model, here: bool, title: str, acts: ModelActs) -> list[Button]:
        def act(text: str, do: Callable[[Model], None]) -> Button:
            return button(text, partial(do, model), name=f"{text}: {title}")

        if not here:
            return [act(word("models.fetch", size=self._size), acts.fetch)]
        if model.kind is Kind.PARTNER:
            return []
        return [act(word("models.verify"), acts.verify), act(word("models.remove"), acts.remove)]
