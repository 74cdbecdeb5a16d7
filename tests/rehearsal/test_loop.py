"""The conversation loop, in virtual time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import silence, voice_like
from tests.rehearsal.playing import Play
from voicecoach.audio.listener_events import Mode
from voicecoach.errors import EngineError
from voicecoach.rehearsal.events import (
    Closing,
    Command,
    Dropped,
    Event,
    Notice,
    PartnerSaid,
    PartnerSaying,
    Rewind,
    State,
    StateChanged,
    Stopped,
    YouSaid,
)
from voicecoach.rehearsal.journal import FolderJournal, journal_lines
from voicecoach.rehearsal.scope import ScopeVerdict
from voicecoach.rehearsal.story import REOPENED, fold, read_story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import HEARING_RATE, Sound, Who


@pytest.mark.parametrize("mode", [Mode.TAP, Mode.OPEN])
def test_a_conversation_goes_back_and_forth_until_the_user_stops(mode: Mode) -> None:
    play = Play(
        ["I'm asking for a raise.", "Ninety five thousand."], ["Hello.", "Why now?", "I see."], mode=mode
    )
    assert play.run() is State.ENDED
    assert play.texts() == [
        "partner: Hello.",
        "you: I'm asking for a raise.",
        "partner: Why now?",
        "you: Ninety five thousand.",
        "partner: I see.",
    ]


def test_states_come_one_at_a_time_and_in_order() -> None:
    play = Play(["Hello there."], ["Hi.", "Yes."])
    play.run()
    assert play.states() == [
        State.THINKING,
        State.SPEAKING,
        State.READY,
        State.LISTENING,
        State.THINKING,
        State.SPEAKING,
        State.READY,
        State.ENDED,
    ]


def test_each_turn_is_in_the_journal_before_the_answer_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    play = Play(["One.", "Two."], ["Hello.", "A.", "B."], journal=FolderJournal(folder))
    seen: list[list[str]] = []
    reply = play.partner.reply

    def looking(directive, history):  # type: ignore[no-untyped-def]
        seen.append([t.text for t in read_story(folder).turns if t.who is Who.YOU])
        return reply(directive, history)

    play.partner.reply = looking  # type: ignore[method-assign]
    play.run()
    assert seen == [[], ["One."], ["One.", "Two."]]


def test_every_turn_has_its_own_audio_and_its_times_follow_each_other(tmp_path: Path) -> None:
    play = Play(["One.", "Two."], ["Hello.", "A.", "B."], journal=FolderJournal(tmp_path / "r"))
    play.run()
    turns = play.talk.history
    assert len({t.audio for t in turns}) == 5
    assert all(t.audio and (tmp_path / "r" / t.audio).is_file() for t in turns)
    for before, after in pairwise(turns):
        assert before.end_s <= after.start_s + 0.6  # the pre-roll reaches back half a second
        assert after.end_s > after.start_s


def test_cutting_in_keeps_only_what_was_heard() -> None:
    play = Play(["Wait."], ["Hello.", "This is a long line that nobody wants to hear to its very end today."])

    def cut(event: Event) -> None:
        if isinstance(event, StateChanged) and event.state is State.SPEAKING and len(play.talk.turns) == 2:
            play.on_frame = lambda: count.append(1) or (len(count) == 50 and play.ask(Command.TALK_DOWN))  # type: ignore[assignment,func-returns-value]

    count: list[int] = []
    play.on_event = cut
    play.on_frame = lambda: None
    play.run()
    line = play.talk.turns[2]
    assert line.cut_off
    assert 1 <= len(line.text.split()) < 12
    assert "This is a long line that nobody".startswith(line.text.split()[0])
    directive_history = play.partner.asked[-1][1]
    assert (
        directive_history[-1].text != "This is a long line that nobody wants to hear to its very end today."
    )


def test_whoever_goes_on_before_the_answer_sounds_is_not_cut_off() -> None:
    said = np.concatenate([voice_like(1.0), silence(1.3), voice_like(1.0)])
    play = Play(
        ["I'm asking for a raise.", "I'm asking for a raise to 95."],
        ["Hello.", "A.", "B."],
        mode=Mode.OPEN,
        sounds=[said],
        real_time=True,
        takes_s=1.4,
    )
    play.on_event = lambda e: (
        play.ask(Command.STOP) if isinstance(e, PartnerSaid) and e.turn.number == 2 else None
    )
    play.run()
    assert [text.split(":")[0] for text in play.texts()] == ["partner", "you", "partner"]
    assert play.texts()[1] == "you: I'm asking for a raise to 95."
    assert fold(play.journal.lines).taken_back == ()  # type: ignore[attr-defined]
    whole = play.journal.load_audio(play.talk.turns[1].audio or "")
    assert whole is not None
    assert whole.seconds > 3.2


def test_times_go_on_after_a_resume(tmp_path: Path) -> None:
    """The microphone's stream starts at nought again; the rehearsal does not."""
    folder = tmp_path / "r"
    play = Play(["One."], ["Hello.", "A."], journal=FolderJournal(folder))
    play.run()
    before = play.talk.turns[-1].end_s
    journal = FolderJournal(folder)
    talk = Talk.resume(play.talk.scenario, read_story(folder), journal)
    again = Play(["Two."], ["B."], journal=journal, talk=talk)
    again.run()
    assert [t.text for t in talk.turns[3:]] == ["Two.", "B."]
    assert talk.turns[3].start_s >= before
    marks = [line["timings"] for line in journal_lines(folder) if "timings" in line]
    assert all(m["speech_end"] <= m["end_decision"] for m in marks if "end_decision" in m)


