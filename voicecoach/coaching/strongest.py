"""Where the user's plainest words stand, what came nearest to them, and what the partner had just said."""

from __future__ import annotations

import re

from voicecoach.coaching.aim import content_stems
from voicecoach.coaching.ledger import own_amount, own_amount_in
from voicecoach.coaching.lint import LONGEST_LINE
from voicecoach.coaching.material import Material, unsoftened
from voicecoach.coaching.parts import Quote
from voicecoach.coaching.quotes import quote_of, sentence_at, sentences
from voicecoach.coaching.stronger import brief_line, finished, unsoftened_line
from voicecoach.coaching.words import phrase
from voicecoach.types import Finding, Label

LEAST_SURE = 0.6
"""Enough to offer the user's own words again: nothing is claimed of them."""
LONGEST_OF_THEIRS = 10
"""Words of the partner's that the coach repeats at most."""
_SELF_STANDING = re.compile(
    r"(?i)^(?:i|i'm|i’m|i've|i’ve|i'll|i’ll|we|my|the|no|please|it's|it’s|this|that's|that’s|you|don't|don’t|stop|pay)\b"
)


def strongest(m: Material) -> Quote | None:
    """The user's own plainest words that can stand by themselves."""
    best: tuple[int, int, Quote] | None = None
    for finding in m.findings:
        if finding.label not in (Label.DIRECT, Label.HELD) or finding.sureness < LEAST_SURE:
            continue
        quote = m.quote(finding)
        worth = _worth(m, quote)
        if worth > 0 and (best is None or (worth, quote.turn) >= best[:2]):
            best = (worth, quote.turn, quote)
    return best[2] if best else None


def _worth(m: Material, quote: Quote) -> int:
    """0 for words that cannot be a line to take along."""
    words = len(quote.text.split())
    if not 3 <= words <= LONGEST_LINE or not unsoftened(m.labels_in(quote.turn, quote.at)):
        return 0
    if not _SELF_STANDING.match(quote.text) or quote.text.rstrip().endswith("?"):
        return 0
    own = own_amount(m.turn(quote.turn), m.brief)
    number = own is not None and quote.at[0] <= own.start < quote.at[1]
    aim = content_stems(" ".join((m.brief.want, *m.brief.must_say)))
    named = len(aim & content_stems(quote.text))
    if aim and not number and not named:
        return 0  # "I mean it entirely": firm, and about nothing by itself
    return 1 + 3 * number + min(2, named) + (words <= 12)


def strongest_line(m: Material) -> str | None:
    """The user's plainest words as a line, else one from the brief."""
    best = strongest(m)
    return finished(best.text) if best else brief_line(m.brief)


def hint(m: Material, turn: int | None = None, words: str = "", before_ask: bool = False) -> Quote | None:
    """The user's sentence that came nearest to what was wanted, without saying it; None where none did."""
    aim = content_stems(words or " ".join((m.brief.want, *m.brief.must_say)))
    best: tuple[int, Quote] | None = None
    for said, span in m.own_sentences():
        late = before_ask and m.session.ask_turn is not None and said.number >= m.session.ask_turn
        if late or (turn is not None and said.number != turn):
            continue
        shared = len(aim & content_stems(said.text[slice(*span)]))
        if Label.CONCESSION not in m.labels_in(said.number, span) and shared > (best[0] if best else 0):
            best = (shared, quote_of(said, span))
    return best[1] if best else None


def own_words_line(m: Material, finding: Finding) -> str | None:
    """The sentence around a softener without it, where that still says something plain."""
    text = m.turn(finding.turn).text
    near = [f for f in m.findings if f.turn == finding.turn]
    line = unsoftened_line(text, sentence_at(text, finding.at), near)
    aim = content_stems(" ".join((m.brief.want, *m.brief.must_say)))
    return line if line and (aim & content_stems(line) or own_amount_in(line, m.brief)) else None


def theirs(m: Material, turn: int) -> str:
    """A short sentence of the partner's last turn, in quotation marks; empty where none is short enough."""
    before = m.before(turn)
    if before is None:
        return ""
    every = [before.text[slice(*span)] for span in sentences(before.text)]
    short = [s for s in every if 3 <= len(s.split()) <= LONGEST_OF_THEIRS and re.search(r"[.?!…]$", s)]
    return phrase("theirs", "quote", text=short[-1]) if short else ""


__all__ = ["hint", "own_words_line", "sentence_at", "strongest", "strongest_line", "theirs"]
