"""Everything is loaded before the first word, so that the first answer comes as fast as the others."""

from __future__ import annotations

from voicecoach.coaching.findings import find
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scope import check_scope
from voicecoach.rehearsal.spoken_commands import spoken_command, spoken_direction
from voicecoach.rehearsal.talk import Talk
from voicecoach.types import Turn, Who

SAID = "I hear you, and I'm asking for ninety thousand."


def warm(talk: Talk, crew: Crew) -> None:
    """Load the engines, and read one made-up exchange with all that a turn passes through."""
    crew.warm(talk.history)
    spoken_command(SAID)
    spoken_direction(SAID, talk.mind.persona.name)
    check_scope(SAID, "speech")
    findings = find([Turn(0, Who.PARTNER, "There is no money."), Turn(1, Who.YOU, SAID)], talk.brief)
    spare = type(talk.mind).restore(talk.scenario, talk.brief, talk.mind.snapshot())
    spare.hear(Turn(1, Who.YOU, SAID), findings)
    spare.next_move()
