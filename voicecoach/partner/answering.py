"""Does a turn answer the objection that the persona has just raised? The encoder's view."""

from __future__ import annotations

from voicecoach.encoder.model import encoder
from voicecoach.encoder.views import answer_view


def answer_odds(objection: str, text: str, ask: str) -> float:
    """How likely `text`, a turn of the user's, meets the `objection` that it follows, 0 to 1.

    `ask` is what the user came for: saying it again is no answer.
    """
    return float(encoder().text_odds("answer", answer_view(objection, text, ask))[1])
