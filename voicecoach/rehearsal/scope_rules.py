"""Rules for what no classifier may miss: acts, who does them to whom, and when."""

from __future__ import annotations

from voicecoach.rehearsal.scope_text import plain
from voicecoach.rehearsal.scope_words import ScopeRule, scope_words, without_idioms

_GRAVEST = ("emergency", "refer", "ask")


def rule_for(text: str) -> ScopeRule | None:
    """The gravest rule that the text meets, or None."""
    hidden = without_idioms(plain(text))
    met = [
        r
        for r in scope_words().rules
        if r.pattern.search(hidden) and not (r.unless and r.unless.search(hidden))
    ]
    return min(met, key=lambda r: _GRAVEST.index(r.label), default=None)
