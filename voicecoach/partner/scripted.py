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

LED = frozenset({"raise", "again", "harder", "question", "counter_offer", "settle"})
"""Beats before which a short remark on what the user just said fits."""

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
        said = history[-1].text if history and history[-1].who is Who.YOU else ""
        return self._led(line, directive, heard, said, rng)

    def _main(self, directive: Directive, heard: Sequence[Turn], rng: random.Random) -> str:
        last = "Okay."
        for pool in pools(self.scenario, directive, directive.manner or self.manner, self.kinds):
            ready = [filled(line, directive.slots) for line in pool]
            fresh = [line for line in ready if not self._spent(line, heard)]
            if fresh:
                return rng.choice(fresh)
            last = ready[-1] if ready else last
        return last

    def _led(
        self, line: str, directive: Directive, heard: Sequence[Turn], said: str, rng: random.Random
    ) -> str:
        """The line, with a remark on what was said before it where one fits."""
        if directive.beat not in LED:
            return line
        for group in leads(self.scenario, directive, said):
            fresh = [lead for lead in group.lines if self._goes_before(lead, line, heard)]
            if fresh and rng.random() < group.chance:
                lead = rng.choice(fresh)
                self._used.add(plain(lead))
                return f"{lead} {line}"
        return line

    def _goes_before(self, lead: str, line: str, heard: Sequence[Turn]) -> bool:
        """Is it new, short enough, and does it not stammer: "Okay. Okay, I heard it."?"""
        room = MAX_WORDS - len(line.split())
        first = plain(line).split()[:1]
        return (
            len(lead.split()) <= room
            and not self._spent(lead, heard)
            and not (first and first[0] in plain(lead).split()[:2])
        )

    def _spent(self, line: str, heard: Sequence[Turn]) -> bool:
        """Was it given out, or heard? A line that was cut off counts as far as it was heard."""
        words = plain(line)
        return words in self._used or any(_holds(turn, words) for turn in heard)


def _holds(turn: Turn, words: str) -> bool:
    said = plain(turn.text)
    return f" {words} " in f" {said} " or (turn.cut_off and len(said.split()) >= 4 and words.startswith(said))
