"""What hears, speaks and answers: what is in use now, and what a download would add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from voicecoach import settings as user_settings
from voicecoach.catalog import ollama_server, store
from voicecoach.catalog.machine import measure, recommended
from voicecoach.catalog.meter import amount
from voicecoach.catalog.models import Kind, Model, Profile, catalog
from voicecoach.desktop.announce import announce
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.downloads import Downloads
from voicecoach.desktop.model_row import ModelRow
from voicecoach.desktop.pieces import button, card, empty, label, name_it, row, rule
from voicecoach.desktop.words import word, words


@dataclass(frozen=True)
class Found:
    """What this machine has, looked up backstage."""

    here: Mapping[str, bool]
    """By a model's id."""
    profile: Profile
    """What suits this machine."""
    ollama: ollama_server.Presence
    """How far Ollama is there, which holds the models that answer."""

    @property
    def answers(self) -> bool:
        """Could a model that answers be fetched?"""
        return self.ollama is ollama_server.Presence.RUNNING


class ModelPanel(QWidget):
    """One card a stage, with its models in it."""

    def __init__(self, backstage: Backstage) -> None:
        super().__init__()
        self.setAccessibleName(word("settings.models"))
        self._backstage = backstage
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)
        self._rows: dict[str, ModelRow] = {}
        self._all = label("", "quiet")
        self.downloads = Downloads()
        self.downloads.began.connect(self._began)
        self.downloads.step.connect(self._step)
        self.downloads.ended.connect(self._ended)
        backstage.do(_look, self._show, lambda _: None)

    def row_of(self, name: str) -> ModelRow:
        """The row of a model."""
        return self._rows[name]

    def close_downloads(self) -> None:
        """The page is left: the child ends, and what came is kept."""
        self.downloads.close()

    def fetch(self, model: Model) -> None:
        """Download it, after those that were asked for before."""
        self.downloads.fetch(model.id)
        if self.downloads.busy:
            self._rows[model.id].fetching(True)

    def _fetch_all(self, models: Sequence[Model]) -> None:
        for model in models:
            self.fetch(model)

    def stop(self, model: Model) -> None:
        """Stop the download; what came is kept."""
        self.downloads.stop(model.id)

    def verify(self, model: Model) -> None:
        """Check every file, backstage."""
        tell = self._rows[model.id].tell
        tell(word("models.verifying"))
        self._backstage.do(
            lambda: all(c.state in (store.State.OK, store.State.UNKNOWN) for c in store.verify(model)),
            lambda well: tell(word("models.sound" if well else "models.broken")),
        )

    def remove(self, model: Model) -> None:
        """Take it from this machine."""
        self._backstage.do(lambda: store.remove(model), lambda _: self._again())

    def _again(self) -> None:
        self._backstage.do(_look, self._show)

    def _show(self, found: Found) -> None:
        told = {name: made.told for name, made in self._rows.items() if self.downloads.holds(name)}
        empty(self._column)
        self._rows = {}
        self._column.addLayout(self._offer(found))
        for kind in Kind:
            self._column.addWidget(self._stage(kind, found))
        for name, text in told.items():
            self._rows[name].fetching(True)
            self._rows[name].tell(text)

    def _offer(self, found: Found) -> QVBoxLayout:
        """All that suits this machine, with one button."""
        missing = [catalog().model(name) for name in found.profile.models if not found.here.get(name)]
        if not found.answers:
            missing = [model for model in missing if model.kind is not Kind.PARTNER]
        both = QVBoxLayout()
        if missing:
            size = amount(sum(model.download_bytes for model in missing))
            fetches = button(word("models.fetch_all", size=size), lambda: self._fetch_all(missing), "main")
            both.addLayout(row(fetches, None))
        self._all = label(word("models.suits", title=found.profile.title) if missing else "", "quiet")
        self._all.setVisible(bool(missing))
        both.addWidget(self._all)
        return both

    def _stage(self, kind: Kind, found: Found) -> QWidget:
        models = [model for model in catalog().models if model.kind is kind]
        here = [model for model in models if found.here.get(model.id)]
        now = word("models.now_here", id=here[-1].id) if here else words("starter")[kind.value]
        made = card(label(words("group")[kind.value], "heading"), label(now))
        inside = made.layout()
        assert inside is not None
        if kind is Kind.PARTNER and not found.answers:
            absent = ollama_server.absent(found.ollama)
            inside.addWidget(label(f"{absent.what} {absent.next_step}", "quiet"))
        for model in models:
            one = ModelRow(
                model,
                here=bool(found.here.get(model.id)),
                recommended=model.id in found.profile.models,
                acts=self,
            )
            self._rows[model.id] = one
            inside.addWidget(rule())
            inside.addWidget(one)
        return made

    def _began(self, name: str) -> None:
        self._rows[name].fetching(True)
        self._rows[name].tell(word("models.begins"))

    def _step(self, name: str, step: Mapping[str, object]) -> None:
        if name in self._rows:
            self._rows[name].step(step)

    def _ended(self, name: str, why: str) -> None:
        made = self._rows[name]
        made.fetching(False)
        text = why or word("models.fetched")
        made.tell(text)
        name_it(self._all, f"{name}: {text}")
        self._all.setVisible(True)
        announce(self, f"{name}: {text}")
        if not why:
            self._again()


def _look() -> Found:
    server = ollama_server.find(user_settings.load())
    here = {
        model.id: server.holds(model.id) if model.kind is Kind.PARTNER else store.is_installed(model)
        for model in catalog().models
    }
    return Found(here, recommended(measure()), server.presence)
