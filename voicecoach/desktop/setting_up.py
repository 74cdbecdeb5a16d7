"""Before the talk: from the choice of a conversation, through its questions, to a plan that may be played."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from voicecoach import settings as user_settings
from voicecoach.desktop.before import Verdict, look_at
from voicecoach.desktop.dictation import Dictation, dictated
from voicecoach.desktop.message_page import Act
from voicecoach.desktop.setup_page import SetupPage
from voicecoach.desktop.words import word
from voicecoach.errors import VoicecoachError
from voicecoach.paths import own_scenarios_dir, private_dir
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.brief import brief_from_answers
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.scenario_new import new_questions, new_scenario
from voicecoach.rehearsal.sitting import Plan
from voicecoach.rehearsal.store import Kept
from voicecoach.types import Brief

if TYPE_CHECKING:
    from voicecoach.desktop.window import Window


class SettingUp:
    """Asks the questions, looks at the answers, and begins."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._scenario = ""
        self.page = SetupPage(leave=window.go_home, say=self._say)

    def ask(self, name: str, known: Brief | None = None, attempt_of: Kept | None = None) -> None:
        """A scenario's questions; `known` answers stand in them already."""
        scenario = scenarios.load(name)
        self._scenario = name
        self.page.ask(
            scenario.title,
            word("setup.again_about") if known else scenario.blurb,
            scenario.questions,
            lambda answers, private: self._answered(scenario, answers, private, attempt_of),
            answers_of(known) if known else None,
        )
        self._window.go(self.page)

    def ask_for_own(self) -> None:
        """A scenario of one's own, from a handful of answers; then its questions."""
        self._scenario = scenarios.names()[0]
        title, about = word("setup.own_title"), word("setup.own_about")
        self.page.ask(title, about, new_questions(), self._own_answered, note="setup.own_example")
        self._window.go(self.page)

    @property
    def to_answers(self) -> Act:
        """Back to the questions, with the answers as they were typed."""
        return (word("setup.answers"), lambda: self._window.go(self.page))

    def _answered(
        self, scenario: Scenario, answers: Mapping[str, str], private: bool, attempt_of: Kept | None
    ) -> None:
        try:
            brief = brief_from_answers(scenario, answers)
        except VoicecoachError as error:
            self.page.wrong(str(error))
            return
        plan = Plan(brief, private=private, attempt_of=attempt_of)
        self._window.backstage.do(lambda: look_at(brief), lambda verdict: self._judged(verdict, plan))

    def _judged(self, verdict: Verdict, plan: Plan) -> None:
        window = self._window
        home: Act = (word("help.home"), window.go_home)
        match verdict.kind:
            case "ok":
                window.begin(plan)
            case "ask":
                acts: list[Act] = [
                    (word("help.no"), lambda: window.begin(plan)),
                    (word("help.yes"), lambda: self._judged(Verdict("refer"), plan)),
                ]
                window.say(verdict.text, [], acts)
            case "undecided":
                window.say(word("setup.undecided"), [verdict.text], [home, self.to_answers], window.go_home)
            case _:
                window.show_help_before(verdict.kind)

    def _own_answered(self, answers: Mapping[str, str], _private: bool) -> None:
        try:
            name = _write_own(new_scenario(answers), scenarios.safe_name(answers.get("title", "")))
        except VoicecoachError as error:
            self.page.wrong(str(error))
            return
        self.ask(name)

    def _say(self, dictation: Dictation) -> Callable[[], None]:
        """An answer said aloud, backstage. Gives what ends it at once."""
        window, end = self._window, threading.Event()

        def job() -> str:
            devices = window.open_with("tap", user_settings.load())
            try:
                return dictated(
                    devices,
                    self._scenario,
                    end,
                    lambda level: window.backstage.post(lambda: dictation.level(level)),
                )
            finally:
                devices.close()

        def not_heard(error: VoicecoachError) -> None:
            dictation.said("")
            self.page.wrong(str(error))

        window.backstage.do(job, dictation.said, not_heard)
        return end.set


def _write_own(text: str, name: str) -> str:
    """Keep a scenario under a name that no other has; gives that name. Raises ScenarioError."""
    folder = private_dir(own_scenarios_dir())
    taken = set(scenarios.names())
    others = (f"{name}-{again}" for again in count(2))
    free = next(one for one in chain([name], others) if one not in taken)
    file = folder / f"{free}.toml"
    file.write_text(text, encoding="utf-8")
    try:
        scenarios.check(file)
    except VoicecoachError:
        file.unlink()
        raise
    return free


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
