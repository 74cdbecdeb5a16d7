"""The talk as it stands: transcript, the persona's mind and the journal, kept in step.

No threads, no devices: one thread at a time changes the talk. Another may ask for a reading ahead meanwhile;
mind and reader are replaced, never changed, and a reading that is stale by then is not used.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.partner.directive import Directive
from voicecoach.partner.mind import Mind
from voicecoach.rehearsal.doubt import Doubt
from voicecoach.rehearsal.events import Direction
from voicecoach.rehearsal.journal import Journal
from voicecoach.rehearsal.records import brief_to_json, turn_to_json
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.story import Story
from voicecoach.rehearsal.turn_reading import Standpoint, TurnReading, read_turn
from voicecoach.types import Brief, Heard, Push, Sound, Turn, Who

log = logging.getLogger(__name__)


class Talk:
    """One attempt at a conversation."""

    def __init__(self, scenario: Scenario, brief: Brief, journal: Journal, *, seed: int) -> None:
        self.scenario = scenario
        self.brief = brief
        self.journal = journal
        self.seed = seed
        self.turns: list[Turn] = []
        self.mind = Mind.make(scenario, brief, seed)
        self._minds: list[Mapping[str, Any]] = []
        self._reader = TranscriptReader(brief)
        self._takes: dict[int, int] = {}
        self._changes = 0
        self._move: Directive | None = None
        """What the persona does next, as far as it is known already."""
        self.doubt = Doubt(journal)
        self.stopped_before = False
        """Taken up again after the coach stopped it: what stopped it is not looked at a second time."""

    @classmethod
    def begin(cls, scenario: Scenario, brief: Brief, journal: Journal, *, seed: int, **facts: Any) -> Talk:
        """Start a new one; `facts` (attempt, attempt_of, engines) go into the journal's first line."""
        journal.append("begin", brief=brief_to_json(brief), seed=seed, **facts)
        return cls(scenario, brief, journal, seed=seed)

    @classmethod
    def resume(cls, scenario: Scenario, story: Story, journal: Journal) -> Talk:
        """Take up one that was broken off, with the partner as it was."""
        talk = cls(scenario, story.brief, journal, seed=story.seed)
        talk.turns = list(story.turns)
        talk._minds = [m or {} for m in story.minds]
        talk._takes = dict(story.takes)
        talk._wind_to(len(talk.turns))
        talk.doubt = Doubt(journal, story.asked)
        talk.stopped_before = bool(story.stopped)
        journal.append("resumed", turns=len(talk.turns))
        return talk

    @property
    def history(self) -> tuple[Turn, ...]:
        """The transcript so far."""
        return tuple(self.turns)

    def audio_name(self, who: Who) -> str:
        """A file name for the next turn's audio that no earlier take has used."""
        number = len(self.turns)
        take = self._takes.get(number, 0)
        return f"{number:03d}-{who.value}" + (f"-take{take + 1}" if take else "")

    def read(self, heard: Heard) -> TurnReading:
        """What these words would do as the user's next turn. Changes nothing; from any thread."""
        return read_turn(heard, self.standpoint)

    @property
    def standpoint(self) -> Standpoint:
        """Where the talk stands."""
        return Standpoint(self._changes, len(self.turns), self.mind, self._reader)

    def add_yours(
        self,
        heard: Heard,
        *,
        reading: TurnReading | None = None,
        start_s: float,
        end_s: float,
        audio: str | None,
        timings: Mapping[str, float] | None = None,
    ) -> Turn:
        """The user's turn: into the transcript, to the persona's mind, and on disk.

        `reading` is used where it is of these words and nothing has changed since.
        """
        turn = Turn(
            number=len(self.turns),
            who=Who.YOU,
            text=heard.text,
            words=heard.words,
            start_s=start_s,
            end_s=end_s,
            audio=audio,
            engine=heard.engine,
        )
        if reading is None or reading.change != self._changes or reading.heard.text != heard.text:
            reading = self.read(heard)
        self.mind, self._reader = reading.mind, reading.reader
        self._keep(turn, timings)
        self._move = reading.move
        return turn

    def next_move(self) -> Directive:
        """What the persona does next. Asking changes nothing."""
        return self._move or self.mind.next_move()

    def add_theirs(
        self,
        directive: Directive,
        text: str,
        *,
        start_s: float,
        end_s: float,
        audio: str | None,
        engine: str,
        cut_off: bool = False,
        timings: Mapping[str, float] | None = None,
    ) -> Turn:
        """What was heard of the partner's line: into the transcript and on disk; the mind knows no more."""
        turn = Turn(
            number=len(self.turns),
            who=Who.PARTNER,
            text=text,
            start_s=start_s,
            end_s=end_s,
            audio=audio,
            engine=engine,
            move=directive.move,
            cut_off=cut_off,
        )
        mind, reader = self.mind.copy(), self._reader.copy()
        mind.commit(directive, text)
        reader.read(turn)
        self.mind, self._reader = mind, reader
        self._keep(turn, timings)
        return turn

    def _keep(self, turn: Turn, timings: Mapping[str, float] | None) -> None:
        mind = self._sparing(self.mind.snapshot())
        extra = {"timings": dict(timings)} if timings else {}
        self.journal.append("turn", turn=turn_to_json(turn), mind=mind, **extra)
        self.turns.append(turn)
        self._minds.append(mind)
        self._changed()

    def _changed(self) -> None:
        """Readings made before are stale."""
        self._changes += 1
        self._move = None

    def _sparing(self, mind: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same snapshot, sharing with the one before what has not changed since: there are hundreds."""
        before = (self._minds[-1] if self._minds else None) or {}
        return {key: before[key] if before.get(key) == value else value for key, value in mind.items()}

    def direct(self, direction: Direction) -> None:
        """Change how the partner plays for the rest. Not a turn; the coach never reads it."""
        if direction is Direction.UNLIKE and self.turns and self.turns[-1].who is Who.PARTNER:
            self.drop_from(len(self.turns) - 1, "unlike")
        mind = self.mind.copy()
        if direction is Direction.UNLIKE:
            self._another_manner(mind)
        else:
            levels = list(Push)
            step = -1 if direction is Direction.SOFTER else 1
            at = levels.index(Push(mind.state.push)) + step
            mind.push(levels[max(0, min(at, len(levels) - 1))])
            mind.anger(direction is Direction.ANGRIER or (mind.state.angry and step > 0))
        self.mind = mind
        kept = mind.snapshot()
        self.journal.append("directed", direction=direction.value, mind=kept)
        self._minds[-1:] = [kept] if self._minds else []
        self._changed()

    def _another_manner(self, mind: Mind) -> None:
        """ "She wouldn't say that": another manner words the next line."""
        others = [m.key for m in self.scenario.manners if m.key != mind.state.manner]
        if others:
            mind.manner(others[len(self.turns) % len(others)])

    def last_of_yours(self) -> int | None:
        """Number of the user's latest turn."""
        return next((t.number for t in reversed(self.turns) if t.who is Who.YOU), None)

    def drop_from(self, first: int, why: str) -> None:
        """Take back every turn from `first` on. They stay in the folder, marked."""
        self.journal.append("dropped", **{"from": first, "why": why})
        for turn in self.turns[first:]:
            self._takes[turn.number] = self._takes.get(turn.number, 0) + 1
        self.doubt.take_back()
        directed = self.mind.directed
        self._wind_to(first)
        self.mind.play(directed)
        self._changed()

    def _wind_to(self, count: int) -> None:
        """Put mind and reader to where they were after `count` turns."""
        self.turns, self._minds = self.turns[:count], self._minds[:count]
        self.mind, reader = self._last_mind(), TranscriptReader(self.brief)
        for turn in self.turns:
            reader.read(turn)
        self._reader = reader
        self._changed()

    def _last_mind(self) -> Mind:
        """As the journal kept it; one that makes no sense gives way to the one before."""
        for kept in reversed([m for m in self._minds if m]):
            try:
                return Mind.restore(self.scenario, self.brief, kept)
            except (LookupError, TypeError, ValueError, AttributeError):
                log.warning("a mind in the journal could not be read")
        return Mind.make(self.scenario, self.brief, self.seed)

    def save_audio(self, who: Who, sound: Sound) -> str:
        """Keep the sound of the turn that comes next."""
        return self.journal.save_audio(self.audio_name(who), sound)
