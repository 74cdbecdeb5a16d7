"""Has the speaker finished? Judged from the last words that were transcribed so far."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from voicecoach.paths import package_data


class Finish(StrEnum):
    """What the words say about the end of a turn."""

    FINISHED = "finished"
    UNCLEAR = "unclear"
    UNFINISHED = "unfinished"


@dataclass(frozen=True, slots=True)
class _Lexicon:
    trailing: frozenset[str]
    leaning: frozenset[str]
    fillers: tuple[str, ...]
    answers: frozenset[str]
    verbs: frozenset[str]
    joints: frozenset[str]
    openers: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    table = tomllib.loads((package_data("lexicon") / "endpoint.toml").read_text(encoding="utf-8"))
    fillers = tuple(table.pop("fillers"))
    return _Lexicon(fillers=fillers, **{name: frozenset(words) for name, words in table.items()})


def finish_of(text: str) -> Finish:
    """How finished a transcribed text sounds. Works with and without punctuation."""
    text = text.strip().lower().replace("’", "'")
    words = re.findall(r"[\w']+", text)
    if not words:
        return Finish.UNCLEAR
    if _is_answer(words):
        return Finish.FINISHED
    if text.endswith(("...", "…", ",", "-", "–", "—", ":", ";")) or _trails_off(words):
        return Finish.UNFINISHED
    if text.endswith((".", "?", "!")):
        return Finish.FINISHED
    return Finish.UNFINISHED if words[-1] in _lexicon().leaning else _clause_of(words)


def _is_answer(words: list[str]) -> bool:
    return " ".join(words) in _lexicon().answers


def _trails_off(words: list[str]) -> bool:
    known = _lexicon()
    spoken = " ".join(words)
    return words[-1] in known.trailing or any(
        spoken == filler or spoken.endswith(" " + filler) for filler in known.fillers
    )


def _clause_of(words: list[str]) -> Finish:
    """Without punctuation: a last clause with a verb, and something before and after it, may be whole."""
    known = _lexicon()
    joints = [at for at, word in enumerate(words) if word in known.joints]
    clause = words[joints[-1] + 1 :] if joints else words
    if len(joints) <= 1 and words[0] in known.openers:
        return Finish.UNFINISHED
    verbs = [at for at, word in enumerate(clause) if word in known.verbs]
    if verbs and len(clause) - 1 > verbs[-1] and len(clause) >= 3:
        return Finish.FINISHED
    return Finish.UNCLEAR
