"""The window: which page is shown, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QByteArray, QSettings, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QStackedWidget

from voicecoach import settings as user_settings
from voicecoach.coaching.parts import Critique
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.before import Verdict, look_at
from voicecoach.desktop.critique_page import Acts, CorrectPage, CritiquePage
from voicecoach.desktop.dictation import dictated
from voicecoach.desktop.home import Home
from voicecoach.desktop.look import dress
from voicecoach.desktop.message_page import MessagePage, who_can_help
from voicecoach.desktop.moments import MomentsPage
from voicecoach.desktop.pieces import Page
from voicecoach.desktop.room import Room
from voicecoach.desktop.setup_page import SetupPage
from voicecoach.desktop.stage import OpenDevices, Stage, real_devices
from voicecoach.desktop.words import word
from voicecoach.errors import VoicecoachError
from voicecoach.paths import config_file, data_dir, own_scenarios_dir
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.brief import brief_from_answers
from voicecoach.rehearsal.events import Command, Rewind, State
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.scenario_new import new_questions, new_scenario
from voicecoach.rehearsal.scope_help import spoken_help
from voicecoach.rehearsal.sitting import Plan
from voicecoach.rehearsal.store import Kept
from voicecoach.types import Brief, Turn


class Window(QMainWindow):
    """Holds the pages, the backstage and the rehearsal under way."""

    def __init__(self, open_with: OpenDevices = real_devices) -> None:
        super().__init__()
        self.open_with = open_with
        self.backstage = Backstage(self.failed)
        self.stage: Stage | None = None
        self.critique: Critique | None = None
        self._other = ""
        self._plan: Plan | None = None
        self._leaving = False
        self.setWindowTitle(word("app.name"))
        self.setAccessibleName(word("app.name"))
        self.resize(940, 760)
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.home = Home(start=self.set_up, own=self.set_up_own, open_kept=self.open_kept, go=self.go_by_name)
        self.setup = SetupPage(leave=self.go_home, say=self._say)
        self.room = Room(leave=self.leave_room, rewind=self._choose_moment, title=self._entitle)
        self.moments = MomentsPage(self._rewind)
        self.review = CritiquePage(self._acts())
        self.correct = CorrectPage(self._corrected)
        self.message = MessagePage()
        for page in (self.home, self.setup, self.room, self.moments, self.review, self.correct, self.message):
            self.pages.addWidget(page)
        app = QApplication.instance()
        if app:
            app.installEventFilter(self.room.filter)

    def start(self) -> None:
        """Show home, or the welcome where this is the first time."""
        self._restore()
        self.go_home()
        self.show()
        if not config_file().exists() and not store.list_all():
            self.go_by_name("welcome")

    def go(self, page: Page) -> None:
        """Show a page, with the keyboard where it is needed first."""
        self.room.filter.active = page is self.room
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._entitle(page.title)
        page.order_keyboard()
        QTimer.singleShot(0, lambda: self._focus(page))
        page.verticalScrollBar().setValue(0)

    def _focus(self, page: Page) -> None:
        """Once the page is laid out: what is not visible yet takes no focus."""
        if self.pages.currentWidget() is page and (focus := page.first_focus()):
            focus.setFocus()

    def _entitle(self, text: str) -> None:
        """What is going on stands in the title, too, where a task list shows it."""
        self.setWindowTitle(f"{text} · {word('app.name')}")

    def go_home(self) -> None:
        """The beginning."""
        self.home.show_scenarios([scenarios.load(name) for name in scenarios.names()])
        self.home.show_kept(store.list_all())
        self.go(self.home)

    def go_by_name(self, name: str) -> None:
        """Pages that are seldom seen are made when they are first wanted."""
        if name == "settings":
            from voicecoach.desktop.settings_page import SettingsPage

            self.go(SettingsPage(self))
        else:
            from voicecoach.desktop.welcome import Welcome

            self.go(Welcome(self))

    def set_up(self, name: str, known: Brief | None = None, attempt_of: Kept | None = None) -> None:
        """Ask a scenario's questions."""
        scenario = scenarios.load(name)
        about = word("setup.again_about") if known else scenario.blurb
        self.setup.ask(
            scenario.title,
            about,
            scenario.questions,
            lambda answers, private: self._answered(scenario, answers, private, attempt_of),
            answers_of(known) if known else None,
        )
        self._say_for = name
        self.go(self.setup)

    def set_up_own(self) -> None:
        """A scenario of one's own, from a handful of answers; then its questions."""
        self._say_for = scenarios.names()[0]
        self.setup.ask(word("setup.own_title"), word("setup.own_about"), new_questions(), self._own_answered)
        self.go(self.setup)

    def open_kept(self, kept: Kept) -> None:
        """Look back on a rehearsal, or take it up again."""
        if not (kept.story.ended or kept.story.critiqued):
            self._play(lambda stage: stage.resume(kept))
            self.room.show_turns(list(kept.story.turns))
            return
        self.stage = stage = self._new_stage()
        self.review.show_waiting()
        self.go(self.review)
        stage.look_back(kept, self._show_critique)

    def begin(self, plan: Plan) -> None:
        """Into the room."""
        self._plan = plan
        self._play(lambda stage: stage.begin(plan))

    def leave_room(self) -> None:
        """Keep it for later."""
        self.room.stop_playing()
        if self.stage:
            self.stage.ask(Command.LEAVE)

    def failed(self, error: VoicecoachError) -> None:
        """Say what happened and what can be done."""
        self.room.stop_playing()
        self._drop_stage()
        acts: list[tuple[str, Callable[[], object]]] = [
            (word("error.settings"), lambda: self.go_by_name("settings")),
            (word("error.home"), self.go_home),
        ]
        self.message.say(word("error.title"), [error.what, error.next_step], acts)
        self.go(self.message)

    def _new_stage(self) -> Stage:
        stage = Stage(self.backstage, self.open_with)
        stage.over.connect(self._over)
        stage.coach_says.connect(self.review.coach_says)
        self.critique = None
        return stage

    def _play(self, start: Callable[[Stage], None]) -> None:
        self.stage = stage = self._new_stage()
        stage.ready.connect(self._named)
        self.room.play(stage, user_settings.load())
        self.go(self.room)
        start(stage)

    def _named(self, name: str, _engines: str, _turns: int) -> None:
        self._other = name

    def _answered(
        self, scenario: Scenario, answers: Mapping[str, str], private: bool, attempt_of: Kept | None
    ) -> None:
        try:
            brief = brief_from_answers(scenario, answers)
        except VoicecoachError as error:
            self.setup.wrong(str(error))
            return
        plan = Plan(brief, private=private, attempt_of=attempt_of)
        self.backstage.do(lambda: look_at(brief), lambda verdict: self._judged(verdict, plan))

    def _judged(self, verdict: Verdict, plan: Plan) -> None:
        if verdict.kind == "ok":
            self.begin(plan)
        elif verdict.kind == "ask":
            acts: list[tuple[str, Callable[[], object]]] = [
                (word("help.no"), lambda: self.begin(plan)),
                (word("help.yes"), lambda: self._judged(Verdict("refer"), plan)),
            ]
            self.message.say(verdict.text, [], acts)
            self.go(self.message)
        elif verdict.kind == "undecided":
            self.message.say(word("app.name"), [verdict.text], [(word("help.home"), self.go_home)])
            self.go(self.message)
        else:
            texts = [spoken_help(verdict.kind), *who_can_help(verdict.kind)]
            self.message.say(word("help.title"), texts, [(word("help.home"), self.go_home)])
            self.go(self.message)

    def _own_answered(self, answers: Mapping[str, str], _private: bool) -> None:
        try:
            text = new_scenario(answers)
            title = answers.get("title", "").strip() or "own"
            stem = "".join(c if c.isalnum() else "_" for c in title.lower())[:40].strip("_") or "own"
            folder = own_scenarios_dir()
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (folder / f"{stem}.toml").write_text(text, encoding="utf-8")
            scenarios.check(folder / f"{stem}.toml")
        except VoicecoachError as error:
            self.setup.wrong(str(error))
            return
        self.set_up(stem)

    def _say(self, then: Callable[[str], None]) -> None:
        """An answer said aloud."""

        def job() -> str:
            devices = self.open_with("tap", user_settings.load())
            try:
                return dictated(devices, self._say_for)
            finally:
                devices.close()

        def not_heard(error: VoicecoachError) -> None:
            then("")
            self.setup.wrong(str(error))

        self.backstage.do(job, then, not_heard)

    def _choose_moment(self, turns: list[Turn]) -> None:
        self.moments.show_turns(turns)
        self.go(self.moments)

    def _rewind(self, turn: int | None) -> None:
        self.go(self.room)
        if self.stage:
            self.stage.ask(Rewind(turn) if turn is not None else Command.GO_ON)

    def _over(self, state: State) -> None:
        """The talk is over: what comes next hangs on how it ended."""
        self.room.stop_playing()
        if state is State.ENDED and self.stage and self.stage.said_anything:
            self.review.show_waiting()
            self.go(self.review)
            self.stage.critique(self._show_critique_and_speak)
        elif state is State.STOPPED:
            self._stopped()
        else:
            nothing = state is State.ENDED
            self._drop_stage()
            if nothing:
                self.message.say(word("room.nothing"), [], [(word("help.home"), self.go_home)])
                self.go(self.message)
            elif not self._leaving:
                QTimer.singleShot(0, self.go_home)

    def _stopped(self) -> None:
        """This is not rehearsed here; nobody is left alone with a closed door."""
        folder = self.stage.folder if self.stage else None

        def delete() -> None:
            if folder:
                self.backstage.do(lambda: store.delete(store.find(str(folder))))
            self.message.say(word("help.deleted"), [], [(word("help.home"), self.go_home)])
            self.go(self.message)

        self._drop_stage()
        acts: list[tuple[str, Callable[[], object]]] = [(word("help.home"), self.go_home)]
        if folder:
            acts.insert(0, (word("help.delete"), delete))
        self.message.say(word("help.title"), [spoken_help("refer"), *who_can_help("refer")], acts)
        self.go(self.message)

    def _show_critique_and_speak(self, critique: Critique) -> None:
        self._show_critique(critique)
        if user_settings.load().on("coach.speak"):
            self._speak()

    def _show_critique(self, critique: Critique) -> None:
        if not (self.stage and self.stage.review):
            return
        self.critique = critique
        story = self.stage.review.story
        other = self._other or story.brief.other.split(",")[0]
        self.review.show_critique(critique, story, other, kept=self.stage.folder is not None)
        self.go(self.review)

    def _acts(self) -> Acts:
        return Acts(
            play=lambda quote: self.stage.play(quote) if self.stage else None,
            speak=self._speak,
            hush=lambda: self.stage.hush() if self.stage else None,
            strike=lambda key: self._change(lambda review: review.strike(key)),
            correct=self._correct,
            again=self._again,
            second=self._second,
            compare=self._compare,
            card=partial(self._open, "card.html"),
            report=partial(self._open, "report.html"),
            folder=partial(self._open, ""),
            export=self._export,
            note=self._note,
            done=self._done,
        )

    def _speak(self) -> None:
        if self.stage and self.critique:
            self.review.speaking(True)
            self.stage.speak(self.critique, lambda _: self.review.speaking(False))

    def _change(self, change: Callable) -> None:  # type: ignore[type-arg]
        if self.stage:
            self.stage.hush()
            self.stage.change(change, self._show_critique)

    def _note(self, key: str, value: object) -> None:
        if self.stage:
            self.stage.change(lambda review: review.note(key, value), None)

    def _correct(self) -> None:
        if self.stage and self.stage.review:
            self.stage.hush()
            self.correct.show_story(self.stage.review.story)
            self.go(self.correct)

    def _corrected(self, changed: dict[int, str]) -> None:
        self.go(self.review)
        if changed:
            self._change(lambda review: [review.correct(number, text) for number, text in changed.items()])

    def _again(self, turn: int) -> None:
        if not (self.stage and self.stage.review):
            return
        before = [t for t in self.stage.review.story.turns if t.number < turn]
        self.critique = None
        self.stage.hush()
        self.room.play(self.stage, user_settings.load())
        self.room.show_turns(before)
        self.go(self.room)
        self.stage.again(turn)

    def _second(self) -> None:
        stage, critique = self.stage, self.critique
        if not (stage and stage.review):
            return
        brief = stage.review.story.brief
        folder = stage.folder
        self.stage = self.critique = None

        def closed(_: None) -> None:
            earlier = store.find(str(folder)) if folder else None
            self.set_up(brief.scenario, brief, earlier)

        stage.close(critique, closed)

    def _compare(self) -> None:
        from voicecoach.rehearsal.comparing import comparison

        folder = self.stage.folder if self.stage else None
        attempts = store.attempts_of(store.find(str(folder))) if folder else []
        back: list[tuple[str, Callable[[], object]]] = [(word("settings.back"), lambda: self.go(self.review))]
        if len(attempts) < 2:
            self.message.say(word("critique.compare_title"), [word("critique.one_attempt")], back)
            self.go(self.message)
            return

        def show(text: str) -> None:
            _, *lines = text.split("\n")
            self.message.say(word("critique.compare_title"), lines, back)
            self.go(self.message)

        self.backstage.do(lambda: comparison(attempts).in_words(), show)

    def _open(self, name: str) -> None:
        """Open a file of the rehearsal with what the system opens it with."""

        def written(_: object) -> None:
            folder = self.stage.folder if self.stage else None
            if folder:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / name)))

        if self.stage and self.critique:
            self.stage.write(self.critique, written)

    def _export(self) -> None:
        folder = self.stage.folder if self.stage else None
        if not (folder and self.stage and self.critique):
            return
        chosen, _ = QFileDialog.getSaveFileName(self, word("critique.export"), f"{folder.name}.zip")
        if chosen:
            from pathlib import Path

            def export(_: object) -> None:
                self.backstage.do(
                    lambda: store.export(store.find(str(folder)), Path(chosen)),
                    lambda file: self.review.coach_says(word("critique.exported", file=file)),
                )

            self.stage.write(self.critique, export)

    def _done(self) -> None:
        stage, critique = self.stage, self.critique
        self.stage = self.critique = None
        if stage:
            stage.close(critique, lambda _: self.go_home())
        else:
            self.go_home()

    def _drop_stage(self) -> None:
        if self.stage:
            self.stage.close(None)
        self.stage = self.critique = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        from PySide6.QtCore import Qt

        page = self.pages.currentWidget()
        if event.key() == Qt.Key.Key_Escape and isinstance(page, Page):
            page.back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Whatever is under way is kept."""
        self._leaving = True
        self.room.stop_playing()
        self._save_place()
        if self.stage:
            self.stage.close(self.critique)
        self.backstage.close()
        app = QApplication.instance()
        if app:
            app.removeEventFilter(self.room.filter)
        event.accept()

    def redress(self) -> None:
        """The look has been changed."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, user_settings.load())

    def _place(self) -> QSettings:
        return QSettings(str(data_dir() / "window.ini"), QSettings.Format.IniFormat)

    def _restore(self) -> None:
        geometry = self._place().value("geometry")
        if isinstance(geometry, QByteArray):
            self.restoreGeometry(geometry)

    def _save_place(self) -> None:
        place = self._place()
        place.setValue("geometry", self.saveGeometry())
        place.sync()


def answers_of(brief: Brief) -> dict[str, str]:
    """A brief's answers as texts, by question."""
    plain = replace(brief, details={})
    answers = {
        "decided": "yes" if plain.decided else "no",
        "stakes": plain.stakes.value,
        "push": plain.push.value,
        "must_say": "\n".join(plain.must_say),
        "fear_likely": str(plain.fear_likely),
        "confidence": str(plain.confidence),
    }
    answers |= {key: getattr(plain, key) for key in ("other", "want", "fear", "reaction", "owed")}
    return answers | dict(brief.details)
