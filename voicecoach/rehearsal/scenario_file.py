"""What may stand in a scenario's file, and how a wrong one is told: one line with file, line and key."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voicecoach import paths
from voicecoach.errors import ScenarioError
from voicecoach.files import Unreadable, read_text, toml_in
from voicecoach.rehearsal.scenario import Echo, Lines, Manner, Objection, OwnQuestion, Scenario, SetupQuestion
from voicecoach.types import Move

SLOTS = frozenset({"name", "number", "offer", "date", "said"})
"""What may stand in braces in a line."""

BEATS = frozenset(
    [
        "open",
        "probe",
        "raise",
        "again",
        "harder",
        "met",
        "question",
        "asked_back",
        "press",
        "used_against",
        "harsh",
        "quiet",
        "silence",
        "nonsense",
        "counter_offer",
        "partial_yes",
        "settle",
        "close_yes",
        "close_later",
        "close_unmoved",
        "close_taken",
        "after_yes",
        "after_no",
    ]
)
"""Kinds of line; what stands behind a colon or an @ narrows one down."""

Kind = Literal["text", "lines", "number", "scale", "choice", "yesno"]
Text = Annotated[str, Field(min_length=1)]
Pools = dict[str, list[Text]]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Question(_Strict):
    key: Text
    ask: Text
    example: str = ""
    kind: Kind = "text"
    choices: list[Text] = []
    optional: bool = False
    help: str = ""
    low: int = 0
    high: int = 0


class _Setup(_Strict):
    """A common question in this scenario's words."""

    ask: str | None = None
    example: str | None = None
    help: str | None = None


class _OwnQuestion(_Strict):
    key: Text
    ask: Text
    labels: list[
        Literal["apology", "hedge", "concession", "justifying", "harsh", "direct", "held", "filler"]
    ] = []


class _Objection(_Strict):
    key: Text
    gist: Text
    move: Literal["deny", "deflect", "doubt", "guilt", "question", "counter_offer", "quiet"] = "deny"
    topic: list[Text] = []
    fears: list[Text] = []
    when: dict[str, str] = {}
    after_credit: bool = False
    only_when_feared: bool = False
    lines: Pools


class _Echo(_Strict):
    words: Annotated[list[Text], Field(min_length=1)]
    lines: Annotated[list[Text], Field(min_length=1)]


class _Manner(_Strict):
    about: Text
    words: list[Text] = []
    first: list[Text] = []
    lines: Pools = {}


class _File(_Strict):
    title: Text
    blurb: Text
    relation: Text
    position: Text
    resists: Text
    temper: Literal["work", "close"] = "work"
    harshness: Literal["hardens", "hurts"] = "hardens"
    warmth: bool = False
    apology_fits: bool = False
    ask_words: list[Text] = []
    manner_from: str = ""
    setup: dict[str, _Setup] = {}
    questions: list[_Question] = []
    own_questions: list[_OwnQuestion] = []
    manners: dict[str, _Manner] = {}
    objections: Annotated[list[_Objection], Field(min_length=3)]
    lines: Pools = {}
    echoes: list[_Echo] = []


def read_scenario(path: Path) -> Scenario:
    """Reads and checks one file. Raises ScenarioError in one line."""
    try:
        text = read_text(path)
        raw = toml_in(text)
        parsed = _File.model_validate(raw)
    except FileNotFoundError:
        raise ScenarioError(
            f"There is no scenario file {path}.", "`voicecoach scenarios list` names those there are."
        ) from None
    except Unreadable as error:
        raise ScenarioError(f"{path} cannot be read: {error}.", "Mend that, and try again.") from None
    except ValidationError as error:
        raise _told(path, text, error) from None
    _check_lines(path, text, parsed)
    return _made(path, parsed)


def _told(path: Path, text: str, error: ValidationError) -> ScenarioError:
    first = error.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return ScenarioError(
            f"{_at(path, text, first['loc'])}: unknown key {where}.", "Take it out, or mend its spelling."
        )
    if first["type"] == "missing":
        return ScenarioError(f"{_at(path, text, first['loc'])}: the key {where} is missing.", "Add it.")
    return ScenarioError(f"{_at(path, text, first['loc'])}: {where}: {first['msg']}.", "Mend it.")


def _at(path: Path, text: str, loc: tuple[int | str, ...]) -> str:
    """File and line of a key; the file alone where the key stands nowhere."""
    line = _line_of(text, loc)
    return f"{path}, line {line}" if line else str(path)


def _line_of(text: str, loc: tuple[int | str, ...]) -> int | None:
    """Follows the keys down through the tables; good enough for files as people write them."""
    lines, row, found = text.splitlines(), 0, None
    for part, after in zip(loc, (*loc[1:], None), strict=True):
        if isinstance(part, int):
            continue
        nth = after if isinstance(after, int) else 0
        table = re.compile(rf"\s*\[+(?:[\w.\"-]+\.)?\"?{re.escape(str(part))}\"?(?:\.[\w.\"-]+)?\]+")
        key = re.compile(rf"\s*(?:[\w-]+\.)*\"?{re.escape(str(part))}\"?\s*=")
        hits = [n for n in range(row, len(lines)) if table.match(lines[n]) or key.match(lines[n])]
        if not hits:
            continue
        row = hits[min(nth, len(hits) - 1)]
        found = row + 1
    return found