def test_every_turn_tells_where_its_time_went() -> None:
    play = Play(["One."], ["Hello.", "A."])
    play.run()
    lines = [line for line in play.journal.lines if line["kind"] == "turn"]  # type: ignore[attr-defined]
    assert list(lines[1]["timings"]) == ["speech_end", "end_decision", "transcript"]
    marks = lines[2]["timings"]
    assert list(marks) == [
        "speech_end",
        "end_decision",
        "transcript",
        "first_text",
        "first_clause",
        "first_sound",
        "heard",
    ]
    assert sorted(marks.values()) == list(marks.values())


def test_a_reopened_turn_uses_up_its_audios_name_after_a_resume_too(tmp_path: Path) -> None:
    """What was said before they went on is still in the folder: nothing is written over it."""
    journal = FolderJournal(tmp_path / "r")
    play = Play(["One."], ["Hello.", "A."], journal=journal)
    play.run()
    first = play.talk.turns[1].audio
    play.talk.drop_from(1, REOPENED)
    journal.close()
    story = read_story(tmp_path / "r")
    assert story.taken_back == ()
    again = Talk.resume(play.talk.scenario, story, FolderJournal(tmp_path / "r"))
    assert again.save_audio(Who.YOU, Sound(voice_like(0.1), HEARING_RATE)) != first


def test_words_that_are_not_there_yet_hold_up_nobody_who_goes_on() -> None:
    """The turn is taken up again while it is transcribed: it is listened to at once, not after the words."""
    said = np.concatenate([voice_like(1.0), silence(1.3), voice_like(1.0)])
    play = Play(
        ["I'm asking for", "I'm asking for a raise to 95."],
        ["Hello.", "A.", "B."],
        mode=Mode.OPEN,
        sounds=[said],
        real_time=True,
        takes_s=2.5,
    )
    since: list[float] = []

    def see(event: Event) -> None:
        if isinstance(event, StateChanged) and event.state is State.LISTENING:
            since.append(play.card.now_s)
        if isinstance(event, PartnerSaid) and event.turn.number == 2:
            play.ask(Command.STOP)

    play.on_event = see
    play.run()
    assert play.texts()[1] == "you: I'm asking for a raise to 95."
    assert len(since) == 2
    assert since[1] - since[0] < 3.3  # 1 s of voice, 1.3 s of silence, and half a second to be sure


def test_silence_is_never_transcribed() -> None:
    play = Play(["never"], ["Hello."], seconds=1.0)
    play.card.user._recordings[0][:] = 0
    play.run()
    assert play.transcriber.heard == []
    assert "NotCaught" in play.kinds()
    assert play.texts() == ["partner: Hello."]


def test_words_that_were_not_recognised_make_no_turn() -> None:
    play = Play([""], ["Hello."])
    play.run()
    assert play.texts() == ["partner: Hello."]
    assert "NotCaught" in play.kinds()


def test_taking_back_puts_the_partner_where_it_was() -> None:
    play = Play(["One.", "let me try that again", "Two."], ["Hello.", "A.", "B."])
    play.run()
    assert play.texts() == ["partner: Hello.", "you: Two.", "partner: B."]
    assert Dropped(1) in play.events
    story = fold(play.journal.lines)  # type: ignore[attr-defined]
    assert [t.text for t in story.taken_back] == ["One.", "A."]


def test_a_taken_back_line_keeps_its_audio() -> None:
    play = Play(["One.", "let me try that again", "Two."], ["Hello.", "A.", "B."])
    play.run()
    story = fold(play.journal.lines)  # type: ignore[attr-defined]
    names = [t.audio for t in (*story.turns, *story.taken_back)]
    assert len(set(names)) == len(names)
    assert all(play.journal.load_audio(n or "") for n in names)


