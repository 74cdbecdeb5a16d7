"""The annotation guide's own rules, which hold whatever the encoder thinks. Their words are in
`lexicon/guide.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from voicecoach.coaching.stretches import Stretch
from voicecoach.encoder.views import Stage
from voicecoach.encoder.words import Word
from voicecoach.paths import package_data
from voicecoach.types import Label

_NEAR = 2
"""Words between a hedge that asks leave and the ask that it softens."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data = tomllib.loads((package_data("lexicon") / "guide.toml").read_text(encoding="utf-8"))
    return re.compile(data[name])


def settle(found: Sequence[Stretch], words: Sequence[Word], stage: Stage) -> list[Stretch]:
    """What goes together, in the order of the text.

    Nothing is held before the ask met pushback: until then it is stated. What a hedge asks leave for is not
    stated plainly. A "sorry" that asks to hear something again is no apology.
    """
    if not (stage.asked and stage.pushed):
        found = [replace(s, label=Label.DIRECT) if s.label is Label.HELD else s for s in found]
    leave = [s for s in found if s.label is Label.HEDGE and _says("asks_leave", s, words)]
    kept = [
        s
        for s in found
        if not (s.label is Label.DIRECT and any(_opens(hedge, s, words) for hedge in leave))
        and not (s.label is Label.APOLOGY and _is_repair(s, words))
    ]
    unique = {(s.label, s.first, s.last): s for s in kept}
    return sorted(unique.values(), key=lambda s: (s.first, s.last, s.label))


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words if word.spoken)


def _says(name: str, stretch: Stretch, words: Sequence[Word]) -> bool:
    return bool(_pattern(name).search(_text(words[stretch.first : stretch.last + 1])))


def _is_repair(stretch: Stretch, words: Sequence[Word]) -> bool:
    return bool(_pattern("repair").match(_text(words[stretch.first : stretch.last + 6])))


def _opens(hedge: Stretch, ask: Stretch, words: Sequence[Word]) -> bool:
    """Does the ask hang on the hedge: inside it, or right behind it with no mark between?"""
    if hedge.first <= ask.last and ask.first <= hedge.last:
        return True
    between = words[hedge.last + 1 : ask.first]
    return 0 <= len(between) <= _NEAR and hedge.last < ask.first and all(w.spoken for w in between)
