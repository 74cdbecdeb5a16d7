"""What a turn of the user's amounts to: all that follows from its words and from the talk before it.

Pure, and so worked out ahead: on the words of a soft end, in the thread that hears, while it is not yet
certain that the turn is over. A reading holds for the words it was made of, at the place it was made for.
"""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.coaching.findings import TranscriptReader
from voicecoach.partner.directive import Directive
from voicecoach.partner.mind import Mind
from voicecoach.rehearsal.events import Command, Direction
from voicecoach.rehearsal.scope import ASK_IN_A_TALK, ScopeVerdict, check_scope
from voicecoach.rehearsal.spoken_commands import spoken_command, spoken_direction
from voicecoach.types import Heard, Turn, Who


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a talk stands. Whoever changes the talk replaces these, so they can be read in any thread."""

    change: int
    """Counts what changed in the talk: a reading holds only where nothing did."""
    number: int
    """The turn that comes next."""
    mind: Mind
    reader: TranscriptReader


@dataclass(frozen=True, slots=True)
class TurnReading:
    """What the words of a turn that comes next would do."""

    heard: Heard
    change: int
    """The `Standpoint.change` it was made at."""
    command: Command | None
    """The whole turn is a command: no part of the talk."""
    direction: Direction | None
    """The whole turn says how the partner is to play: no part of the talk."""
    scope: ScopeVerdict
    mind: Mind
    """The persona's, once it has heard the turn."""
    reader: TranscriptReader
    """The reader, once it has read the turn."""
    move: Directive
    """What the persona does next."""


def read_turn(heard: Heard, at: Standpoint) -> TurnReading:
    """Read a turn of the user's. Changes nothing."""
    turn = Turn(at.number, Who.YOU, heard.text, heard.words)
    mind, reader = at.mind.copy(), at.reader.copy()
    findings = reader.read(turn)
    mind.hear(turn, findings, reader.odds)
    return TurnReading(
        heard=heard,
        change=at.change,
        command=spoken_command(heard.text),
        direction=spoken_direction(heard.text, mind.persona.name),
        scope=check_scope(heard.text, "speech", ASK_IN_A_TALK),
        mind=mind,
        reader=reader,
        move=mind.next_move(),
    )