def test_rewind_goes_back_to_a_moment_and_the_mind_with_it() -> None:
    play = Play(["One.", "Two.", "Two again."], ["Hello.", "A.", "B.", "C."])
    minds: list[dict[str, object]] = []

    def see(event: Event) -> None:
        if isinstance(event, YouSaid) and event.turn.text == "Two.":
            minds.append(dict(play.talk._minds[2]))
        if isinstance(event, PartnerSaid) and event.turn.text == "B.":
            play.loop.ask(Rewind(3))
        if isinstance(event, Dropped):
            minds.append(play.talk.mind.snapshot())

    play.on_event = see
    play.run()
    assert play.texts()[3:] == ["you: Two again.", "partner: C."]
    assert minds[0] == minds[1]


def test_starting_over_begins_with_the_partner_again() -> None:
    play = Play(["One.", "start over", "Two."], ["Hello.", "A.", "Hello again.", "B."])
    play.run()
    assert play.texts() == ["partner: Hello again.", "you: Two.", "partner: B."]


def test_a_direction_changes_the_partner_and_is_no_part_of_the_talk() -> None:
    play = Play(["One.", "push harder", "Two."], ["Hello.", "A.", "B.", "C."])
    before = play.talk.mind.state.push
    play.run()
    assert (before, play.talk.mind.state.push) == ("realistic", "tough")
    assert play.texts() == [
        "partner: Hello.",
        "you: One.",
        "partner: A.",
        "partner: B.",
        "you: Two.",
        "partner: C.",
    ]


def test_a_line_that_is_not_like_them_is_taken_back_and_said_another_way() -> None:
    play = Play(["One.", "she wouldn't say that", "Two."], ["Hello.", "A.", "B.", "C."])
    play.run()
    assert play.texts() == ["partner: Hello.", "you: One.", "partner: B.", "you: Two.", "partner: C."]


def test_pause_hears_nothing_until_it_goes_on() -> None:
    play = Play(["pause", "One."], ["Hello.", "A."])

    def see(event: Event) -> None:
        if event == StateChanged(State.PAUSED):
            play.ask(Command.TALK_DOWN)
            play.ask(Command.GO_ON)

    play.on_event = see
    play.run()
    assert State.PAUSED in play.states()
    assert play.texts() == ["partner: Hello.", "you: One.", "partner: A."]


def test_stop_by_voice_ends_it() -> None:
    play = Play(["One.", "stop here", "never said"], ["Hello.", "A."])
    assert play.run() is State.ENDED
    assert play.texts() == ["partner: Hello.", "you: One.", "partner: A."]


