"""A rehearsal as it stands, folded from the lines of its journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from voicecoach.errors import RehearsalError
from voicecoach.rehearsal.journal import journal_lines
from voicecoach.rehearsal.records import brief_from_json, turn_from_json
from voicecoach.types import Brief, Turn, Who

SAID_AGAIN = frozenset({"again", "rewind", "take_back"})
"""Why turns were dropped so that one of the user's could be said again."""

REOPENED = "reopened"
"""Why a turn was dropped that was not over: the user went on, and all of it comes again."""


@dataclass(frozen=True)
class Story:
    """What a journal tells."""

    brief: Brief
    seed: int = 0
    attempt: int = 1
    attempt_of: str | None = None
    """Id of the first attempt on this brief; None in the first itself."""
    started: float = 0.0
    """Seconds since 1970."""
    turns: tuple[Turn, ...] = ()
    minds: tuple[Mapping[str, Any] | None, ...] = ()
    """The persona's mind after each turn, in the order of `turns`."""
    taken_back: tuple[Turn, ...] = ()
    """What was said and taken back, in the order it was said."""
    takes: Mapping[int, int] = field(default_factory=dict)
    """How many takes of a turn were dropped, by its number: their audio's names are used up."""
    again: tuple[Turn, ...] = ()
    """Earlier takes of turns of the user's that were said again from the same state, in order."""
    struck: frozenset[str] = frozenset()
    """Keys of findings that the user struck."""
    notes: Mapping[str, Any] = field(default_factory=dict)
    """The user's answers afterwards: confidence, what happened of the fear, what they would change."""
    engines: Mapping[str, str] = field(default_factory=dict)
    ended: bool = False
    critiqued: bool = False
    stopped: str = ""
    """"refer" or "emergency" where the coach stopped it, and the user has not taken it up since."""
    asked: str = ""
    """The coach's question in doubt that has no clear answer yet."""


def read_story(folder: Path) -> Story:
    """The rehearsal in a folder. Raises RehearsalError."""
    return fold(journal_lines(folder), folder)


def fold(lines: Iterable[Mapping[str, Any]], folder: Path | None = None) -> Story:
    """Fold journal lines into a story. A line that makes no sense is left out, as if torn."""
    story: Story | None = None
    for line in lines:
        try:
            story = _begin(line) if line["kind"] == "begin" else _step(story, line) if story else None
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
            continue
    if story is None:
        raise RehearsalError(
            f"The journal in {folder} has no beginning.",
            "It cannot be taken up again; what is in the folder can still be read by hand.",
        )
    return story


def _begin(line: Mapping[str, Any]) -> Story:
    return Story(
        brief=brief_from_json(line["brief"]),
        seed=int(line.get("seed", 0)),
        attempt=int(line.get("attempt", 1)),
        attempt_of=line.get("attempt_of"),
        started=float(line.get("at", 0.0)),
    )


def _step(story: Story, line: Mapping[str, Any]) -> Story:
    match line["kind"]:
        case "turn":
            return _add(story, turn_from_json(line["turn"]), line.get("mind"))
        case "directed":
            return _direct(story, line.get("mind"))
        case "dropped":
            return _drop(story, int(line["from"]), str(line.get("why")))
        case "corrected":
            return _correct(story, int(line["turn"]), str(line["text"]))
        case "struck":
            return replace(story, struck=story.struck | {str(line["finding"])})
        case "note":
            return replace(story, notes={**story.notes, str(line["key"]): line["value"]})
        case "engines" | "engine":
            return replace(story, engines={**story.engines, **_engines(line)})
    return _mark(story, line)


def _mark(story: Story, line: Mapping[str, Any]) -> Story:
    """How far the rehearsal has come."""
    match line["kind"]:
        case "asked":
            return replace(story, asked=str(line["question"]))
        case "stopped":
            return replace(story, stopped=str(line["label"]), asked="")
        case "resumed":
            return replace(story, ended=False, stopped="")
        case "ended":
            return replace(story, ended=True)
        case "critiqued":
            return replace(story, critiqued=True)
    return story


def _add(story: Story, turn: Turn, mind: Mapping[str, Any] | None) -> Story:
    if turn.number != len(story.turns):
        raise ValueError("a turn out of order")
    return replace(story, turns=(*story.turns, turn), minds=(*story.minds, mind))


def _direct(story: Story, mind: Any) -> Story:
    """How the partner plays was changed after the last turn; older journals keep no mind of it."""
    told = isinstance(mind, Mapping) and story.minds
    return replace(story, minds=(*story.minds[:-1], mind)) if told else story


def _engines(line: Mapping[str, Any]) -> dict[str, str]:
    if line["kind"] == "engine":
        return {str(line["stage"]): str(line["name"])}
    return {k: str(v) for k, v in line.items() if k not in ("v", "kind", "at")}


def _drop(story: Story, first: int, why: str) -> Story:
    dropped = story.turns[first:]
    counted = dropped if why != REOPENED else ()
    earlier = tuple(t for t in story.again if t.number <= first)  # later ones answered what is gone
    retake = counted[:1] if counted and counted[0].who is Who.YOU and why in SAID_AGAIN else ()
    return replace(
        story,
        takes={**story.takes, **{t.number: story.takes.get(t.number, 0) + 1 for t in dropped}},
        turns=story.turns[:first],
        minds=story.minds[:first],
        taken_back=story.taken_back + counted,
        again=earlier + retake,
        asked="",
    )


def _correct(story: Story, number: int, text: str) -> Story:
    mended = replace(story.turns[number], text=text, corrected=True)
    return replace(story, turns=(*story.turns[:number], mended, *story.turns[number + 1 :]))
