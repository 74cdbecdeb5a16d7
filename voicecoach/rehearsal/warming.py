"""Everything is loaded before the first word, so that the first answer comes as fast as the others."""

from __future__ import annotations

import numpy as np

from voicecoach.hearing.gate import speech_in
from voicecoach.rehearsal.crew import Crew
from voicecoach.rehearsal.scope_partner import may_be_heard
from voicecoach.rehearsal.talk import Talk
from voicecoach.rehearsal.turn_reading import Standpoint, read_turn
from voicecoach.types import HEARING_RATE, Heard, Sound, Turn, Who

SAID = "I hear you, and I'm asking for ninety thousand."
ANSWER = "There is no money."


def warm(talk: Talk, crew: Crew) -> None:
    """Load the engines, and read one made-up exchange with all that a turn passes through."""
    crew.warm(talk.history)
    speech_in(Sound(np.ones(HEARING_RATE, np.int16), HEARING_RATE))
    may_be_heard(ANSWER)
    here = talk.standpoint
    reader = here.reader.copy()
    reader.read(Turn(here.number, Who.PARTNER, ANSWER))
    read_turn(Heard(SAID), Standpoint(here.change, here.number + 1, here.mind, reader))
