"""How the user wants to be looked at: which customs are theirs, and what is not to be looked for.

Said once for every talk in the settings (`critique.*`), or for one talk in the setup or the brief's details:
`asking = "softly"`, `indirect = "wanted"`, `deference = "wanted"`, `frameworks = "off"`, `pitch = "wanted"`,
`leave_out = "next_step, care"`. What the brief says wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voicecoach.settings import Settings
from voicecoach.types import Brief, Label

_YES = frozenset({"wanted", "yes", "on", "true", "softly"})
_NO = frozenset({"off", "no", "false", "unwanted"})


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
    left_out: frozenset[str] = frozenset()
    """Keys of rubric items that the user does not want looked for."""

    @classmethod
    def of(cls, brief: Brief, settings: Settings | None = None) -> Taste:
        """As the brief's details say, else the settings, else the defaults."""
        usual = cls._usual(settings) if settings else cls()
        softly = _said(brief, "asking")
        return cls(
            indirect=_first(_said(brief, "indirect"), softly, usual.indirect),
            deference=_first(_said(brief, "deference"), softly, usual.deference),
            frameworks=_first(_said(brief, "frameworks"), usual.frameworks),
            pitch=_first(_said(brief, "pitch"), usual.pitch),
            left_out=usual.left_out | _keys(brief.details.get("leave_out", "")),
        )

    @classmethod
    def _usual(cls, settings: Settings) -> Taste:
        return cls(
            indirect=settings.text("critique.soft_words") == "leave",
            deference=settings.text("critique.apologies") == "leave",
            frameworks=settings.on("critique.methods"),
            pitch=settings.on("critique.pitch"),
            left_out=_keys(settings.text("critique.leave_out")),
        )

    def counts(self, label: Label) -> bool:
        """Is this label looked for?"""
        return not ((self.indirect and label is Label.HEDGE) or (self.deference and label is Label.APOLOGY))


def _said(brief: Brief, key: str) -> bool | None:
    word = brief.details.get(key, "").strip().lower()
    return True if word in _YES else False if word in _NO else None


def _first(*answers: bool | None) -> bool:
    return next(answer for answer in answers if answer is not None)


def _keys(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))
