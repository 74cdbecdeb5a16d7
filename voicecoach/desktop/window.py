"""The window: which page is shown, and what leads from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from voicecoach import settings as user_settings
from voicecoach.desktop import place
from voicecoach.desktop.backstage import Backstage
from voicecoach.desktop.home import Home
from voicecoach.desktop.look import dress, step_text_size
from voicecoach.desktop.message_page import Act, MessagePage, who_can_help
from voicecoach.desktop.page import Page
from voicecoach.desktop.words import word
from voicecoach.errors import VoicecoachError
from voicecoach.paths import config_file
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.events import Command, Rewind, State
from voicecoach.rehearsal.scope_help import acts, spoken_help
from voicecoach.rehearsal.store import Kept
from voicecoach.types import Turn

if TYPE_CHECKING:
    from voicecoach.desktop.looking_back import LookingBack
    from voicecoach.desktop.moments import MomentsPage
    from voicecoach.desktop.room import Room
    from voicecoach.desktop.setting_up import SettingUp
    from voicecoach.desktop.stage import OpenDevices, Stage
    from voicecoach.rehearsal.sitting import Plan

USUAL = QSize(960, 780)
"""Pixels when it is first opened, where the screen has so much."""

TITLE_BAR = QSize(0, 40)
"""Pixels of the screen that the system's frame needs."""

SMALLEST = (520, 420)
"""Pixels: below this the room's buttons would hide its words."""


