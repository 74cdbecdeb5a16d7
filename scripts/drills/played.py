"""A rehearsal in virtual time, in which something breaks after so many turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts.drills.told import How, Told, refused
from tests.rehearsal.playing import Play
from voicecoach.audio.recordings import load_recording
from voicecoach.errors import EngineError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.events import Event, Notice, PartnerSaid, YouSaid
from voicecoach.rehearsal.journal import FolderJournal
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Pcm

TESTS = Path(__file__).parents[2] / "tests"
Fault = Callable[["Drilled"], object]


def nothing(_: Drilled) -> None:
    """No fault."""


def speech(name: str) -> Pcm:
    """One of the recordings of the tests."""
    return load_recording(TESTS / "data" / "speech" / f"{name}.flac").samples


@dataclass
class Drilled:
    """One rehearsal: what is to break and when, and what was seen of it."""

    root: Path
    fault: Fault = nothing
    at_turn: int = 2
    """Break it when so many turns were shown."""
    utterances: int = 3
    sounds: Sequence[Pcm] | None = None
    folder: Path = field(init=False)
    play: Play = field(init=False)
    shown: dict[int, str] = field(default_factory=dict)
    errors: list[EngineError] = field(default_factory=list)
    """Why stages stepped down."""

    def __post_init__(self) -> None:
        self.folder = self.root / "rehearsal"
        says, answers = ["I want a raise."] * self.utterances, ["Not this year."] * (self.utterances + 2)
        self.play = self._play(says, answers, journal=FolderJournal(self.folder))

    def _play(self, says: Sequence[str], answers: Sequence[str], **parts: Any) -> Play:
        play = Play(says, answers, sounds=self.sounds, **parts)
        play.on_event = self._see
        tell = play.crew.stepped_down

        def stepped_down(stage: str, name: str, error: EngineError) -> None:
            self.errors.append(error)
            tell(stage, name, error)

        play.crew.stepped_down = stepped_down
        return play

    def _see(self, event: Event) -> None:
        if isinstance(event, YouSaid | PartnerSaid):
            self.shown[event.turn.number] = event.turn.text
            if len(self.shown) == self.at_turn:
                self.fault(self)

    def goes_on(self) -> Told:
        """It is played to its end, with nothing to tell."""
        self.play.run()
        self.all_kept(self.utterances * 2)
        assert not self.errors, [e.what for e in self.errors]
        return Told(How.WENT_ON)

    def steps_down(self) -> Told:
        """It is played to its end by a starter engine, which is told once, with a next step."""
        self.play.run()
        self.all_kept(self.utterances * 2)
        assert len(self.errors) == 1, f"told {len(self.errors)} times"
        error = self.errors[0]
        notices = [n.text for n in self.play.events if isinstance(n, Notice)]
        assert any(error.next_step in text for text in notices), "the next step is not shown"
        return Told(How.STEPPED_DOWN, error.what, error.next_step)

    def ends(self, *, kept: bool = True) -> Told:
        """It ends with what happened and what to do; what was shown until then is there."""
        told = refused(self.play.run, How.ENDED)
        if kept:
            self.all_kept(self.at_turn)
        return told

    def all_kept(self, least: int) -> None:
        """Every turn that was shown is in the folder, and the rehearsal can be gone on with."""
        assert len(self.shown) >= least, f"the rehearsal ended after {len(self.shown)} turns"
        self.play.journal.close()
        story = read_story(self.folder)
        assert {t.number: t.text for t in story.turns}.items() >= self.shown.items(), "a turn was lost"
        journal = FolderJournal(self.folder)
        Talk.resume(scenarios.load("raise"), story, journal)
        journal.close()

    def take_up_again(self) -> None:
        """Resume it, with one more utterance to say; `goes_on` and its like look at it again."""
        journal = FolderJournal(self.folder)
        talk = Talk.resume(scenarios.load("raise"), read_story(self.folder), journal)
        self.at_turn = 0
        if self.sounds:
            self.sounds = self.sounds[:1]
        self.play = self._play(["And I go on."], ["Still no."] * 3, journal=journal, talk=talk)
