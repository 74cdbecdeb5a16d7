"""Findings: labelled stretches of the user's turns, each with its words to the letter.

Phrases (apology, hedge, filler) are nominated by rules, clauses (direct, held, concession, justifying,
harsh) by cutting the turn; trained weights judge both where they stand, and the guide's rules settle what
may go together. Only past turns are looked at, so a live partner can read along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from voicecoach.coaching.clauses import Clause, clauses, words
from voicecoach.coaching.numbers import amounts, same_value
from voicecoach.coaching.phrases import Phrase, phrases
from voicecoach.coaching.scene import Aim, Scene
from voicecoach.coaching.spans import joined
from voicecoach.coaching.traits import clause_traits, first_names, phrase_traits
from voicecoach.coaching.weights import Weights, trained
from voicecoach.types import Brief, Finding, Label, Turn, Who

SPEAKABLE_SURENESS = 0.9
"""Findings at least this sure are said aloud: together they were right in nine of ten on unseen text."""

CLAUSE_LABELS = (Label.DIRECT, Label.HELD, Label.CONCESSION, Label.JUSTIFYING, Label.HARSH)

SHORT_YES = 5
"""Words of an answer that only agrees on a day: "Thursday works for me"."""

DAYS = ("date", "weekday", "time")
"""Kinds of amounts that are logistics."""


_ASKS_LEAVE = frozenset(
    f"hedge.{name}"
    for name in ("wondering", "would-it-be-ok", "would-you-mind", "itd-be-nice", "i-guess", "ask-leave")
)
"""Hedges that turn a statement into a question for leave: what they stand in is no plain ask."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A stretch with its label and the weights' probability, before it becomes a finding."""

    label: Label
    start: int
    end: int
    rule: str
    probability: float


class TranscriptReader:
    """Reads a rehearsal turn by turn and says what each turn shows."""

    def __init__(self, brief: Brief, weights: Weights | None = None) -> None:
        self._weights = weights or trained()
        self._aim = Aim.of(brief)
        self._names = first_names(brief.other)
        self._scene = Scene()

    @property
    def scene(self) -> Scene:
        """Where the conversation stands after the turns read so far."""
        return self._scene

    def copy(self) -> TranscriptReader:
        """A reader that goes on from here on its own, as a rewind needs."""
        other = TranscriptReader.__new__(TranscriptReader)
        other._weights, other._aim = self._weights, self._aim
        other._names, other._scene = self._names, self._scene
        return other

    def read(self, turn: Turn) -> tuple[Finding, ...]:
        """Findings of this turn, in order; empty for the partner's."""
        if turn.who is not Who.YOU:
            self._scene = self._scene.after_partner(turn.text) if turn.who is Who.PARTNER else self._scene
            return ()
        judged = judge(turn.text, self._scene, self._aim, self._names, self._weights)
        plain = " ".join(turn.text[j.start : j.end] for j in judged if j.label is Label.DIRECT)
        self._scene = self._scene.after_you(frozenset(j.label for j in judged), plain)
        return tuple(self._finding(turn, j) for j in judged)

    def _finding(self, turn: Turn, judged: Judged) -> Finding:
        return Finding(
            turn=turn.number,
            label=judged.label,
            quote=turn.text[judged.start : judged.end],
            at=(judged.start, judged.end),
            rule=judged.rule,
            sureness=self._weights.sure(judged.label, judged.probability),
        )


def find(turns: Iterable[Turn], brief: Brief) -> tuple[Finding, ...]:
    """Every finding of a whole rehearsal, in order."""
    reader = TranscriptReader(brief)
    return tuple(finding for turn in turns for finding in reader.read(turn))


def judge(text: str, scene: Scene, aim: Aim, names: frozenset[str], weights: Weights) -> tuple[Judged, ...]:
    """What one turn of the user's shows."""
    every = clauses(text, weights.cuts)
    found = [*_judged_phrases(text, every, scene, aim, weights)]
    chances = [
        dict(zip(CLAUSE_LABELS, weights.probabilities(CLAUSE_LABELS, traits), strict=True))
        for traits in (clause_traits(every, i, scene, aim, names) for i in range(len(every)))
    ]
    for label in CLAUSE_LABELS:
        found += _judged_clauses(every, label, chances, weights)
    found = [j for j in found if not _logistics(text, j, scene)]
    return tuple(sorted(_settled(found, scene), key=lambda j: (j.start, j.end, j.label)))


def _logistics(text: str, judged: Judged, scene: Scene) -> bool:
    """A few words that agree on the day the partner has just asked about give no ground."""
    said = text[judged.start : judged.end]
    if judged.label is not Label.CONCESSION or not scene.partner_asks or len(said.split()) > SHORT_YES:
        return False
    days = amounts(said)
    asked = scene.partner_amounts
    return bool(days) and all(d.kind in DAYS and any(same_value(d, a) for a in asked) for d in days)


def _judged_phrases(
    text: str, every: Sequence[Clause], scene: Scene, aim: Aim, weights: Weights
) -> Iterable[Judged]:
    around = words(text)
    for phrase in phrases(text, every):
        chance = weights.probability("phrase", phrase_traits(text, phrase, around, every, scene, aim))
        if chance >= weights.thresholds[phrase.label]:
            yield Judged(phrase.label, phrase.start, phrase.end, phrase.rule, chance)


def _judged_clauses(
    every: Sequence[Clause],
    label: Label,
    chances: Sequence[dict[Label, float]],
    weights: Weights,
) -> Iterable[Judged]:
    least = weights.thresholds[label]
    chosen = [i for i, chance in enumerate(chances) if chance[label] >= least]
    for run in joined(label, every, chosen):
        chance = max(chances[i][label] for i in run)
        yield Judged(label, every[run[0]].start, every[run[-1]].end, f"{label}.clause", chance)


def _settled(found: list[Judged], scene: Scene) -> list[Judged]:
    """The guide's rules on what goes together."""
    if not (scene.asked and scene.pushed):
        found = [_as_direct(j) for j in found]  # nothing is held before the ask met pushback
    soft = [j for j in found if j.label is Label.CONCESSION or j.rule in _ASKS_LEAVE]
    kept = [j for j in found if j.label is not Label.DIRECT or not _covered(j, soft)]
    return list({(j.label, j.start, j.end): j for j in kept}.values())


def _as_direct(judged: Judged) -> Judged:
    return replace(judged, label=Label.DIRECT) if judged.label is Label.HELD else judged


def _covered(judged: Judged, others: Sequence[Judged]) -> bool:
    return any(o.start < judged.end and judged.start < o.end for o in others)


__all__ = ["SPEAKABLE_SURENESS", "Judged", "Phrase", "TranscriptReader", "find", "judge"]
