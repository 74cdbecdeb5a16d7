"""How much of the talk a model is shown: whole exchanges, the oldest left out first, and seldom.

The server keeps what it has read as long as the next request starts with the same text. So what is left out
stays left out, and a whole stretch goes at once; between two such steps the talk only grows at its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.types import Turn, Who

MOST_TOKENS = 5_500
"""Tokens of talk that fit beside prefix, note and reply in `NUM_CTX`."""

KEPT_TOKENS = 3_000
"""Tokens of talk that are left after a step."""

CHARACTERS_A_TOKEN = 3.0
"""Careful: English has about four."""

TOKENS_A_TURN = 10
"""What a chat template puts around a message."""


def tokens(turn: Turn) -> int:
    """Roughly what the turn costs."""
    return TOKENS_A_TURN + int(len(turn.text) / CHARACTERS_A_TOKEN)


def trimmed(history: Sequence[Turn], most: int = MOST_TOKENS, kept: int = KEPT_TOKENS) -> Sequence[Turn]:
    """The latest turns; starts with one of the user's wherever something was left out."""
    start, held = 0, 0
    for end, turn in enumerate(history):
        held += tokens(turn)
        if held > most:
            start, held = _dropped(history, start, end, held, kept)
    return history[start:]


def _dropped(history: Sequence[Turn], start: int, end: int, held: int, kept: int) -> tuple[int, int]:
    """Leave out from `start` on until at most `kept` tokens are held; the turn at `end` stays."""
    while start < end and (held > kept or history[start].who is not Who.YOU):
        held -= tokens(history[start])
        start += 1
    return start, held
