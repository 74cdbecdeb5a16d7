"""What the mind remembers: plain values that go to JSON and back exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from voicecoach.partner.directive import Guard
from voicecoach.partner.reading import Did
from voicecoach.types import Push

GUARDS = (Guard.OPEN, Guard.WARY, Guard.CLOSED)


@dataclass(frozen=True, slots=True)
class Level:
    """What a level of pushing changes: how much, never how cruelly."""

    objections: int
    """How many the persona has."""
    patience: int
    """How often it comes back to the same one before it tries another."""
    needed: float
    """Answered objections from which it gives in part of the way."""
    fades: float
    """What a turn that answers nothing takes off that account."""
    yes_from: int
    """The exchange from which it may give in."""
    costs: float
    """What each ground given adds to what is needed."""
    close_at: int
    """The exchange that ends the talk at the latest."""
    guard: int
    """Where in `GUARDS` it starts."""


LEVELS: Mapping[Push, Level] = {
    Push.EASY: Level(
        objections=4, patience=1, needed=1.6, fades=0.0, yes_from=4, costs=0.0, close_at=12, guard=0
    ),
    Push.REALISTIC: Level(
        objections=6, patience=2, needed=3.0, fades=0.34, yes_from=7, costs=1.0, close_at=15, guard=1
    ),
    Push.TOUGH: Level(
        objections=9, patience=3, needed=5.0, fades=0.5, yes_from=9, costs=1.5, close_at=15, guard=2
    ),
}


@dataclass(slots=True)
class State:
    """Everything that a mind knows beyond scenario and brief."""

    seed: int
    push: str
    manner: str
    order: list[str]
    """Objections by key, as they come."""
    guard: int
    """Index into `GUARDS`."""
    exchanges: int = 0
    opened: bool = False
    pending: bool = False
    """Has the user spoken since the persona's last line?"""
    asked: bool = False
    credit: float = 0.0
    needed_more: float = 0.0
    raised: dict[str, int] = field(default_factory=dict)
    met: list[str] = field(default_factory=list)
    just_met: str = ""
    answered_else: bool = False
    """Did the user's last turn answer something else than the objection just raised?"""
    current: str = ""
    did: str = ""
    """What the user's last turn did; a `Did`."""
    in_row: int = 0
    """How many of the user's last turns did the same."""
    about: str = ""
    """What of the user's last turn a line can take up."""
    named: str = ""
    """The amount that the user's last turn named for the first time."""
    nothing_new: bool = True
    """Was all of the user's last turn said before?"""
    last_about: str = ""
    """What the persona's last line took up."""
    gave_way: str = ""
    """How ground was last given."""
    angry: bool = False
    """Is the persona to sound angry for the rest, as the user directed?"""
    beats: dict[str, int] = field(default_factory=dict)
    """How often each kind of line was heard."""
    last_beat: str = ""
    last_move: str = ""
    last_objection: str = ""
    last_heard: str = ""
    last_user: str = ""
    conceded: list[str] = field(default_factory=list)
    held_against: int = 0
    """How many of the concessions were held against the user."""
    yielded: bool = False
    outcome: str = ""
    """How the talk closed: yes, later, unmoved or taken; "" while it goes on."""
    number: str = ""
    date: str = ""
    said_stems: list[str] = field(default_factory=list)
    said_numbers: list[str] = field(default_factory=list)
    """The user's turns that held a number or a date."""

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> State:
        """Back from JSON; keys of later versions are left out. Raises TypeError for another kind of value."""
        known = {item.name: str(item.type).partition("[")[0] for item in fields(cls)}
        copied = {key: _copied(value) for key, value in raw.items() if key in known}
        for key, value in copied.items():
            if not isinstance(value, _KINDS[known[key]]):
                raise TypeError(f"{key} of a mind is no {known[key]}")
        return cls(**copied)

    @property
    def level(self) -> Level:
        """What the present level of pushing means."""
        return LEVELS[Push(self.push)]

    @property
    def needed(self) -> float:
        """Credit from which the persona gives in part of the way."""
        return self.level.needed + self.needed_more

    @property
    def deed(self) -> Did | None:
        """What the user's last turn did."""
        return Did(self.did) if self.did else None


_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "str": str, "int": int, "float": (int, float), "bool": bool, "list": list, "dict": dict,
}  # fmt: skip


def _copied(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value
