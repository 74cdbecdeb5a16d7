"""The coach's question in doubt: only a clear no goes on, and nothing gets past it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rehearsal.playing import Play
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import CoachSaying, Command, Event, State, YouSaid
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.scope import ScopeVerdict
from voicecoach.rehearsal.spoken_commands import says_no, says_yes
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk

QUESTION = "Is anyone in danger?"
OPENED = "partner: Hello."


@pytest.fixture(autouse=True)
def doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    """What starts with "doubtful" is in doubt, all else is fine."""

    def check(text: str, where: str = "", ask_from: float = 0.0) -> ScopeVerdict:
        if text.lower().startswith("doubtful"):
            return ScopeVerdict("ask", "in doubt", QUESTION)
        return ScopeVerdict("ok", "")

    monkeypatch.setattr("voicecoach.rehearsal.turn_reading.check_scope", check)
    monkeypatch.setattr("voicecoach.rehearsal.exchange.check_scope", check)


def put(play: Play) -> list[str]:
    """What the coach said."""
    return [event.text for event in play.events if isinstance(event, CoachSaying)]


@pytest.mark.parametrize(
    "said",
    ["um yes", "Oh, yes.", "Well, he does.", "I guess so, sort of.", "please help", "I think it is."],
)
def test_half_a_yes_is_a_yes(said: str) -> None:
    assert says_yes(said)
    play = Play(["Doubtful.", said, "never"], ["Hello.", "A."])
    assert play.run() is State.STOPPED
    assert play.texts() == [OPENED, "you: Doubtful."]


@pytest.mark.parametrize("said", ["No.", "um no", "No, it's only a figure of speech.", "Oh, not at all."])
def test_a_clear_no_goes_on(said: str) -> None:
    assert says_no(said)
    play = Play(["Doubtful.", said], ["Hello.", "A."])
    assert play.run() is State.ENDED
    assert play.texts() == [OPENED, "you: Doubtful.", "partner: A."]


@pytest.mark.parametrize("said", ["No idea.", "no one helps", "No, but sometimes.", "I'd rather not say."])
def test_what_is_neither_is_asked_about_once_more_and_then_stops(said: str) -> None:
    assert not says_no(said)
    play = Play(["Doubtful.", said, said, "never"], ["Hello.", "A."])
    assert play.run() is State.STOPPED
    asked = " ".join(put(play))
    assert asked.count(QUESTION) == 2
    assert "yes or no" in asked
    assert play.texts() == [OPENED, "you: Doubtful."]


def test_words_in_doubt_are_no_clear_no() -> None:
    play = Play(["Doubtful.", "Doubtful, no.", "No."], ["Hello.", "A."])
    assert play.run() is State.ENDED
    assert " ".join(put(play)).count(QUESTION) == 2
    assert play.texts() == [OPENED, "you: Doubtful.", "partner: A."]


def test_a_direction_does_not_get_past_it() -> None:
    play = Play(["Doubtful.", "Be tougher.", "No.", "So I want the raise."], ["Hello.", "A.", "B."])
    play.run()
    assert play.texts() == [
        OPENED,
        "you: Doubtful.",
        "partner: A.",
        "you: So I want the raise.",
        "partner: B.",
    ]


def test_taken_back_it_stands_no_longer_and_is_put_again_for_the_same_words() -> None:
    play = Play(
        ["Doubtful.", "Let me try that again.", "So I want the raise.", "Doubtful.", "No."],
        ["Hello.", "A.", "B."],
    )
    play.run()
    assert play.texts() == [
        OPENED,
        "you: So I want the raise.",
        "partner: A.",
        "you: Doubtful.",
        "partner: B.",
    ]
    assert " ".join(put(play)).count(QUESTION) == 2


def test_it_outlives_a_break(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    play = Play(["Doubtful.", "never"], ["Hello."], journal=FolderJournal(folder))
    play.on_event = lambda event: play.ask(Command.LEAVE) if put(play) and heard(event, play) else None
    assert play.run() is State.LEFT
    again = resumed(folder, ["No.", "So I want the raise."], ["A.", "B."])
    again.run()
    assert put(again)[0] == QUESTION
    assert again.texts()[1:3] == ["you: Doubtful.", "partner: A."]


def test_words_that_nobody_looked_at_before_a_break_are_looked_at_after_it(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    play = Play(["Doubtful.", "never"], ["Hello."], journal=FolderJournal(folder))
    play.on_event = lambda event: play.ask(Command.LEAVE) if isinstance(event, YouSaid) else None
    play.run()
    again = resumed(folder, ["Yes."], ["A."])
    assert again.run() is State.STOPPED
    assert put(again)[0] == QUESTION
    assert again.texts() == [OPENED, "you: Doubtful."]


def heard(event: Event, play: Play) -> bool:
    """Is it the user's turn again, after the question?"""
    return bool(put(play)) and play.states()[-1] is State.READY and event is play.events[-1]


def resumed(folder: Path, says: list[str], answers: list[str]) -> Play:
    """The same rehearsal, taken up again."""
    story, journal = read_story(folder), FolderJournal(folder)
    talk = Talk.resume(scenarios.load("raise"), story, journal)
    return Play(says, answers, journal=journal, talk=talk)
