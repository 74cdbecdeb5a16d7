"""Turns that give ground, and turns that do not, as examples for the encoder."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from examples import Example, read, without_marks

from voicecoach.coaching.dialogue import brief_of, turns_of
from voicecoach.encoder.views import BriefView, Stage, turn_view
from voicecoach.encoder.words import split
from voicecoach.types import Turn, Who

MOST_WORDS = 120
KEEPS = 4
"""Earlier turns that are shown at most, as at work."""

Labels = set[str]


def from_dialogues(path: Path) -> list[Example]:
    """Labelled rehearsals: a turn with a concession in it gives ground. Most do not, and weigh less."""
    found = []
    for row in read(path):
        labels: dict[int, Labels] = {}
        for label in row["labels"]:
            labels.setdefault(label["turn"], set()).add(label["label"])
        found += _both(row, lambda n, labels=labels: labels.get(n, set()), 1.0, 0.4, path.stem)
    return found


def from_talks(path: Path) -> list[Example]:
    """Talks whose turns are marked: `gives` true or false, or null for a turn that is not asked about."""
    found = []
    for row in read(path):
        rng = random.Random(str(row["turns"]))
        first = min(n for n, turn in enumerate(row["turns"]) if turn["who"] == "you")

        def labels(number: int, row: Any = row, rng: Any = rng, first: int = first) -> Labels | None:
            if (gives := row["turns"][number].get("gives")) is None:
                return None
            if gives:
                return {"concession"}
            return {"direct"} if number == first else {"held"} if rng.random() < 0.4 else set()

        found += _both({"labels": [], **row}, labels, 2.0, 2.0, path.stem)
    return found


def _both(
    row: Any, labels: Callable[[int], Labels | None], gives: float, keeps: float, source: str
) -> list[Example]:
    """As it is typed, and as a small recogniser writes it."""
    found = []
    for bare in (False, True):
        brief, stage, earlier = BriefView.of(brief_of(row)), Stage(), ()
        for turn in map(_bare, turns_of(row)) if bare else turns_of(row):
            if turn.who is Who.PARTNER:
                stage = stage.after_partner()
            else:
                here = labels(turn.number)
                if here is not None:
                    words = split(turn.text, brief.names)[:MOST_WORDS]
                    right = int("concession" in here)
                    view = turn_view(earlier, words, stage, brief)
                    found.append(Example(view, "gives", None, right, gives if right else keeps, source))
                stage = _after(stage, {"direct"} if here is None else here)
            earlier = (*earlier, (turn, stage))[-KEEPS:]
    return found


def _bare(turn: Turn) -> Turn:
    return turn if turn.who is Who.PARTNER else replace(turn, text=without_marks(turn.text, {})[0])


def _after(stage: Stage, labels: Labels) -> Stage:
    return stage.after_you(stated="direct" in labels, held="held" in labels, gave="concession" in labels)
