"""The conversation loop at its edges: a key and an end, a voice and an answer, a cut and a question."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes import silence, voice_like
from tests.rehearsal.playing import Play
from voicecoach.audio.listener_events import Mode
from voicecoach.rehearsal.events import CoachSaying, Command, Dropped, Event, PartnerSaid, State, StateChanged
from voicecoach.rehearsal.scope import ScopeVerdict


def test_a_tap_just_after_silence_ended_the_turn_loses_no_answer() -> None:
    """It was meant to end the turn, and came late."""
    play = Play(
        ["I'm asking for a raise."], ["Hello.", "Why now?"], mode=Mode.OPEN, real_time=True, takes_s=1.6
    )
    taps = [Command.TALK_DOWN]

    def tap() -> None:
        if play.states()[-1] is State.THINKING and State.LISTENING in play.states() and taps:
            play.ask(taps.pop())

    play.on_frame = tap
    play.on_event = lambda event: (
        play.ask(Command.STOP) if isinstance(event, PartnerSaid) and event.turn.number == 2 else None
    )
    play.run()
    assert play.texts() == ["partner: Hello.", "you: I'm asking for a raise.", "partner: Why now?"]
    assert not play.talk.turns[2].cut_off


def test_hands_free_the_answer_waits_for_whoever_says_more() -> None:
    """They speak again while the partner still thinks, too late to take the turn up again."""
    play = Play(
        ["I'm asking for a raise.", "Ninety five, I mean."],
        ["Hello.", "Why now?", "I see."],
        mode=Mode.OPEN,
        sounds=[np.concatenate([voice_like(1.0), silence(2.7), voice_like(2.0)])],
        real_time=True,
        takes_s=3.2,
    )
    said: list[str] = []

    def see(event: Event) -> None:
        if isinstance(event, PartnerSaid):
            said.append(event.turn.text)
            if len(said) == 2:
                play.ask(Command.STOP)

    play.on_event = see
    play.run()
    assert [text.split(":")[0] for text in play.texts()] == ["partner", "you", "you", "partner"]
    assert "Why now?" not in said


def test_a_kind_question_that_nobody_heard_was_not_put(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut off before its first sound: what is said next is a turn, and no answer to it."""

    def check(text: str, where: str, ask_from: float = 0.0) -> ScopeVerdict:
        return ScopeVerdict("ask", "in doubt", "Is anyone in danger?" if text == "Doubtful." else "")

    monkeypatch.setattr("voicecoach.rehearsal.turn_reading.check_scope", check)
    play = Play(["Doubtful.", "Yes, ninety five."], ["Hello.", "Why now?"])
    play.on_event = lambda event: play.ask(Command.GO_ON) if isinstance(event, CoachSaying) else None
    assert play.run() is State.ENDED
    assert play.texts() == [
        "partner: Hello.",
        "you: Doubtful.",
        "you: Yes, ninety five.",
        "partner: Why now?",
    ]


def test_taking_back_what_was_not_caught_takes_back_nothing_else() -> None:
    play = Play(["One.", ""], ["Hello.", "A."])

    def see(event: Event) -> None:
        if event == StateChanged(State.THINKING) and len(play.talk.turns) == 3:
            play.ask(Command.TAKE_BACK)

    play.on_event = see
    play.run()
    assert play.texts() == ["partner: Hello.", "you: One.", "partner: A."]
    assert not any(isinstance(event, Dropped) for event in play.events)
