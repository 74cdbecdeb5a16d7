"""Has the speaker finished? Judged from the last words that were transcribed so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from voicecoach.audio.endpoint_lexicon import lexicon
from voicecoach.audio.endpoint_weights import chance_of_whole

LIKELY_WHOLE, MAYBE_WHOLE, HARDLY_WHOLE = 0.6, 0.3, 0.1
"""Chances of a whole sentence: from the first it is one, where the rules are silent; below the second the
rules are not believed that it is one; below the third it is none."""


SHORTEST_SENTENCE = 3
"""Words. Fewer are an answer that is known, or anything."""


SURE = 0.4
"""A last word less likely than this finishes nothing. With pocketsphinx and three synthetic voices, 13 of 72
broken-off sentences were misheard as whole, the last word of 3 above this; of 112 whole ones, that of 97."""


class Finish(StrEnum):
    """What the words say about the end of a turn."""

    FINISHED = "finished"
    UNCLEAR = "unclear"
    UNSURE = "unsure"
    """A whole sentence, if only the last word was heard right."""
    UNFINISHED = "unfinished"


def finish_of(text: str, sure: float = 1.0) -> Finish:
    """How finished a transcribed text sounds. Works with and without punctuation.

    `sure` is the recogniser's own probability of the last word: a sentence cut off is often misheard as a
    whole one ("stop commenting on my" as "… on mine"), and then it is seldom sure.
    """
    finish = _finish_of(text)
    return Finish.UNSURE if finish is Finish.FINISHED and sure < SURE else finish


def _finish_of(text: str) -> Finish:
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
    return Finish.UNFINISHED if words[-1] in lexicon().leaning else _without_marks(words)


def _is_answer(words: Sequence[str]) -> bool:
    return " ".join(words) in lexicon().answers


def _trails_off(words: Sequence[str]) -> bool:
    known = lexicon()
    spoken = " ".join(words)
    return words[-1] in known.trailing or any(
        spoken == filler or spoken.endswith(" " + filler) for filler in known.fillers
    )


def _without_marks(words: Sequence[str]) -> Finish:
    """The rules on clauses, and what was learned from text; where they differ, it is unclear."""
    rule, chance = _clause_of(words), chance_of_whole(words)
    if rule is Finish.FINISHED:
        return rule if chance >= MAYBE_WHOLE else Finish.UNCLEAR
    if rule is Finish.UNCLEAR and chance >= LIKELY_WHOLE and len(words) >= SHORTEST_SENTENCE:
        return Finish.FINISHED
    return Finish.UNFINISHED if chance < HARDLY_WHOLE else rule


def _clause_of(words: Sequence[str]) -> Finish:
    """A last clause with a verb, and something before and after it, may be whole."""
    known = lexicon()
    joints = [at for at, word in enumerate(words) if word in known.joints]
    clause = words[joints[-1] + 1 :] if joints else words
    if len(joints) <= 1 and words[0] in known.openers:
        return Finish.UNFINISHED
    verbs = [at for at, word in enumerate(clause) if word in known.verbs]
    if verbs and len(clause) - 1 > verbs[-1] and len(clause) >= 3:
        return Finish.FINISHED
    return Finish.UNCLEAR
