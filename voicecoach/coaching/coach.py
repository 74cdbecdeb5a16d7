"""The coach: who chooses what to show for each question, and with which words.

`TemplateCoach` works from findings and rubric with authored sentences and needs no model. Whoever coaches,
`critique.make` sends every point through the lint and fills the gaps with these templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from voicecoach.coaching import templates
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Point
from voicecoach.coaching.quotes import repeats
from voicecoach.types import Question

CARRIED = "carried"
ORDER = (CARRIED, *(q.value for q in Question))
"""The order in which points are spoken; the scenario's own questions follow."""


class Coach(Protocol):
    """Chooses what to show."""

    name: str
    """"templates", or "ollama:MODEL"."""

    def points(self, material: Material) -> Sequence[Point]:
        """At most one point a question, in any order; a question with none is left to the templates.

        Raises EngineError where it cannot work at all.
        """


class TemplateCoach:
    """Works from findings, must-say list, ledger and rubric. Always answers."""

    name = "templates"

    def points(self, material: Material) -> tuple[Point, ...]:
        """A point for what carried, for each of the four questions, and for the scenario's own."""
        used: list[Point] = []
        for question, ways in templates.WAYS.items():
            used.append(self._first(question, ways(material), used))
        for own in own_questions(material):
            found = templates.own_points(material, own)
            used.append(self._first(own.key, found, used, asks=own.ask))
        return tuple(used)

    def _first(self, question: str, found: Iterator[Point], used: Sequence[Point], asks: str = "") -> Point:
        """The first way to answer that shows words not shown before."""
        shown = [p.quote for p in used if p.quote]
        fresh = (p for p in found if p.quote is None or not repeats(p.quote, shown))
        return next(fresh, None) or templates.nothing_to_show(question, asks)


own_questions: Callable[[Material], tuple[templates.OwnQuestion, ...]] = templates.own_questions
