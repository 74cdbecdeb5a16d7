"""What the mind tells the partner to word: one move, one turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voicecoach.types import Move


class Guard(StrEnum):
    """How guarded the persona is just now."""

    OPEN = "open"
    WARY = "wary"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Directive:
    """One move of the persona's, to be worded as one line and spoken."""

    move: Move
    objection: str = ""
    """Key of the objection that the move is about; empty where it is about none."""
    gist: str = ""
    """What the persona means, in the third person, for a model: "Dana says the budget is closed"."""
    guard: Guard = Guard.WARY
    may_concede: bool = False
    """May the line give any ground?"""
    closing: bool = False
    """Does the persona bring the talk to an end with this line?"""
    max_words: int = 35
    stage: int = 0
    """How often this objection has been raised already."""
    beat: str = ""
    """Which kind of authored line words it, a key of the line pools: "raise", "again", "press"."""
    reaction: str = ""
    """What the user's turn did, as the line may take it up: "answered", "restated", "apologised"."""
    about: str = ""
    """What of the user's turn the line takes up: the kind of question, the way ground was given."""
    angry: bool = False
    """Does the persona sound angry?"""
    met: str = ""
    """Key of the objection that the user has just answered."""
    manner: str = ""
    """Key of the manner in which it is said; a redirect may change it midway."""
    slots: Mapping[str, str] = field(default_factory=dict)
    """Short phrases that are in play and may stand in the line: the number once it was said, the offer."""
