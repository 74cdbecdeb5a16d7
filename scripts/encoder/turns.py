"""Turns of talks with what is known of each as a whole: does it give ground, does it answer?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fold_talks
from examples import Judged, read, without_marks

from voicecoach.coaching.dialogue import brief_of, turns_of
from voicecoach.encoder.views import BriefView, Stage, turn_view
from voicecoach.encoder.words import split
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.types import Push, Turn, Who

MOST_WORDS = 120
KEEPS = 4
"""Earlier turns that are shown at most, as at work."""

SEEN = 0.7
"""Of the turns that gave ground, about so many are seen to have done so at work: of a later turn it must not
be learned that all of them are."""

ANSWERS = {
    "answers and holds": True,
    "restates": False,
    "apologises": False,
    "harsh": False,
    "nonsense": False,
}
"""Whether the turns of a scripted user answer anything, from the second on; of others it is not known."""


@dataclass(frozen=True)
class Known:
    """What is known of one turn; None where it is not."""

    gives: bool | None = None
    answers: bool | None = None
    stated: bool = False
    held: bool = False


Knows = Callable[[int], Known]
"""What is known of the turn with this number."""


@dataclass(frozen=True)
class Weights:
    """What a turn counts that gives ground, that does not, and that is known to answer or not."""

    gives: float = 2.0
    keeps: float = 2.0
    answers: float = 2.0


def from_dialogues(path: Path) -> Iterator[Judged]:
    """Labelled rehearsals: a turn with a concession in it gives ground. Most do not, and weigh less."""
    for row in read(path):
        labels: dict[int, set[str]] = {}
        for label in row["labels"]:
            labels.setdefault(label["turn"], set()).add(label["label"])

        def known(number: int, labels: dict[int, set[str]] = labels) -> Known:
            here = labels.get(number, set())
            return Known("concession" in here, None, "direct" in here, "held" in here)

        yield from _both(row, known, Weights(1.0, 0.4), path.stem)


def from_talks(path: Path) -> Iterator[Judged]:
    """Talks whose turns are marked `gives`, `answers`, or both: true, false, or null for nobody can say."""
    for row in read(path):
        yield from _both({"labels": [], **row}, _marked(row["turns"]), Weights(), path.stem)


def from_exchanges(path: Path) -> Iterator[Judged]:
    """One turn after one objection, marked whether it answers that."""
    for row in read(path):
        ask = row.get("ask") or scenarios.example_brief(row["scenario"]).want
        talk = [{"who": "you", "text": ask}, {"who": "partner", "text": row["partner"]}]
        brief = {"other": "", "want": ask, "ask": []}
        turns = [*talk, {"who": "you", "text": row["text"], "answers": bool(row["answers"])}]
        yield from _both({"brief": brief, "labels": [], "turns": turns}, _marked(turns), Weights(), path.stem)


def from_scripts(path: Path) -> Iterator[Judged]:
    """Scripted users, with what the scripted partner answers them."""
    for number, script in enumerate(read(path)):
        brief = fold_talks.brief_of(script)
        talk = fold_talks.run(script, Push.REALISTIC, number, fold_talks.Tally(), fold_talks.Used())
        turns = [{"who": str(turn.who), "text": turn.text} | _of_script(script, turn.number) for turn in talk]
        row = {
            "brief": {"other": brief.other, "want": brief.want, "ask": list(brief.must_say)},
            "labels": [],
            "turns": turns,
        }
        yield from _both(row, _marked(turns), Weights(), path.stem)


def _of_script(script: Any, turn: int) -> dict[str, bool | None]:
    """What a script tells of a turn of its user's; the partner has the first word."""
    exchange = (turn + 1) // 2
    answers = ANSWERS.get(script["behaviour"]) if exchange > 1 else None
    if exchange in script.get("unsure", ()) or (script["behaviour"] == "folds" and "gives" not in script):
        return {"gives": None, "answers": answers}
    return {"gives": exchange in script.get("gives", ()), "answers": answers}


def _marked(turns: list[Any]) -> Knows:
    """What the marks of a talk say; who keeps the position is found at work, and guessed here."""
    rng = random.Random(str(turns))
    first = min(n for n, turn in enumerate(turns) if turn["who"] == "you")

    def known(number: int) -> Known:
        turn = turns[number]
        held = number != first and rng.random() < (0.15 if turn.get("gives") else 0.4)
        return Known(turn.get("gives"), turn.get("answers"), number == first, held)

    return known


def _both(row: Any, known: Knows, weights: Weights, source: str) -> Iterator[Judged]:
    """As it is typed, and as a small recogniser writes it."""
    rng = random.Random(str(row["turns"]))
    for bare in (False, True):
        brief, stage, earlier = BriefView.of(brief_of(row)), Stage(), ()
        for turn in map(_bare, turns_of(row)) if bare else turns_of(row):
            if turn.who is Who.PARTNER:
                stage = stage.after_partner()
            else:
                here = known(turn.number)
                if right := _right(here, weights):
                    words = split(turn.text, brief.names)[:MOST_WORDS]
                    yield Judged(turn_view(earlier, words, stage, brief), right, source)
                seen = bool(here.gives) and rng.random() < SEEN
                stage = stage.after_you(stated=here.stated, held=here.held, gave=seen)
            earlier = (*earlier, (turn, stage))[-KEEPS:]


def _right(known: Known, weights: Weights) -> dict[str, tuple[int, float]]:
    right = {}
    if known.gives is not None:
        right["gives"] = (int(known.gives), weights.gives if known.gives else weights.keeps)
    if known.answers is not None:
        right["answers"] = (int(known.answers), weights.answers)
    return right


def _bare(turn: Turn) -> Turn:
    return turn if turn.who is Who.PARTNER else replace(turn, text=without_marks(turn.text, {})[0])


KINDS: Mapping[str, Callable[[Path], Iterator[Judged]]] = {
    "dialogues": from_dialogues,
    "answers": from_exchanges,
    "talks": from_talks,
    "fold": from_scripts,
}
"""By the name of the folder that a file is in."""


def of_file(path: Path) -> Iterator[Judged]:
    """The judged turns of a file of labelled text."""
    return KINDS.get(path.resolve().parent.name, from_dialogues)(path)
