"""Commands that are said aloud: a whole utterance, never words inside one."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from voicecoach.paths import package_data
from voicecoach.rehearsal.events import Command, Direction


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads((package_data("lexicon") / "commands.toml").read_text(encoding="utf-8"))


@cache
def _phrases() -> dict[str, Command]:
    names = {c.value for c in Command}
    return {p: Command(name) for name, phrases in _table().items() if name in names for p in phrases}


def _plain(text: str) -> str:
    words = re.sub(r"[^\w' ]+", " ", text.lower().replace("’", "'"))
    return " ".join(words.split())


def spoken_command(text: str) -> Command | None:
    """The command that this whole utterance is, if it is one."""
    words, commands = _plain(text), _phrases()
    while words not in commands:
        shorter = _without_courtesy(words)
        if shorter == words:
            return None
        words = shorter
    return commands[words]


def spoken_direction(text: str, name: str) -> Direction | None:
    """How the partner is to play from now on, if this whole utterance says so. `name` is the persona's."""
    directions = _directions()
    words = _plain(text)
    while words:
        for candidate in (words, _about_them(words, name)):
            if candidate in directions:
                return directions[candidate]
        shorter = _without_courtesy(words)
        if shorter == words:
            return None
        words = shorter
    return None


def _about_them(words: str, name: str) -> str:
    them = re.sub(rf"\b(?:she|he|{re.escape(name.lower())})\b(?!')", "they", words)
    them = re.sub(rf"\b(?:she|he|{re.escape(name.lower())})'d\b", "they'd", them)
    return re.sub(r"\b(?:her|him)\b", "them", them)


@cache
def _directions() -> dict[str, Direction]:
    table: dict[str, list[str]] = _table()["directions"]  # type: ignore[assignment]
    return {phrase: Direction(name) for name, phrases in table.items() for phrase in phrases}


def says_yes(text: str) -> bool:
    """Does this answer a question with a yes, or with half of one?"""
    return _begins(text, "yes")


def says_no(text: str) -> bool:
    """Does this answer a question with a clear no?"""
    return _begins(text, "no") and not _begins(text, "no_clear_no")


def _begins(text: str, kind: str) -> bool:
    """Does an answer begin like this, after the words that only start it?"""
    answers: dict[str, list[str]] = _table()["answers"]  # type: ignore[assignment]
    words = _plain(text) + " "
    while opener := next((o for o in answers["openers"] if words.startswith(o + " ")), ""):
        words = words.removeprefix(opener + " ")
    return any(words.startswith(phrase + " ") for phrase in answers[kind])


def _without_courtesy(words: str) -> str:
    for courtesy in sorted(_table()["courtesies"], key=len, reverse=True):
        if words.startswith(courtesy + " "):
            return words[len(courtesy) + 1 :]
        if words.endswith(" " + courtesy):
            return words[: -len(courtesy) - 1]
    return words