def test_leaving_keeps_what_was_said_and_resume_takes_it_up(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    first = Play(["One.", "Two."], ["Hello.", "A."], journal=FolderJournal(folder))
    first.on_event = lambda e: (
        first.ask(Command.LEAVE) if isinstance(e, PartnerSaid) and e.turn.number == 2 else None
    )
    assert first.run() is State.LEFT
    mind = first.talk.mind.snapshot()
    first.journal.close()

    journal = FolderJournal(folder)
    talk = Talk.resume(first.talk.scenario, read_story(folder), journal)
    assert talk.mind.snapshot() == mind
    second = Play(["Three."], ["B."], talk=talk, journal=journal)
    second.run()
    assert second.texts() == ["partner: Hello.", "you: One.", "partner: A.", "you: Three.", "partner: B."]


@pytest.mark.parametrize("stage", ["hearing", "partner", "speaking"])
def test_a_stage_that_fails_steps_down_says_so_once_and_the_talk_goes_on(stage: str) -> None:
    play = Play(["One.", "Two."], ["Hello.", "A.", "B."])

    def breaks(event: Event) -> None:
        if isinstance(event, PartnerSaid) and event.turn.number == 0:
            play.transcriber.fails = stage == "hearing"
            play.voice.fails = stage == "speaking"
            if stage == "partner":
                play.partner.fails_after = 0

    play.on_event = breaks
    assert play.run() is State.ENDED
    assert len(play.talk.turns) == 5
    assert [e.key for e in play.events if isinstance(e, Notice)] == [f"stepped_down.{stage}"]
    expected = {"hearing": "The starter heard a raise", "partner": "A line from the script."}.get(stage)
    assert expected is None or any(expected in text for text in play.texts())


def test_a_partner_that_dies_in_mid_line_has_said_what_it_said() -> None:
    play = Play(["One."], ["Hello.", "The budget is closed. And there is nothing that I can do."])

    def breaks(event: Event) -> None:
        if isinstance(event, YouSaid):
            play.partner.fails_after = 6

    play.on_event = breaks
    play.run()
    assert play.texts()[-1].startswith("partner: The budget is closed.")


def test_even_the_starter_failing_is_an_error_and_not_a_hang() -> None:
    play = Play(["One."], ["Hello."])
    play.transcriber.fails = True
    play.crew.starter_transcriber.fails = True  # type: ignore[attr-defined]
    with pytest.raises(EngineError):
        play.run()


def test_danger_stops_the_role_play_and_the_coach_stays() -> None:
    play = Play(["I'm going to kill myself tonight.", "never"], ["Hello.", "A."])
    assert play.run() is State.STOPPED
    assert play.texts() == ["partner: Hello.", "you: I'm going to kill myself tonight."]
    assert "Stopped" in play.kinds()
    assert play.coach_voice.spoke
    assert play.voice.spoke == ["Hello."]


@pytest.mark.parametrize("asked", [Command.TAKE_BACK, Command.RESTART, Command.PAUSE, Command.GO_ON])
def test_what_was_stopped_for_danger_goes_on_by_no_key(asked: Command) -> None:
    play = Play(["I'm going to kill myself tonight.", "never"], ["Hello.", "A."])
    play.on_event = lambda event: play.ask(asked) if event == StateChanged(State.STOPPED) else None
    assert play.run() is State.STOPPED
    assert play.texts() == ["partner: Hello.", "you: I'm going to kill myself tonight."]


def test_a_threat_of_the_partners_is_never_heard_and_stops_the_scene() -> None:
    """A model can write one. What came before it stays; the coach says whose words those were."""
    play = Play(["I'm moving out.", "never"], ["Hello.", "You think so? Go, and I'll kill you. Hear me?"])
    assert play.run() is State.STOPPED
    assert play.voice.spoke == ["Hello.", "You think so?"]
    assert not any("kill" in turn for turn in play.texts())
    stopped = next(e for e in play.events if isinstance(e, Stopped))
    assert (stopped.label, stopped.why) == ("refer", "partner")
    assert "language model" in stopped.text
    assert not any(isinstance(e, PartnerSaying) and "kill" in e.text for e in play.events)
    assert play.journal.lines[-1]["why"] == "partner"  # type: ignore[attr-defined]


def test_the_coach_says_the_emergency_number_digit_by_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that is read as a sum cannot be dialled; on the screen it stands as it is written."""
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    play = Play(["I'm going to kill myself tonight.", "never"], ["Hello.", "A."])
    play.run()
    assert "nine nine nine" in " ".join(play.coach_voice.spoke)
    assert "999" in next(e for e in play.events if isinstance(e, Stopped)).text


def in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence is in doubt, all others are fine."""

    def check(text: str, where: str, ask_from: float = 0.0) -> ScopeVerdict:
        return (
            ScopeVerdict("ask", "in doubt", "Is anyone in danger?")
            if text == "Doubtful."
            else ScopeVerdict("ok", "")
        )

    monkeypatch.setattr("voicecoach.rehearsal.turn_reading.check_scope", check)


def test_in_doubt_the_coach_asks_once_and_a_no_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    in_doubt(monkeypatch)
    play = Play(["Doubtful.", "No, it is only a figure of speech.", "Doubtful."], ["Hello.", "A.", "B."])
    assert play.run() is State.ENDED
    assert play.coach_voice.spoke == ["Is anyone in danger?"]
    assert play.texts() == [
        "partner: Hello.",
        "you: Doubtful.",
        "partner: A.",
        "you: Doubtful.",
        "partner: B.",
    ]


def test_another_doubt_is_asked_about_and_the_same_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Danger may come up after another matter was cleared."""

    def check(text: str, where: str, ask_from: float = 0.0) -> ScopeVerdict:
        asks = {"Worried.": "Is this about something else?", "Afraid.": "Is anyone in danger?"}
        return ScopeVerdict("ask", "in doubt", asks[text]) if text in asks else ScopeVerdict("ok", "")

    monkeypatch.setattr("voicecoach.rehearsal.turn_reading.check_scope", check)
    play = Play(["Worried.", "No.", "Worried.", "Afraid.", "No."], ["Hello.", "A.", "B.", "C."])
    assert play.run() is State.ENDED
    assert play.coach_voice.spoke == ["Is this about something else?", "Is anyone in danger?"]


def test_in_doubt_a_yes_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    in_doubt(monkeypatch)
    play = Play(["Doubtful.", "Yes.", "never"], ["Hello.", "A."])
    assert play.run() is State.STOPPED
    assert play.texts() == ["partner: Hello.", "you: Doubtful."]


def test_the_partner_closes_by_the_fifteenth_exchange_and_the_user_may_go_on() -> None:
    play = Play(
        [f"I'm asking for a raise, number {n}." for n in range(17)], [f"No, and {n}." for n in range(18)]
    )
    play.run()
    closing = next(i for i, e in enumerate(play.events) if isinstance(e, Closing))
    said = [e for e in play.events[:closing] if isinstance(e, YouSaid)]
    assert len(said) <= 15
    assert len([t for t in play.talk.turns if t.who is Who.YOU]) == 17
