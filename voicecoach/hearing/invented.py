"""Words that Whisper makes up where there are none: in noise, in silence, at the end of a recording."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from itertools import groupby
from typing import Protocol

from voicecoach.paths import package_data


class Segment(Protocol):
    """What Whisper says of one stretch that it transcribed."""

    @property
    def text(self) -> str: ...
    @property
    def no_speech_prob(self) -> float: ...
    @property
    def avg_logprob(self) -> float: ...
    @property
    def compression_ratio(self) -> float: ...
    @property
    def tokens(self) -> list[int]: ...


SHORT_SPEECH_S = 1.0
"""A stock phrase in less speech than this is likely invented, unless Whisper is sure of it."""

UNSURE_LOGPROB = -1.0
SURE_LOGPROB = -0.5
"""Mean natural logarithm of the probability of a token: e^-1 is 0.37, e^-0.5 is 0.61."""


def is_invented(segment: Segment, speech_s: float) -> bool:
    """Is a segment of a turn with `speech_s` seconds of voice to be dropped?"""
    text = segment.text.strip()
    if not any(letter.isalnum() for letter in text):
        return True
    if segment.no_speech_prob > 0.6 and segment.avg_logprob < UNSURE_LOGPROB:
        return True
    if segment.compression_ratio > 2.4 or _stutters(segment.tokens):
        return True
    return _is_stock(text) and _doubtful(segment, speech_s)


def _doubtful(segment: Segment, speech_s: float) -> bool:
    """A confident "Thank you." is a line of the rehearsal and stays."""
    if segment.avg_logprob < UNSURE_LOGPROB or segment.no_speech_prob > 0.6:
        return True
    return speech_s < SHORT_SPEECH_S and segment.avg_logprob < SURE_LOGPROB


def _stutters(tokens: list[int]) -> bool:
    """One token over and over. Three can be "no, no, no"; with its commas that is not a run."""
    return any(sum(1 for _ in run) > 3 for _, run in groupby(tokens))


def _is_stock(text: str) -> bool:
    words = re.sub(r"[^a-z0-9']+", " ", text.lower()).strip()
    return words in _stock_phrases()


@cache
def _stock_phrases() -> frozenset[str]:
    with (package_data("lexicon") / "stock_phrases.toml").open("rb") as file:
        return frozenset(tomllib.load(file)["phrases"])
