"""The user's answers to the setup questions, from a file, from the wizard, from a labelled dialogue.

A wrong brief is told in one line: which field, what is wrong with it, what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from voicecoach.errors import BriefError, ScenarioError
from voicecoach.files import Unreadable, read_toml
from voicecoach.rehearsal import scenario as scenarios
from voicecoach.rehearsal.scenario import Scenario, SetupQuestion
from voicecoach.types import Brief, Push, Stakes

MAX_MUST_SAY = 3
MAX_TEXT = 2000
"""Characters in one answer; a longer one is a pasted document."""

YES = frozenset({"yes", "y", "yeah", "yep", "true", "sure", "i have", "1"})
NO = frozenset({"no", "n", "nope", "false", "not yet", "0"})

_FIELDS = frozenset(item.name for item in fields(Brief))

_NEEDED = frozenset({"other", "want"})
_FACTS = frozenset({"text", "lines", "number"})
"""The kinds of answers that are words of the user's own; of the others an example is a usual choice."""


def load_brief(path: str | Path) -> Brief:
    """A brief from a TOML file. Raises BriefError in one line."""
    path = Path(path)
    try:
        raw = read_toml(path)
    except FileNotFoundError:
        raise BriefError(f"There is no brief {path}.", "Give the path of a TOML file.") from None
    except Unreadable as error:
        raise BriefError(f"The brief {path} cannot be read: {error}.", "Mend that, and try again.") from None
    return _from_table(raw, str(path))


def dump_brief(brief: Brief) -> str:
    """The brief as TOML; `load_brief` reads it back the same."""
    import tomlkit

    document = tomlkit.document()
    for key in ("scenario", "other", "want"):
        document[key] = getattr(brief, key)
    document["must_say"] = list(brief.must_say)
    for key in ("fear", "fear_likely", "reaction", "owed", "decided"):
        document[key] = getattr(brief, key)
    document["stakes"] = brief.stakes.value
    document["push"] = brief.push.value
    document["confidence"] = brief.confidence
    document["details"] = dict(brief.details)
    return tomlkit.dumps(document)


def brief_from_answers(scenario: Scenario, answers: Mapping[str, str]) -> Brief:
    """A brief from answers as they were typed or spoken, one text a question.

    Lines are parted by line breaks or semicolons. What is left empty stays out where it may; where nothing
    was answered in words of one's own, every question takes its example. Raises BriefError naming the
    question's key.
    """
    table: dict[str, Any] = {"scenario": scenario.name}
    details: dict[str, str] = {}
    own = any(is_own(question, answers.get(question.key, "")) for question in scenario.questions)
    for question in scenario.questions:
        unsaid = "" if own and may_stay_out(question) else question.example
        value = _answer(question, answers.get(question.key, "").strip() or unsaid)
        if question.key in _FIELDS:
            table[question.key] = value
        elif value not in ("", []):
            details[question.key] = "; ".join(value) if isinstance(value, list) else str(value)
    return _from_table(table | {"details": details}, "the answers", check_scenario=False)


def is_own(question: SetupQuestion, said: str) -> bool:
    """Whether an answer is somebody's own words, and not the example's."""
    return question.kind in _FACTS and said.strip() not in ("", question.example)


def may_stay_out(question: SetupQuestion) -> bool:
    """Whether a question may be left without an answer: an example would put words into the user's mouth."""
    return question.kind in _FACTS and question.key not in _NEEDED


def brief_from_dialogue(row: Mapping[str, Any]) -> Brief:
    """The small brief of a labelled dialogue: other, want, ask, and where they stand fear, reaction, owed."""
    raw = row.get("brief")
    if not isinstance(raw, Mapping):
        raise BriefError(
            "The transcript has no brief.", 'Expected "brief": {"other": …, "want": …, "ask": […]}.'
        )
    table = {key: raw[key] for key in ("other", "want", "fear", "reaction", "owed") if raw.get(key)}
    asked = raw.get("ask", [])
    table["must_say"] = [asked] if isinstance(asked, str) else asked
    table["scenario"] = str(row.get("scenario", "other"))
    brief = _from_table({**table, "must_say": []}, "the transcript's brief", check_scenario=False)
    return replace(brief, must_say=_texts("must_say", table["must_say"], "the transcript's brief", most=99))


def _answer(question: SetupQuestion, said: str) -> Any:
    """One answer as the kind of its question wants it."""
    if question.kind == "lines":
        return [line.strip() for line in re.split(r"[\n;]", said) if line.strip()]
    if question.kind == "yesno":
        return _yes_or_no(question.key, said)
    if question.kind in ("number", "scale") and question.key in _FIELDS:
        return _whole(question.key, said)
    if question.kind == "choice":
        return _choice(question.key, said, question.choices)
    return said


