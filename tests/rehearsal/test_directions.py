"""Words to the director: how the partner plays is changed for the rest, and outlives rewind and resume."""

from __future__ import annotations

from pathlib import Path

from tests.partner.rehearsing import ASK
from voicecoach.partner.prompt import Prompt
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import Direction
from voicecoach.rehearsal.journal import FolderJournal, MemoryJournal
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Heard, Who


def begun(journal: MemoryJournal | FolderJournal) -> Talk:
    """A talk of three turns: a greeting, the ask, an objection."""
    scenario, brief = scenarios.load("raise"), scenarios.example_brief("raise")
    talk = Talk.begin(scenario, brief, journal, seed=1)
    theirs(talk)
    talk.add_yours(Heard(ASK["raise"]), start_s=0, end_s=1, audio=None)
    theirs(talk)
    return talk


def theirs(talk: Talk) -> None:
    """The partner's next line."""
    directive = talk.next_move()
    talk.add_theirs(directive, "So that's that.", start_s=0, end_s=1, audio=None, engine="scripted")


def test_a_direction_is_no_turn() -> None:
    talk = begun(MemoryJournal())
    before = talk.history
    talk.direct(Direction.ANGRIER)
    assert talk.history == before
    assert talk.next_move().angry


def test_a_line_she_would_not_say_was_not_said_and_another_manner_words_the_next() -> None:
    talk = begun(MemoryJournal())
    manner = talk.mind.state.manner
    talk.direct(Direction.UNLIKE)
    assert talk.history[-1].who is Who.YOU
    assert talk.next_move().manner != manner


def test_it_outlives_a_rewind() -> None:
    talk = begun(MemoryJournal())
    talk.direct(Direction.HARDER)
    talk.direct(Direction.ANGRIER)
    talk.drop_from(1, "rewind")
    assert talk.mind.state.push == "tough"
    assert talk.next_move().angry


def test_softer_calms_them_down() -> None:
    talk = begun(MemoryJournal())
    talk.direct(Direction.ANGRIER)
    talk.direct(Direction.SOFTER)
    assert not talk.next_move().angry


def test_it_outlives_a_resume(tmp_path: Path) -> None:
    journal = FolderJournal(tmp_path / "talk")
    talk = begun(journal)
    talk.direct(Direction.ANGRIER)
    talk.direct(Direction.UNLIKE)
    manner = talk.mind.state.manner
    story = read_story(tmp_path / "talk")
    again = Talk.resume(talk.scenario, story, MemoryJournal())
    assert again.next_move().angry
    assert again.mind.state.manner == manner


def test_a_model_is_told_of_it_in_the_note_and_never_in_the_prefix() -> None:
    talk = begun(MemoryJournal())
    prompt = Prompt(talk.scenario, talk.brief)
    before = prompt.messages(talk.next_move(), talk.history)
    talk.direct(Direction.ANGRIER)
    talk.direct(Direction.UNLIKE)
    after = prompt.messages(talk.next_move(), talk.history)
    chosen = talk.scenario.manner(talk.mind.state.manner)
    assert chosen is not None
    assert after[:2] == before[:2]
    assert chosen.about in after[-1]["content"]
    assert "angry" in after[-1]["content"]
    assert chosen.about not in before[-1]["content"]
