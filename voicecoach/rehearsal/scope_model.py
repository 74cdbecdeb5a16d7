"""How likely a text is fit to rehearse, a matter for a professional, or a danger: the encoder's view."""

from __future__ import annotations

from voicecoach.encoder.model import encoder
from voicecoach.encoder.views import scope_view
from voicecoach.encoder.words import split, texts

LABELS = ("ok", "refer", "emergency")
"""In the order of the encoder's outputs."""

WINDOW_WORDS, STEP_WORDS = 110, 80
"""A long text is read in windows that overlap; the gravest counts."""


def scope_odds(text: str, where: str) -> dict[str, float]:
    """How likely each label is, 0 to 1; `where` is "setup" or "speech"."""
    words = texts(split(text))
    starts = range(0, max(1, len(words) - (WINDOW_WORDS - STEP_WORDS)), STEP_WORDS)
    windows = [words[start : start + WINDOW_WORDS] for start in starts]
    odds = [encoder().scope_odds(scope_view(window, where)) for window in windows]
    gravest = min(odds, key=lambda found: found[0])
    return {label: float(p) for label, p in zip(LABELS, gravest, strict=True)}