def _check_lines(path: Path, text: str, parsed: _File) -> None:
    """Slots that nothing fills, and keys that name nothing, are errors too."""
    for loc, pools in _all_pools(parsed):
        for beat, lines in pools.items():
            if re.split("[:@]", beat)[0] not in BEATS and loc[0] != "echoes":
                raise ScenarioError(
                    f"{_at(path, text, (*loc, beat))}: no kind of line is named {beat}.",
                    f"There are: {', '.join(sorted(BEATS))}.",
                )
            for line in lines:
                unknown = set(re.findall(r"\{(\w*)\}", line)) - SLOTS
                if unknown:
                    row = next((n for n, row in enumerate(text.splitlines(), 1) if line in row), None)
                    where = f"{path}, line {row}" if row else _at(path, text, (*loc, beat))
                    raise ScenarioError(
                        f"{where}: no slot is named {{{unknown.pop()}}}.", f"There are {sorted(SLOTS)}."
                    )
    keys = {objection.key for objection in parsed.objections}
    for name, manner in parsed.manners.items():
        for wanted in manner.first:
            if wanted not in keys:
                raise ScenarioError(
                    f"{_at(path, text, ('manners', name, 'first'))}: no objection is named {wanted}."
                )
    for objection in parsed.objections:
        if not objection.lines.get("raise"):
            where = _at(path, text, ("objections",))
            raise ScenarioError(
                f"{where}: the objection {objection.key} has no lines.raise.", "Add one line at least."
            )


def _all_pools(parsed: _File) -> list[tuple[tuple[int | str, ...], Pools]]:
    pools: list[tuple[tuple[int | str, ...], Pools]] = [(("lines",), parsed.lines)]
    pools += [(("manners", name, "lines"), manner.lines) for name, manner in parsed.manners.items()]
    pools += [(("echoes", n), {"lines": echo.lines}) for n, echo in enumerate(parsed.echoes)]
    pools += [(("objections", n, "lines"), objection.lines) for n, objection in enumerate(parsed.objections)]
    return pools


def _made(path: Path, parsed: _File) -> Scenario:
    return Scenario(
        name=path.stem,
        title=parsed.title,
        blurb=parsed.blurb,
        questions=_questions(parsed),
        own_questions=tuple(OwnQuestion(own.key, own.ask, tuple(own.labels)) for own in parsed.own_questions),
        objections=tuple(_objection(objection) for objection in parsed.objections),
        relation=parsed.relation,
        position=parsed.position,
        resists=parsed.resists,
        temper=parsed.temper,
        harshness=parsed.harshness,
        warmth=parsed.warmth,
        apology_fits=parsed.apology_fits,
        ask_words=tuple(parsed.ask_words),
        manner_from=parsed.manner_from,
        manners=tuple(_manner(key, manner) for key, manner in parsed.manners.items()),
        lines=_frozen(parsed.lines),
        echoes=tuple(Echo(tuple(echo.words), tuple(echo.lines)) for echo in parsed.echoes),
        source=str(path),
    )


def _objection(raw: _Objection) -> Objection:
    return Objection(
        raw.key,
        raw.gist,
        Move(raw.move),
        tuple(raw.topic),
        tuple(raw.fears),
        raw.when,
        raw.after_credit,
        raw.only_when_feared,
        _frozen(raw.lines),
    )


def _manner(key: str, raw: _Manner) -> Manner:
    return Manner(key, raw.about, tuple(raw.words), tuple(raw.first), _frozen(raw.lines))


def _frozen(pools: Pools) -> Lines:
    return {beat: tuple(lines) for beat, lines in pools.items()}


def _questions(parsed: _File) -> tuple[SetupQuestion, ...]:
    """The common questions in this scenario's words, its own after the one about the other person."""
    questions: list[SetupQuestion] = []
    for common in common_questions():
        own = parsed.setup.get(common.key)
        said = own.model_dump(exclude_none=True) if own else {}
        questions.append(_question(common.model_copy(update=said)))
        if common.key == "other":
            questions += [_question(question) for question in parsed.questions]
    return tuple(questions)


def _question(raw: _Question) -> SetupQuestion:
    return SetupQuestion(
        raw.key, raw.ask, raw.example, raw.kind, tuple(raw.choices), raw.optional, raw.help, raw.low, raw.high
    )


@cache
def common_questions() -> tuple[_Question, ...]:
    """The questions that every scenario asks, in order."""
    with (paths.package_data("lexicon") / "setup.toml").open("rb") as file:
        return tuple(_Question.model_validate(raw) for raw in tomllib.load(file)["questions"])
