"""After the talk: what can be done about the critique, each act leading to a page or a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from voicecoach import settings as user_settings
from voicecoach.coaching.parts import Critique, Quote
from voicecoach.desktop.compare_page import ComparePage
from voicecoach.desktop.correct_page import CorrectPage
from voicecoach.desktop.critique_page import CritiquePage
from voicecoach.desktop.stage import Stage
from voicecoach.desktop.words import word
from voicecoach.partner.persona import make_persona
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.review import Review
from voicecoach.rehearsal.store import Kept

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window


class LookingBack:
    """Holds the critique that is looked at, and does what its page asks."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.critique: Critique | None = None
        self.page = CritiquePage(self)
        self.correct_page = CorrectPage(self.corrected)
        self.compare_page = ComparePage(lambda: window.go(self.page))

    def listen_to(self, stage: Stage) -> None:
        """A new rehearsal: what its coach says is shown here."""
        self.critique = None
        stage.coach_says.connect(self.page.coach_says)
        stage.trouble.connect(self.page.tell)

    def wait_for(self, stage: Stage) -> None:
        """The talk is over: its critique comes, and is spoken where the user wants that."""
        self._wait()
        stage.critique(self._show_and_speak)

    def open_kept(self, stage: Stage, kept: Kept) -> None:
        """The critique of a rehearsal that is on disk."""
        self._wait()
        stage.look_back(kept, self._show)

    def play(self, quote: Quote) -> None:
        if stage := self._window.stage:
            stage.play(quote)

    def speak(self) -> None:
        stage = self._window.stage
        if stage and self.critique:
            self.page.speaking(True)
            stage.speak(self.critique, lambda _: self.page.speaking(False))

    def hush(self) -> None:
        if stage := self._window.stage:
            stage.hush()

    def strike(self, finding: str) -> None:
        self._change(lambda review: review.strike(finding))

    def note(self, key: str, value: object) -> None:
        if stage := self._window.stage:
            stage.change(lambda review: review.note(key, value), None)

    def correct(self) -> None:
        if review := self._review():
            self.hush()
            self.correct_page.show_story(review.story, self._other(review))
            self._window.go(self.correct_page)

    def corrected(self, changed: dict[int, str]) -> None:
        """Lines were mended: the critique is made anew."""
        self._window.go(self.page)
        if changed:
            self._change(lambda review: [review.correct(number, text) for number, text in changed.items()])

    def again(self, turn: int) -> None:
        stage, review = self._window.stage, self._review()
        if not (stage and review):
            return
        before = [t for t in review.story.turns if t.number < turn]
        other = self._other(review)
        self.critique = None
        stage.hush()
        self._window.enter_room(stage, before, other)
        stage.again(turn)

    def second(self) -> None:
        stage, review, critique = self._window.stage, self._review(), self.critique
        if not (stage and review):
            return
        brief, folder = review.story.brief, stage.folder
        self._window.stage = self.critique = None

        def closed(_: None) -> None:
            earlier = store.find(str(folder)) if folder else None
            self._window.setting_up.ask(brief.scenario, brief, earlier)

        stage.close(critique, closed)

    def compare(self) -> None:
        from voicecoach.rehearsal.comparing import comparison

        folder = self._window.stage.folder if self._window.stage else None
        attempts = store.attempts_of(store.find(str(folder))) if folder else []
        if len(attempts) < 2:
            self.page.tell(word("critique.one_attempt"))
            self.page.verticalScrollBar().setValue(0)
            return

        def show(both: object) -> None:
            self.compare_page.show_comparison(both)  # type: ignore[arg-type]
            self._window.go(self.compare_page)

        self._window.backstage.do(lambda: comparison(attempts), show)

    def show_file(self, name: str) -> None:
        def written(_: object) -> None:
            folder = self._window.stage.folder if self._window.stage else None
            if folder and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / name))):
                self.page.tell(word("critique.not_opened", file=folder / name))
                self.page.verticalScrollBar().setValue(0)

        self._written(written)

    def export(self) -> None:
        folder = self._window.stage.folder if self._window.stage else None
        if not (folder and self.critique):
            return
        chosen, _ = QFileDialog.getSaveFileName(self._window, word("critique.export"), f"{folder.name}.zip")
        if not chosen:
            return

        def told(file: Path) -> None:
            self.page.tell(word("critique.exported", file=file))
            self.page.verticalScrollBar().setValue(0)

        def export(_: object) -> None:
            self._window.backstage.do(lambda: store.export(store.find(str(folder)), Path(chosen)), told)

        self._written(export)

    def done(self) -> None:
        stage, critique = self._window.stage, self.critique
        self._window.stage = self.critique = None
        if stage:
            stage.close(critique, lambda _: self._window.go_home())
        else:
            self._window.go_home()

    def _wait(self) -> None:
        self.critique = None
        self.page.show_waiting()
        self._window.go(self.page)

    def _show_and_speak(self, critique: Critique) -> None:
        self._show(critique)
        if user_settings.load().on("coach.speak"):
            self.speak()

    def _show(self, critique: Critique) -> None:
        stage, review = self._window.stage, self._review()
        if not (stage and review):
            return
        self.critique = critique
        kept = stage.folder is not None
        self.page.show_critique(critique, review.story, self._other(review), kept=kept)
        self._window.go(self.page)

    def _review(self) -> Review | None:
        return self._window.stage.review if self._window.stage else None

    @staticmethod
    def _other(review: Review) -> str:
        return make_persona(scenarios.load(review.story.brief.scenario), review.story.brief).name

    def _change(self, change: Callable[[Review], object]) -> None:
        if stage := self._window.stage:
            stage.hush()
            stage.change(change, self._show)

    def _written(self, then: Callable[[object], None]) -> None:
        """Once report and card are as they are now."""
        if self._window.stage and self.critique:
            self._window.stage.write(self.critique, then)
