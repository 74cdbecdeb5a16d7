"""The talk as it stands: transcript, the persona's mind and the journal, kept in step.

No threads, no devices. Whoever calls holds the talk for itself (the loop does so with a lock).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.partner.directive import Directive
from voicecoach.partner.mind import Mind
from voicecoach.rehearsal.events import Direction
from voicecoach.rehearsal.journal import Journal
from voicecoach.rehearsal.records import brief_to_json, turn_to_json
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.rehearsal.story import Story
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
        for turn in story.taken_back:
            talk._takes[turn.number] = talk._takes.get(turn.number, 0) + 1
        talk._wind_to(len(talk.turns))
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

    def add_yours(
        self,
        heard: Heard,
        *,
        start_s: float,
        end_s: float,
        audio: str | None,
        timings: Mapping[str, float] | None = None,
    ) -> Turn:
        """The user's turn: into the transcript, to the persona's mind, and on disk."""
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
        findings = self._reader.read(turn)
        self.mind.hear(turn, findings)
        self._keep(turn, timings)
        return turn

    def next_move(self) -> Directive:
        """What the persona does next. Asking changes nothing."""
        return self.mind.next_move()

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
        self.mind.commit(directive, text)
        self._reader.read(turn)
        self._keep(turn, timings)
        return turn

    def _keep(self, turn: Turn, timings: Mapping[str, float] | None) -> None:
        mind = self.mind.snapshot()
        extra = {"timings": dict(timings)} if timings else {}
        self.journal.append("turn", turn=turn_to_json(turn), mind=mind, **extra)
        self.turns.append(turn)
        self._minds.append(mind)

    def direct(self, direction: Direction) -> None:
        """Change how the partner plays for the rest. Not a turn; the coach never reads it."""
        if direction is Direction.UNLIKE:
            self._unlike()
        else:
            levels = list(Push)
            step = -1 if direction is Direction.SOFTER else 1
            at = levels.index(Push(self.mind.state.push)) + step
            self.mind.push(levels[max(0, min(at, len(levels) - 1))])
            self.mind.anger(direction is Direction.ANGRIER or (self.mind.state.angry and step > 0))
        mind = self.mind.snapshot()
        self.journal.append("directed", direction=direction.value, mind=mind)
        self._minds[-1:] = [mind] if self._minds else []

    def _unlike(self) -> None:
        """ "She wouldn't say that": her last line was not said, and another manner words the next."""
        if self.turns and self.turns[-1].who is Who.PARTNER:
            self.drop_from(len(self.turns) - 1, "unlike")
        others = [m.key for m in self.scenario.manners if m.key != self.mind.state.manner]
        if others:
            self.mind.manner(others[len(self.turns) % len(others)])

    def last_of_yours(self) -> int | None:
        """Number of the user's latest turn."""
        return next((t.number for t in reversed(self.turns) if t.who is Who.YOU), None)

    def drop_from(self, first: int, why: str) -> None:
        """Take back every turn from `first` on. They stay in the folder, marked."""
        self.journal.append("dropped", **{"from": first, "why": why})
        for turn in self.turns[first:]:
            self._takes[turn.number] = self._takes.get(turn.number, 0) + 1
        directed = self.mind.directed
        self._wind_to(first)
        self.mind.play(directed)

    def _wind_to(self, count: int) -> None:
        """Put mind and reader to where they were after `count` turns."""
        self.turns, self._minds = self.turns[:count], self._minds[:count]
        self.mind = self._last_mind()
        self._reader = TranscriptReader(self.brief)
        for turn in self.turns:
            self._reader.read(turn)

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
