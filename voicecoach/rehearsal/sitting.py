"""One sitting: a rehearsal opened, played, and closed with everything in its place."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from filelock import FileLock

from voicecoach.coaching.coach import Coach
from voicecoach.engines import Choices, assemble, coach_for
from voicecoach.errors import EngineError, RehearsalError
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal import store
from voicecoach.rehearsal.brief import dump_brief
from voicecoach.rehearsal.crew import SteppedDown
from voicecoach.rehearsal.events import Event, State
from voicecoach.rehearsal.journal import FolderJournal, Journal, MemoryJournal, write_private
from voicecoach.rehearsal.loop import Loop
from voicecoach.rehearsal.notices import notice
from voicecoach.rehearsal.room import Room
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.store import Kept
from voicecoach.rehearsal.story import read_story
from voicecoach.rehearsal.sweep import sweep
from voicecoach.rehearsal.talk import Talk
from voicecoach.settings import Settings
from voicecoach.types import Brief


@dataclass(frozen=True)
class Plan:
    """What is to be rehearsed, and how."""

    brief: Brief
    choices: Choices = field(default_factory=Choices)
    private: bool = False
    seed: int | None = None
    """None draws one, so that two attempts differ."""
    attempt_of: Kept | None = None
    """An earlier attempt on the same brief."""
    folder: Path | None = None
    """Where to keep it; None makes a new folder among the rehearsals."""


class Sitting:
    """Holds the journal, the talk and the engines of one rehearsal. Use as a context manager."""

    def __init__(
        self, talk: Talk, journal: Journal, held: FileLock | None, plan: Plan, settings: Settings
    ) -> None:
        self.talk, self.journal, self._held = talk, journal, held
        self.scenario = talk.scenario
        self.crew = assemble(plan.choices, settings, talk.scenario, talk.brief, talk.seed)
        self.loop: Loop | None = None
        self._made_here = plan.folder is None and not talk.turns
        self._keep_audio = settings.text("privacy.keep_audio")

    @classmethod
    def begin(cls, plan: Plan, settings: Settings) -> Sitting:
        """Start a new rehearsal. Raises VoicecoachError; then nothing half-made is left."""
        scenario = scenarios.load(plan.brief.scenario)
        seed = random.SystemRandom().randrange(2**31) if plan.seed is None else plan.seed
        assemble(
            plan.choices, settings, scenario, plan.brief, seed
        )  # a missing engine is told before a folder is made
        journal, held = _open_journal(plan, scenario)
        first = plan.attempt_of
        attempts = store.attempts_of(first) if first else []
        talk = Talk.begin(
            scenario,
            plan.brief,
            journal,
            seed=seed,
            attempt=len(attempts) + 1,
            attempt_of=(first.story.attempt_of or first.id) if first else None,
        )
        return cls(talk, journal, held, plan, settings)

    @classmethod
    def resume(cls, kept: Kept, choices: Choices, settings: Settings) -> Sitting:
        """Take up a rehearsal that was broken off. Raises VoicecoachError."""
        held = store.lock(kept.folder)
        journal = FolderJournal(kept.folder)
        talk = Talk.resume(scenarios.load(kept.story.brief.scenario), kept.story, journal)
        return cls(talk, journal, held, Plan(kept.story.brief, choices), settings)

    def coach(self) -> Coach | None:
        """Who words the critique: the partner's model where one is in use, else the templates (None)."""
        return coach_for(self.crew.partner)

    def engines(self) -> str:
        """Which engines are in use, for a quiet line."""
        return ", ".join(f"{stage}: {name}" for stage, name in self.crew.names().items())

    def rehearse(self, room: Room, show: Callable[[Event], None]) -> State:
        """Play it, until the user stops or leaves."""
        self.crew.stepped_down = self._tell_stepped_down(show)
        self.journal.append("engines", **self.crew.names())
        if self.crew.transcriber.name == "sphinx":
            show(notice("hearing", "sphinx"))
        self.loop = Loop(self.talk, self.crew, room, show=show, hints=hints_of(self.talk.brief))
        state = self.loop.run()
        self._sweep_if_stopped()
        return state

    def say_again(self, turn: int) -> None:
        """Go back to before a turn of the user's, with the partner as then; `rehearse` goes on there."""
        self.journal.append("resumed", turns=turn)
        self.talk.drop_from(turn, "again")

    def _sweep_if_stopped(self) -> None:
        """What the coach stopped gets no critique that would quote it, so its sound goes now."""
        folder = self.journal.folder
        if folder and read_story(folder).stopped:
            sweep(folder, self._keep_audio)

    def _tell_stepped_down(self, show: Callable[[Event], None]) -> SteppedDown:
        def stepped_down(stage: str, name: str, error: EngineError) -> None:
            self.journal.append("engine", stage=stage, name=name, why=error.what)
            show(notice("stepped_down", stage, name=name, why=error.what, next_step=error.next_step))

        return stepped_down

    def close(self) -> None:
        """Let go of engines, journal and folder. Safe to call twice."""
        self.crew.close()
        self.journal.close()
        if self._held:
            self._held.release()

    def __enter__(self) -> Sitting:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if self.journal.folder and self._made_here and not self.talk.turns:
            shutil.rmtree(self.journal.folder, ignore_errors=True)  # nothing was said yet


def _open_journal(plan: Plan, scenario: Scenario) -> tuple[Journal, FileLock | None]:
    if plan.private:
        return MemoryJournal(), None
    folder = plan.folder or store.new_folder(scenario.name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as e:
        raise RehearsalError(f"{folder} cannot be made: {e.strerror or e}.", "Choose another place.") from e
    held = store.lock(folder)
    journal = FolderJournal(folder)
    write_private(folder / "brief.toml", dump_brief(plan.brief))
    return journal, held


def hints_of(brief: Brief) -> tuple[str, ...]:
    """Names and numbers that are likely to be said, for the recogniser."""
    return tuple(dict.fromkeys(text for text in (brief.other, brief.want, *brief.must_say) if text))
