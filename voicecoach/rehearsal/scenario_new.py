"""A scenario of one's own, from a handful of answers: the text of its file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from voicecoach import paths
from voicecoach.errors import ScenarioError
from voicecoach.rehearsal.scenario import SetupQuestion

FEWEST_OBJECTIONS = 3


@cache
def new_questions() -> tuple[SetupQuestion, ...]:
    """What the wizard asks for a scenario of one's own."""
    with (paths.package_data("lexicon") / "new_scenario.toml").open("rb") as file:
        raw = tomllib.load(file)["questions"]
    return tuple(SetupQuestion(**{**item, "choices": tuple(item.get("choices", ()))}) for item in raw)


def new_scenario(answers: Mapping[str, str]) -> str:
    """The scenario's file as TOML; an empty answer takes the question's example.

    Raises ScenarioError where there are fewer than three objections.
    """
    import tomlkit

    said = {item.key: answers.get(item.key, "").strip() or item.example for item in new_questions()}
    lines = [
        line.strip() for part in said["objections"].splitlines() for line in part.split(";") if line.strip()
    ]
    if len(lines) < FEWEST_OBJECTIONS:
        raise ScenarioError(
            f"objections: there are {len(lines)}, and three are the fewest.", "Add what else they would say."
        )
    document = tomlkit.document()
    document.update(_head(said))
    objections = tomlkit.aot()
    for number, line in enumerate(lines, 1):
        objections.append(tomlkit.item(_objection(number, line)))
    document["objections"] = objections
    return tomlkit.dumps(document)


def _head(said: Mapping[str, str]) -> dict[str, Any]:
    close = said["closeness"].lower().startswith("c")
    return {
        "title": said["title"],
        "blurb": said["title"].rstrip(".") + ".",
        "relation": said["relation"],
        "position": said["position"],
        "resists": said["position"],
        "temper": "close" if close else "work",
        "harshness": "hurts" if close else "hardens",
        "warmth": close,
        "setup": {
            "other": {"example": said["relation"]},
            "want": {"example": said["want"]},
            "must_say": {"example": said["want"]},
            "fear": {"example": said["fear"]},
        },
        "own_questions": [{"key": "own", "ask": said["own_question"]}],
    }


def _objection(number: int, line: str) -> dict[str, Any]:
    """The user's own words as the line, and told about in the third person for a model."""
    plain = line.replace("{", "(").replace("}", ")")
    words = [word.strip(".,!?").lower() for word in plain.split()]
    topic = [word for word in words if len(word) > 4]
    return {
        "key": f"objection_{number}",
        "gist": f"{{name}} says: {plain}",
        "topic": topic,
        "fears": topic,
        "lines": {"raise": [plain]},
    }
