"""`lexicon/role.toml`, read once: labels, stage directions, and what no person in a role would say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from voicecoach.paths import package_data

_TITLES = {"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "the", "a", "an", "my", "our"}
_LINKS = {"who", "from", "with", "in", "on", "at", "of", "whose", "that", "to", "for"}


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The lexicon with its lists as sets and its patterns still to be given a name."""

    user_labels: frozenset[str]
    reply_labels: frozenset[str]
    spoken_labels: frozenset[str]
    same: tuple[frozenset[str], ...]
    """Words of which one may stand for another in a label."""
    direction_verbs: frozenset[str]
    direction_openers: tuple[str, ...]
    turn_notes: re.Pattern[str]
    breaks: Mapping[str, tuple[str, ...]]
    """Patterns by the kind of break; `{name}` stands for the persona's name."""


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads((package_data("lexicon") / "role.toml").read_text(encoding="utf-8"))


@cache
def role_words() -> RoleWords:
    """The lexicon, read at first use."""
    data = _file()
    labels, directions = data["labels"], data["directions"]
    return RoleWords(
        frozenset(labels["user"]),
        frozenset(labels["reply"]),
        frozenset(labels["spoken"]),
        tuple(frozenset(group["words"]) for group in labels["same"]),
        frozenset(directions["verbs"]),
        tuple(directions["openers"]),
        re.compile("|".join(f"(?:{p})" for p in directions["turn_notes"])),
        {kind: tuple(patterns) for kind, patterns in data["breaks"].items()},
    )


@dataclass(frozen=True, slots=True)
class Persona:
    """What the words of a persona tell: "Gail, a landlady"."""

    name: str
    """The name in lower case, without a title: "gail"; empty where there is none."""
    words: frozenset[str]
    """Every word that may label the persona: name, title and role, with their like."""
    said: str = ""
    """The description as it was given."""


@cache
def read_persona(text: str) -> Persona:
    """Take a persona's name and role words out of its one-line description."""
    head, _, rest = text.partition(",")
    head_words = re.findall(r"[\w'’-]+", head)
    named = [w for w in head_words if w[:1].isupper() and w.lower().rstrip(".") not in _TITLES]
    if head_words and head_words[0].lower() in {"a", "an", "the", "my"} and not rest:
        named = []
    words = {w.lower() for w in head_words} | {
        "".join(w for w in head.lower() if w.isalpha() or w == " ").strip()
    }
    for word in re.findall(r"[\w'’-]+", rest.lower()):
        if word in _LINKS:
            break
        words.add(word)
    words |= {w for group in role_words().same for w in group if group & words}
    name = next((w.lower() for w in named), "")
    return Persona(name, frozenset(words - {"a", "an", "the", "my", "our", "s"}), text)


@cache
def break_patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """One pattern a kind of break, with the persona's name put in."""
    known = re.escape(name) if name else "(?!)"
    return tuple(
        (kind, re.compile("|".join(f"(?:{p.replace('{name}', known)})" for p in patterns)))
        for kind, patterns in role_words().breaks.items()
    )


@cache
def structure_patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What no line is built like, by kind, with the persona's name put in."""
    known = re.escape(name) if name else "(?!)"
    return tuple(
        (kind.replace("_", " "), re.compile("|".join(f"(?:{p.replace('{name}', known)})" for p in patterns)))
        for kind, patterns in _file()["structure"].items()
    )


@cache
def certain_pattern() -> re.Pattern[str]:
    """What no person says in any role."""
    return re.compile("|".join(f"(?:{p})" for p in _file()["certain"]["model"]))


@cache
def given_way_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What gives ground or says sorry, by its name."""
    return tuple(
        (kind, re.compile("|".join(f"(?:{p})" for p in patterns)))
        for kind, patterns in _file()["given_way"].items()
    )


@cache
def number_words() -> tuple[Mapping[str, float], Mapping[str, float]]:
    """Words that are numbers ("forty"), and words that multiply one ("hundred")."""
    words = _file()["numbers"]
    return dict(words["values"]), dict(words["scales"])
