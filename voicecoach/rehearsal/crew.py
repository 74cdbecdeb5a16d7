"""The engines of one rehearsal, each with the starter engine that stands in when it fails."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from voicecoach.errors import EngineError
from voicecoach.hearing.streams import KeptStream
from voicecoach.partner.directive import Directive
from voicecoach.stages import HearingStream, Partner, Spoken, StreamingTranscriber, Transcriber, Voice
from voicecoach.types import Heard, Sound, Turn

log = logging.getLogger(__name__)

SteppedDown = Callable[[str, str, EngineError], None]
"""Told once a stage: which stage, which engine takes over, and what was wrong with the other."""


def _quiet(stage: str, name: str, error: EngineError) -> None:
    log.warning("%s steps down to %s: %s", stage, name, type(error).__name__)


@dataclass(frozen=True, slots=True)
class CrewEar:
    """Who hears in a rehearsal, with what is likely to be said in it. See `hearing_ahead.Ear`."""

    crew: Crew
    hints: tuple[str, ...]

    @property
    def streams(self) -> bool:
        """Does the engine in use hear as it goes?"""
        return self.crew.streams

    def begin(self) -> HearingStream:
        """A new utterance begins."""
        return self.crew.begin(self.hints)


@dataclass
class Crew:
    """Who hears, who words the partner, who speaks.

    A stage that fails steps down to its starter, says so once, and stays there.
    """

    transcriber: Transcriber
    partner: Partner
    voice: Voice
    coach_voice: Voice
    starter_transcriber: Transcriber
    starter_partner: Partner
    starter_voice: Voice
    starter_coach_voice: Voice
    stepped_down: SteppedDown = _quiet

    def names(self) -> dict[str, str]:
        """Which engine is in use, by stage."""
        return {
            "hearing": self.transcriber.name,
            "partner": self.partner.name,
            "speaking": self.voice.name,
        }

    def warm(self, history: Sequence[Turn] = ()) -> None:
        """Load everything, so that the first turn does not wait. A stage that cannot load steps down now."""
        for load in (self._warm_hearing, self._warm_voices, lambda: self._warm_partner(history)):
            load()

    def _warm_hearing(self) -> None:
        try:
            self.transcriber.warm()
        except EngineError as e:
            self._lower_hearing(e)
            self.transcriber.warm()

    def _warm_voices(self) -> None:
        try:
            self.voice.warm()
            self.coach_voice.warm()
        except EngineError as e:
            self._lower_voice(e)
            self.voice.warm()

    def _warm_partner(self, history: Sequence[Turn]) -> None:
        try:
            self.partner.warm(history)
        except EngineError as e:
            self._lower_partner(e)
            self.partner.warm(history)

    def transcribe(self, sound: Sound, hints: Sequence[str] = ()) -> Heard:
        """What was said, by the best engine that works. Raises EngineError where even the starter fails."""
        try:
            return self.transcriber.transcribe(sound, hints)
        except EngineError as e:
            if self.transcriber is self.starter_transcriber:
                raise
            self._lower_hearing(e)
            return self.transcriber.transcribe(sound, hints)

    @property
    def streams(self) -> bool:
        """Does the engine that hears do so while the user talks?"""
        return isinstance(self.transcriber, StreamingTranscriber)

    def begin(self, hints: Sequence[str] = ()) -> HearingStream:
        """A new utterance begins. Where hearing it as it comes fails, it is transcribed when it is over."""
        engine = self.transcriber
        stream = engine.begin(hints) if isinstance(engine, StreamingTranscriber) else None
        return KeptStream(lambda sound: self.transcribe(sound, hints), stream)

    def word(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """The persona's line in pieces. A model that dies before its first word is replaced by the script;

        one that dies in mid-line has said what it said.
        """
        said = False
        try:
            for piece in self.partner.reply(directive, history):
                said = said or bool(piece.strip())
                yield piece
        except EngineError as e:
            if self.partner is self.starter_partner:
                raise
            self._lower_partner(e)
            if not said:
                yield from self.partner.reply(directive, history)

    def speak(self, text: str, *, coach: bool = False) -> Iterator[Spoken]:
        """Sound for a clause. A voice that fails is replaced, and the clause said again from its start."""
        voice = self.coach_voice if coach else self.voice
        try:
            yield from voice.speak(text)
        except EngineError as e:
            starter = self.starter_coach_voice if coach else self.starter_voice
            if voice is starter:
                raise
            self._lower_voice(e)
            yield from starter.speak(text)

    def close(self) -> None:
        """Let go of what the engines hold."""
        self.partner.close()
        self.starter_partner.close()

    def _lower_hearing(self, error: EngineError) -> None:
        self.transcriber = self.starter_transcriber
        self.stepped_down("hearing", self.transcriber.name, error)

    def _lower_partner(self, error: EngineError) -> None:
        self.partner.close()
        self.partner = self.starter_partner
        self.stepped_down("partner", self.partner.name, error)

    def _lower_voice(self, error: EngineError) -> None:
        self.voice, self.coach_voice = self.starter_voice, self.starter_coach_voice
        self.stepped_down("speaking", self.voice.name, error)