class Window(QMainWindow):
    """Holds the pages, the backstage and the rehearsal under way.

    Home is there at once; what else there is comes with all that a rehearsal needs, and is made when it is
    first wanted.
    """

    def __init__(self, open_with: OpenDevices | None = None) -> None:
        super().__init__()
        self._open_with = open_with
        self.backstage = Backstage(self.failed)
        self.stage: Stage | None = None
        self._leaving = False
        self.setWindowTitle(word("app.name"))
        self.setAccessibleName(word("app.name"))
        self.setMinimumSize(*SMALLEST)
        self.resize(USUAL.boundedTo(self.screen().availableSize() - TITLE_BAR))
        self.pages = QStackedWidget()
        self.setCentralWidget(self.pages)
        self.home = Home(
            start=self._ask,
            own=self._ask_for_own,
            open_kept=self.open_kept,
            go=self.go_by_name,
        )
        self.message = MessagePage()
        self.pages.addWidget(self.home)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(keys), self, lambda step=step: self._step_text(step))

    @cached_property
    def setting_up(self) -> SettingUp:
        from voicecoach.desktop.setting_up import SettingUp

        return SettingUp(self)

    @cached_property
    def looking_back(self) -> LookingBack:
        from voicecoach.desktop.looking_back import LookingBack

        return LookingBack(self)

    @cached_property
    def room(self) -> Room:
        from voicecoach.desktop.room import Room

        made = Room(leave=self.leave_room, rewind=self._choose_moment, retitled=self._entitle)
        if app := QApplication.instance():
            app.installEventFilter(made.keys.filter)
        return made

    @cached_property
    def moments(self) -> MomentsPage:
        from voicecoach.desktop.moments import MomentsPage

        return MomentsPage(self._rewind)

    @cached_property
    def open_with(self) -> OpenDevices:
        """Where microphone and loudspeaker come from."""
        from voicecoach.desktop.stage import real_devices

        return self._open_with or real_devices

    def _ask(self, name: str) -> None:
        self.setting_up.ask(name)

    def _ask_for_own(self) -> None:
        self.setting_up.ask_for_own()

    @property
    def _room_so_far(self) -> Room | None:
        """The room, if anybody has been in it."""
        made: Room | None = vars(self).get("room")
        return made

    def start(self) -> None:
        """Show home, or the welcome where this is the first time."""
        place.restore(self)
        self.go_home()
        self.show()
        if not config_file().exists() and not store.list_all():
            self.go_by_name("welcome")
        QTimer.singleShot(0, lambda: self.backstage.do(_bring_what_comes_next))

    def go(self, page: Page) -> None:
        """Show a page, with the keyboard where it is needed first."""
        if room := self._room_so_far:
            room.keys.filter.active = page is room
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)
        self._entitle()
        page.order_keyboard()
        QTimer.singleShot(0, lambda: self._focus(page))
        page.verticalScrollBar().setValue(0)

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

    def say(
        self,
        title: str,
        texts: Sequence[str],
        acts: Sequence[Act],
        leave: Callable[[], object] | None = None,
    ) -> None:
        """A page with one message, and what can be done. Esc does the last of it, or what `leave` says."""
        self.message.say(title, texts, acts, leave)
        self.go(self.message)

    def show_who_can_help(self, label: str, folder: Path | None = None) -> None:
        """A talk was stopped: who can help, and what can still be done with what was kept in the folder.

        `label` says whose words stopped it: the user's (`refer`, `emergency`) or the `partner`'s.
        """
        title = word("help.title_partner" if label == "partner" else "help.title")
        if folder is None:
            self._say_help(title, [spoken_help(label), word("help.nothing_kept")], [self._to_home])
            return
        do = {"end": self.go_home, "else": self.go_home, "delete": lambda: self._delete(folder)}
        offered: list[Act] = [(act.text, do[act.key]) for act in acts(label) if act.key in do]
        self._say_help(title, [spoken_help(label)], offered)

    def show_help_before(self, label: str) -> None:
        """No talk has begun, and this one does not: who can help. The answers stand as they were typed."""
        told = [spoken_help(label, before=True), word("help.nothing_kept")]
        self._say_help(word("help.title"), told, [self._to_home, self.setting_up.to_answers])

    @property
    def _to_home(self) -> Act:
        return (word("help.home"), self.go_home)

    def _delete(self, folder: Path) -> None:
        def gone(_: object) -> None:
            self.say(word("help.deleted"), [], [self._to_home])

        self.backstage.do(lambda: store.delete(store.find(str(folder))), gone)

    def _say_help(self, title: str, texts: Sequence[str], offered: Sequence[Act]) -> None:
        self.message.say(title, texts, offered, self.go_home, who_can_help())
        self.go(self.message)

    def begin(self, plan: Plan) -> None:
        """Into the room."""
        stage = self._new_stage(private=plan.private)
        self.enter_room(stage, [], "")
        stage.begin(plan)

    def open_kept(self, kept: Kept, *, sure: bool = False) -> None:
        """Look back on a rehearsal, or take it up again. One that the coach stopped is asked about first."""
        if kept.story.stopped and not sure:
            self._ask_whether_to_go_on(kept)
            return
        stage = self._new_stage()
        if kept.story.ended or kept.story.critiqued:
            self.looking_back.open_kept(stage, kept)
            return
        from voicecoach.partner.persona import make_persona

        brief = kept.story.brief
        name = make_persona(scenarios.load(brief.scenario), brief).name
        self.enter_room(stage, list(kept.story.turns), name)
        stage.resume(kept)

    def enter_room(self, stage: Stage, turns: list[Turn], other: str) -> None:
        """Show the room for a rehearsal, with what was said in it before."""
        self.room.play(stage, user_settings.load())
        self.room.show_turns(turns, other)
        self.go(self.room)

    def leave_room(self) -> None:
        """Keep it for later."""
        self.room.stop_playing()
        if self.stage:
            self.stage.ask(Command.LEAVE)

    def failed(self, error: VoicecoachError) -> None:
        """Say what happened and what can be done."""
        if room := self._room_so_far:
            room.stop_playing()
        self._drop_stage()
        acts: list[Act] = [
            (word("error.settings"), lambda: self.go_by_name("settings")),
            (word("error.home"), self.go_home),
        ]
        self.say(word("error.title"), [error.what, error.next_step], acts)

    def redress(self) -> None:
        """The look has been changed."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, user_settings.load())

    def _new_stage(self, *, private: bool = False) -> Stage:
        from voicecoach.desktop.stage import Stage

        self.stage = stage = Stage(self.backstage, self.open_with, private=private)
        stage.over.connect(self._over)
        self.looking_back.listen_to(stage)
        return stage

    def _focus(self, page: Page) -> None:
        """Once the page is laid out: what is not visible yet takes no focus."""
        if self.pages.currentWidget() is page and (focus := page.first_focus()):
            focus.setFocus()

    def _entitle(self) -> None:
        """What is going on stands in the title, too, where a task list shows it."""
        page = self.pages.currentWidget()
        assert isinstance(page, Page)
        self.setWindowTitle(f"{page.title} · {word('app.name')}")

    def _step_text(self, step: int) -> None:
        step_text_size(step)
        self.redress()

    def _choose_moment(self, turns: list[Turn]) -> None:
        self.moments.show_turns(turns)
        self.go(self.moments)

    def _rewind(self, turn: int | None) -> None:
        self.go(self.room)
        if turn is None:
            self.room.stay()
        elif self.stage:
            self.stage.ask(Rewind(turn))

    def _ask_whether_to_go_on(self, kept: Kept) -> None:
        offered: list[Act] = [
            self._to_home,
            (word("help.delete"), lambda: self._delete(kept.folder)),
            (word("help.go_on"), lambda: self.open_kept(kept, sure=True)),
        ]
        self._say_help(word("help.title_stopped"), [word("help.stopped")], offered)

    def _over(self, state: State) -> None:
        """The talk is over: what comes next hangs on how it ended."""
        self.room.stop_playing()
        if state is State.ENDED and self.stage and self.stage.said_anything:
            self.looking_back.wait_for(self.stage)
        elif state is State.STOPPED:
            self._stopped()
        else:
            self._drop_stage()
            if state is State.ENDED:
                self.say(word("room.nothing"), [], [self._to_home])
            elif not self._leaving:
                QTimer.singleShot(0, self.go_home)

    def _stopped(self) -> None:
        """This is not rehearsed here; nobody is left alone with a closed door."""
        folder = self.stage.folder if self.stage else None
        label = self.stage.stopped if self.stage else ""
        self._drop_stage()
        self.show_who_can_help(label or "refer", folder)

    def _drop_stage(self) -> None:
        if self.stage:
            self.stage.close(None)
            self.looking_back.critique = None
        self.stage = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        page = self.pages.currentWidget()
        if event.key() == Qt.Key.Key_Escape and isinstance(page, Page):
            page.back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Whatever is under way is kept."""
        self._leaving = True
        room, app = self._room_so_far, QApplication.instance()
        if room:
            room.stop_playing()
        place.save(self)
        if self.stage:
            self.stage.close(self.looking_back.critique)
        self.backstage.close()
        if room and app:
            app.removeEventFilter(room.keys.filter)
        event.accept()


def _bring_what_comes_next() -> None:
    """All that a rehearsal needs, while the user looks at home: in the thread behind the window."""
    from voicecoach.desktop import looking_back, room, setting_up  # noqa: F401
