"""A kind of conversation: its setup questions, its persona, its pushback, what its critique looks for.

One TOML file a scenario, shipped in `voicecoach/scenarios/` or written by the user into
`paths.own_scenarios_dir()`. `scenario_file.py` says what may stand in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voicecoach import paths
from voicecoach.errors import ScenarioError
from voicecoach.types import Move

if TYPE_CHECKING:
    from voicecoach.types import Brief

Lines = Mapping[str, tuple[str, ...]]
"""Authored lines by the beat that they word: "open", "press", "close_yes"."""


@dataclass(frozen=True, slots=True)
class SetupQuestion:
    """One question of the setup."""

    key: str
    ask: str
    example: str
    """What Enter takes; empty only where the question is optional."""
    kind: str = "text"
    """text, lines, number, scale, choice or yesno."""
    choices: tuple[str, ...] = ()
    optional: bool = False
    help: str = ""
    low: int = 0
    high: int = 0
    """The ends of a scale; both 0 elsewhere."""


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """Something that this scenario's own critique looks for."""

    key: str
    ask: str
    """As the coach's voice says it."""
    labels: tuple[str, ...] = ()
    """Findings that answer it."""


@dataclass(frozen=True, slots=True)
class Objection:
    """Something the persona holds against what the user asks."""

    key: str
    gist: str
    """Third person, with the slot {name}."""
    move: Move = Move.DENY
    topic: tuple[str, ...] = ()
    """Words that an answer to it is likely to touch."""
    fears: tuple[str, ...] = ()
    """Words in the user's fear that make this the feared one."""
    when: Mapping[str, str] = field(default_factory=dict)
    """Details of the brief that bring it to the front."""
    after_credit: bool = False
    """Bargaining: comes only once the user has earned something."""
    only_when_feared: bool = False
    """Left out where the user does not fear it."""
    lines: Lines = field(default_factory=dict)
    """By beat: raise, again, harder, met."""


@dataclass(frozen=True, slots=True)
class Echo:
    """Short remarks for when the user's turn has certain words in it."""

    words: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manner:
    """A way in which the other person may take it."""

    key: str
    about: str
    words: tuple[str, ...] = ()
    """Words in the expected reaction that suggest it."""
    first: tuple[str, ...] = ()
    """Objections that come early with this manner."""
    lines: Lines = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of conversation."""

    name: str
    title: str
    blurb: str
    questions: tuple[SetupQuestion, ...]
    own_questions: tuple[OwnQuestion, ...]
    objections: tuple[Objection, ...]
    relation: str = "the other person"
    """Who they are where the brief does not say: "your manager"."""
    position: str = ""
    """Where the persona stands, third person, with the slot {name}."""
    resists: str = ""
    """Why they resist, third person, with the slot {name}."""
    temper: str = "work"
    """Which generic lines fit: work, or close (family and friends)."""
    harshness: str = "hardens"
    """What harshness does to them: hardens or hurts."""
    warmth: bool = False
    """Does naming the other's feeling and staying put meet an objection here?"""
    apology_fits: bool = False
    """Is saying sorry the point here, and no weakness?"""
    ask_words: tuple[str, ...] = ()
    """Words that people use for this ask beside their own: "salary", "raise"."""
    manner_from: str = ""
    """Key of the setup question whose answer is the manner; else it is read from the expected reaction."""
    manners: tuple[Manner, ...] = ()
    lines: Lines = field(default_factory=dict)
    echoes: tuple[Echo, ...] = ()
    """Remarks that take up what the user mentions, said before a line."""
    source: str = ""
    """The file it was read from."""

    def manner(self, key: str) -> Manner | None:
        """The manner of that name, if the scenario knows it."""
        return next((manner for manner in self.manners if manner.key == key), None)

    def objection(self, key: str) -> Objection | None:
        """The objection of that name, if the scenario has it."""
        return next((objection for objection in self.objections if objection.key == key), None)


def scenario_files() -> dict[str, Path]:
    """Every scenario there is, shipped ones first; one's own of the same name takes its place."""
    found = {path.stem: path for path in sorted(paths.package_data("scenarios").glob("*.toml"))}
    own = paths.own_scenarios_dir()
    if own.is_dir():
        found |= {path.stem: path for path in sorted(own.glob("*.toml"))}
    return found


def names() -> list[str]:
    """The scenarios by name, the four first ones at the head."""
    head = ["raise", "client", "boundary", "friend"]
    files = scenario_files()
    return [name for name in head if name in files] + [name for name in files if name not in head]


def load(name_or_path: str | Path) -> Scenario:
    """A scenario by its name or from a file. Raises ScenarioError naming file, line and key."""
    from voicecoach.rehearsal.scenario_file import read_scenario

    path = scenario_files().get(str(name_or_path))
    if path is None:
        path = Path(name_or_path)
        if path.suffix != ".toml":
            raise ScenarioError(
                f"There is no scenario named {name_or_path}.", f"There are: {', '.join(names())}."
            )
    return _cached(path, path.stat().st_mtime_ns) if path.is_file() else read_scenario(path)


@cache
def _cached(path: Path, _changed_ns: int) -> Scenario:
    from voicecoach.rehearsal.scenario_file import read_scenario

    return read_scenario(path)


def check(path: str | Path) -> Scenario:
    """Reads a scenario file as `load` does, and never from memory. Raises ScenarioError."""
    from voicecoach.rehearsal.scenario_file import read_scenario

    return read_scenario(Path(path))


def new_scenario(answers: Mapping[str, str]) -> str:
    """A scenario of one's own as TOML, from the answers to `scenario_new.new_questions()`."""
    from voicecoach.rehearsal import scenario_new

    return scenario_new.new_scenario(answers)


def example_brief(name: str) -> Brief:
    """The example brief that ships with a scenario; for one's own, made of the questions' examples."""
    from voicecoach.rehearsal.brief import brief_from_answers, load_brief

    shipped = paths.package_data("scenarios") / "briefs" / f"{name}.toml"
    if shipped.is_file():
        return load_brief(shipped)
    scenario = load(name)
    return brief_from_answers(scenario, {question.key: question.example for question in scenario.questions})


def safe_name(title: str) -> str:
    """A file name for a scenario of that title."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in title.lower()).strip("-")
    return re.sub("-+", "-", kept)[:40] or "mine"