def _yes_or_no(key: str, said: str) -> bool:
    plain = said.lower().strip(" .!")
    if plain in YES or plain.split(",")[0] in YES:
        return True
    if plain in NO or plain.split(",")[0] in NO:
        return False
    raise BriefError(f"{key}: “{said}” is neither yes nor no.", "Answer yes or no.")


def _whole(key: str, said: str) -> int:
    found = re.search(r"-?\d+", said)
    if not found:
        raise BriefError(f"{key}: “{said}” is not a number.", "Give a whole number.")
    return int(found[0])


def _choice(key: str, said: str, choices: Sequence[str]) -> str:
    plain = said.lower().strip(" .")
    exact = [choice for choice in choices if choice.lower() == plain]
    near = exact or [choice for choice in choices if plain and choice.lower().startswith(plain)]
    if not near:
        raise BriefError(
            f"{key}: “{said}” is not one of the choices.", f"Choose one of: {', '.join(choices)}."
        )
    return near[0]


def _from_table(raw: Mapping[str, Any], source: str, *, check_scenario: bool = True) -> Brief:
    unknown = sorted(set(raw) - _FIELDS)
    if unknown:
        raise BriefError(
            f"{source}: unknown field {unknown[0]}.", f"A brief has: {', '.join(sorted(_FIELDS))}."
        )
    name = _text("scenario", raw, source, needed=True)
    if check_scenario and name != "other":
        _known_scenario(name, source)
    return Brief(
        scenario=name,
        other=_text("other", raw, source, needed=True),
        want=_text("want", raw, source, needed=True),
        must_say=_texts("must_say", raw.get("must_say", []), source, most=MAX_MUST_SAY),
        fear=_text("fear", raw, source),
        fear_likely=_between("fear_likely", raw.get("fear_likely", 50), source, 0, 100),
        reaction=_text("reaction", raw, source),
        owed=_text("owed", raw, source),
        decided=_flag("decided", raw.get("decided", True), source),
        stakes=Stakes(
            _one_of("stakes", raw.get("stakes", "medium"), source, [value.value for value in Stakes])
        ),
        push=Push(_one_of("push", raw.get("push", "realistic"), source, [value.value for value in Push])),
        confidence=_between("confidence", raw.get("confidence", 5), source, 1, 10),
        details=_details(raw.get("details", {}), source),
    )


def _known_scenario(name: str, source: str) -> None:
    try:
        scenarios.load(name)
    except ScenarioError as error:
        raise BriefError(f"{source}: scenario: {error.what}", error.next_step) from None


def _wrong(source: str, key: str, what: str, expected: str) -> BriefError:
    return BriefError(f"{source}: {key} {what}.", f"Expected {expected}.")


def _text(key: str, raw: Mapping[str, Any], source: str, *, needed: bool = False) -> str:
    value = raw.get(key, "")
    if not isinstance(value, str):
        raise _wrong(source, key, f"is {_shape(value)}", "a text in quotes")
    if needed and not value.strip():
        raise _wrong(source, key, "is empty" if key in raw else "is missing", "a text in quotes")
    if len(value) > MAX_TEXT:
        raise _wrong(source, key, f"has {len(value)} characters", f"{MAX_TEXT} at most")
    return value.strip()


def _texts(key: str, value: Any, source: str, *, most: int) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(line, str) and line.strip() for line in value):
        raise _wrong(source, key, f"is {_shape(value)}", f"up to {MAX_MUST_SAY} texts in square brackets")
    if len(value) > most:
        raise _wrong(source, key, f"has {len(value)} lines", f"{most} at most")
    return tuple(line.strip() for line in value)


def _between(key: str, value: Any, source: str, low: int, high: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _wrong(source, key, f"is {_shape(value)}", f"a whole number from {low} to {high}")
    if not low <= value <= high:
        raise _wrong(source, key, f"is {value}", f"a whole number from {low} to {high}")
    return value


def _flag(key: str, value: Any, source: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(source, key, f"is {_shape(value)}", "true or false")
    return value


def _one_of(key: str, value: Any, source: str, choices: Sequence[str]) -> str:
    if value not in choices:
        raise _wrong(source, key, f"is {_shape(value)}", f"one of: {', '.join(choices)}")
    return str(value)


def _details(value: Any, source: str) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _wrong(source, "details", f"is {_shape(value)}", "a table [details] of texts")
    for key, text in value.items():
        if isinstance(text, bool) or not isinstance(text, str | int | float):
            raise _wrong(source, f"details.{key}", f"is {_shape(text)}", "a text in quotes")
    return {key: str(text) for key, text in value.items()}


def _shape(value: Any) -> str:
    """What stands there, shortly, for an error."""
    if isinstance(value, str):
        return f"“{value[:40]}”"
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return (
        "a list" if isinstance(value, list) else "a table" if isinstance(value, Mapping) else "something else"
    )
