"""How the user wants to be looked at: which customs are theirs, and whether frameworks are wanted.

Set in the brief's details: `indirect = "wanted"`, `deference = "wanted"`, `frameworks = "off"`.
"""

from __future__ import annotations

from dataclasses import dataclass

from voicecoach.types import Brief

_WANTED = frozenset({"wanted", "yes", "on", "true"})
_OFF = frozenset({"off", "no", "false"})


@dataclass(frozen=True, slots=True)
class Taste:
    """What is not held against the user."""

    indirect: bool = False
    """A soft way of asking is wanted: hedges are not accused."""
    deference: bool = False
    """Respectful forms are wanted: an apology for asking is not accused."""
    frameworks: bool = True
    """Rubric lines that come from a named method are shown."""
    pitch: bool = False
    """Describe a final rise. Off unless asked for: it varies with dialect and gender."""

    @classmethod
    def of(cls, brief: Brief) -> Taste:
        """As the brief's details say."""

        def says(key: str, words: frozenset[str]) -> bool:
            return brief.details.get(key, "").strip().lower() in words

        return cls(
            indirect=says("indirect", _WANTED),
            deference=says("deference", _WANTED),
            frameworks=not says("frameworks", _OFF),
            pitch=says("pitch", _WANTED),
        )
