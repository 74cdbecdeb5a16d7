"""The scripted partner: words the mind's moves from authored lines. Needs no model.

No line comes twice within a rehearsal: lines heard in the history and lines given out before are left
out. Another seed chooses other lines.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voicecoach.partner.directive import Directive
from voicecoach.partner.lines import filled, leads, plain, pools
from voicecoach.partner.persona import make_persona
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Turn, Who

LEAD_CHANCE = {
    "answered": 0.85,
    "asked": 0.6,
    "apologised": 0.5,
    "piled": 0.5,
    "hedged": 0.45,
    "restated": 0.3,
}
"""How often a remark on what the user did comes first."""

LED = frozenset({"raise", "again", "harder", "question", "counter_offer"})
"""Beats before which such a remark fits."""

MAX_WORDS = 35


class ScriptedPartner:
    """Implements `stages.Partner` with authored lines."""

    name = "scripted"

    def __init__(self, scenario: Scenario, brief: Brief, seed: int = 0) -> None:
        self.scenario = scenario
        self.manner = make_persona(scenario, brief).manner
        self.kinds = tuple(brief.details.values())
        self.seed = seed
        self._used: set[str] = set()
        self._cancelled = False

    def warm(self, history: Sequence[Turn] = ()) -> None:
        """Nothing to load."""

    def reply(self, directive: Directive, history: Sequence[Turn]) -> Iterator[str]:
        """The whole line, in one piece."""
        self._cancelled = False
        line = self.line_for(directive, history)
        if not self._cancelled:
            yield line

    def cancel(self) -> None:
        """Ends the reply under way."""
        self._cancelled = True

    def close(self) -> None:
        """Nothing to let go of."""

    def snapshot(self) -> dict[str, Any]:
        """Which lines were given out, ready for JSON."""
        return {"used": sorted(self._used)}

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Takes `snapshot` back."""
        self._used = set(snapshot.get("used", ()))

    def line_for(self, directive: Directive, history: Sequence[Turn]) -> str:
        """An authored line for the directive that this rehearsal has not heard. 8 to 35 words."""
        heard = [turn for turn in history if turn.who is Who.PARTNER]
        rng = random.Random(f"{self.seed}:{len(heard)}:{directive.beat}:{directive.objection}")  # noqa: S311
        line = self._main(directive, heard, rng)
        self._used.add(plain(line))
        return self._led(line, directive, heard, rng)

    def _main(self, directive: Directive, heard: Sequence[Turn], rng: random.Random) -> str:
        last = "Okay."
        for pool in pools(self.scenario, directive, directive.manner or self.manner, self.kinds):
            ready = [filled(line, directive.slots) for line in pool]
            fresh = [line for line in ready if not self._spent(line, heard)]
            if fresh:
                return rng.choice(fresh)
            last = ready[-1] if ready else last
        return last

    def _led(self, line: str, directive: Directive, heard: Sequence[Turn], rng: random.Random) -> str:
        chance = LEAD_CHANCE.get(directive.reaction, 0.0)
        if directive.beat not in LED or rng.random() >= chance:
            return line
        room = MAX_WORDS - len(line.split())
        fresh = [
            lead
            for lead in leads(self.scenario, directive)
            if len(lead.split()) <= room and not self._spent(lead, heard)
        ]
        if not fresh:
            return line
        lead = rng.choice(fresh)
        self._used.add(plain(lead))
        return f"{lead} {line}"

    def _spent(self, line: str, heard: Sequence[Turn]) -> bool:
        """Was it given out, or heard? A line that was cut off counts as far as it was heard."""
        words = plain(line)
        return words in self._used or any(_holds(turn, words) for turn in heard)


def _holds(turn: Turn, words: str) -> bool:
    said = plain(turn.text)
    return f" {words} " in f" {said} " or (turn.cut_off and len(said.split()) >= 4 and words.startswith(said))
