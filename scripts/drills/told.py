"""What a drill gives: how the rehearsal went on, what the user was told, and what they can do next."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from voicecoach.errors import VoicecoachError


class How(StrEnum):
    """What became of what was broken."""

    WENT_ON = "went on"
    """Nothing had to be told, or only that it is so."""
    WAITED = "waited"
    """For what is gone to be back."""
    STEPPED_DOWN = "stepped down"
    ENDED = "ended"
    """The rehearsal ended; all that was shown is kept, and can be taken up again."""
    REFUSED = "refused"


@dataclass(frozen=True)
class Told:
    """One drill's outcome. Where anything was told, both a message and a next step are due."""

    how: How
    what: str = ""
    next_step: str = ""

    def __post_init__(self) -> None:
        if self.how is How.WENT_ON:
            return
        assert self.what.strip(), f"{self.how}, and nothing was said"
        assert self.next_step.strip(), f"{self.how} without a next step: {self.what}"
        assert "Traceback" not in self.what + self.next_step, self.what

    def line(self, root: Path) -> str:
        """For the table of drills, without the folders of this run."""
        said = " → ".join(part for part in (self.what, self.next_step) if part) or "nothing to say"
        return re.sub(r"\s+", " ", f"{self.how}: {said}".replace(str(root), "FOLDER"))


def refused(does: Callable[[], object], how: How = How.REFUSED) -> Told:
    """What is said where something cannot be done."""
    try:
        does()
    except VoicecoachError as error:
        return Told(how, error.what, error.next_step)
    raise AssertionError("nothing was said")
