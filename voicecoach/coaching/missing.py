"""What was avoided, and what would have made the position stronger, in the user's words or the brief's."""

from __future__ import annotations

from collections.abc import Iterator

from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.ledger import own_amount, words_after_number
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import MustSay, Point
from voicecoach.coaching.pointing import nth_word, number_word, point_at, point_of
from voicecoach.coaching.quotes import sentence_at
from voicecoach.coaching.stronger import brief_line
from voicecoach.coaching.strongest import hint, own_words_line, strongest, strongest_line, theirs
from voicecoach.coaching.verdicts import verdicts
from voicecoach.coaching.words import phrase
from voicecoach.types import Finding, Label, Question

LATE_WORDS, SOON_WORDS = 60, 25
"""Words of the user's before the ask: from the first on it came late, up to the second it came soon."""
LONG_AFTER_NUMBER = 8
"""Words after the number from which there was more said than needed (Ames & Mason's bolstering aside)."""
LEAST_HINT = 3
"""Words of a sentence that can be shown as the place for a plainer one."""


def avoided(m: Material) -> Iterator[Point]:
    """A must-say line that was never said, else one only hinted at, else an ask that never or late came."""
    missing, hinted = _open_lines(m)
    if m.session.ask_turn is None:
        yield from _no_ask(m)
    for must in missing:
        says, others = _never(m, must), len(missing) - 1
        more = f" {phrase('avoided', 'more', n=number_word(others))}" if others else ""
        yield point_at("avoided", says + more, None, brief_line(m.brief))
    for must in hinted:
        near, line = hint(m, turn=must.turn, words=must.line), f"“{must.line}”"
        better = brief_line(m.brief)
        if near:
            yield point_at("avoided", phrase("avoided", "hinted", turn=near.turn, line=line), near, better)
        yield point_at("avoided", phrase("avoided", "hinted_that", line=line), None, better)
    yield from _late(m)
    if m.musts and m.session.ask_turn is not None and all(must.status == "said" for must in m.musts):
        yield point_at("avoided", phrase("avoided", "all_said"), None)


def _open_lines(m: Material) -> tuple[list[MustSay], list[MustSay]]:
    """Must-say lines that never came, and those that were only hinted at."""
    missing = [must for must in m.musts if must.status == "never"]
    return missing, [must for must in m.musts if must.status == "hinted" and must.turn is not None]


def _no_ask(m: Material) -> Iterator[Point]:
    near, line = hint(m), brief_line(m.brief)
    if near and m.brief.want:
        want = f"“{m.brief.want.rstrip('.')}”."
        yield point_at("avoided", phrase("avoided", "no_ask", want=want), near, line)
    yield point_at("avoided", phrase("avoided", "no_ask_plain"), None, line)


def _never(m: Material, must: MustSay) -> str:
    quoted = theirs(m, must.dropped_after + 1) if must.dropped_after is not None else ""
    key = "never_after" if quoted else "never_plain"
    return phrase("avoided", key, line=f"“{must.line}”", theirs=quoted)


def _late(m: Material) -> Iterator[Point]:
    words, asked = _words_before(m), _asked(m)
    if words > LATE_WORDS and asked:
        yield point_of("avoided", phrase("avoided", "late", n=words), m, asked)
        yield point_at("avoided", phrase("avoided", "late_that", n=words), None)


def _words_before(m: Material) -> int:
    return int((m.headline or {}).get("words", 0))


def _asked(m: Material) -> Finding | None:
    return next((f for f in m.labelled(Label.DIRECT) if f.turn == m.session.ask_turn), None)


def stronger(m: Material) -> Iterator[Point]:
    """Where one plain sentence would have done most; what was missing beside it; else what to keep."""
    yield from _softened_ask(m)
    for finding in m.labelled(Label.HARSH):
        says = phrase("stronger", "harsh", turn=finding.turn)
        yield point_of("stronger", says, m, finding, strongest_line(m))
    yield from _said_later(m)
    yield from _past_the_number(m)
    yield from _second_line(m)
    yield from _sooner(m)
    yield from _rubric(m)
    for fact in m.acoustics:
        if fact.quote:
            yield point_at("stronger", phrase("stronger", "acoustic", fact=fact.fact), fact.quote)
    yield from _never_asked(m)
    yield from _keep(m)


def _softened_ask(m: Material) -> Iterator[Point]:
    for finding in m.labelled(Label.HEDGE, Label.APOLOGY):
        at = sentence_at(m.turn(finding.turn).text, finding.at)
        line = own_words_line(m, finding)
        if line and _about_the_matter(m, finding.turn, at):
            key = "hedged_ask" if finding.label is Label.HEDGE else "apology_near"
            says = phrase("stronger", key, turn=finding.turn)
            quote = m.sentence(finding.turn, finding.at)
            yield Point("stronger", ask_of_stronger(), says, quote, line, finding_key(finding))


def ask_of_stronger() -> str:
    return phrase("asks", "stronger")


def _about_the_matter(m: Material, turn: int, at: tuple[int, int]) -> bool:
    said = m.turn(turn)
    amount = own_amount(said, m.brief)
    has_number = amount is not None and at[0] <= amount.start < at[1]
    return has_number or Label.DIRECT in m.labels_in(turn, at)


def _said_later(m: Material) -> Iterator[Point]:
    """A hint from before the ask beside the plain words from later, or from the brief."""
    near, best, line = hint(m, before_ask=True), strongest(m), brief_line(m.brief)
    if near is None or len(near.text.split()) < LEAST_HINT:
        return
    if best and best.turn > near.turn:
        yield point_at("stronger", phrase("stronger", "said_later"), near, strongest_line(m))
    if m.session.ask_turn is None and line:
        yield point_at("stronger", phrase("stronger", "from_brief"), near, line)


def _past_the_number(m: Material) -> Iterator[Point]:
    if not verdicts(m.kind).words_after_number or m.session.ask_turn is None:
        return
    turn = m.turn(m.session.ask_turn)
    count, own = words_after_number(turn, m.brief), own_amount(turn, m.brief)
    if count is not None and own is not None and count > LONG_AFTER_NUMBER:
        says = phrase("stronger", "words_after", n=count)
        yield point_at("stronger", says, m.sentence(turn.number, (own.start, own.end)))
        yield point_at("stronger", phrase("stronger", "words_after_that", n=count), None)


def _second_line(m: Material) -> Iterator[Point]:
    """The must-say line that the answer before did not name."""
    missing, hinted = _open_lines(m)
    used = 0 if m.session.ask_turn is None else 1
    for must in (missing + hinted)[used:]:
        if m.session.ask_turn is not None:
            yield point_at("stronger", phrase("stronger", "must", line=f"“{must.line}”"), None)


def _sooner(m: Material) -> Iterator[Point]:
    """An ask that came, but not first."""
    words, asked = _words_before(m), _asked(m)
    missing, hinted = _open_lines(m)
    told = words > LATE_WORDS and not missing and not hinted
    if asked is None or words <= SOON_WORDS or told:
        return
    place = [t.number for t in m.yours()].index(asked.turn) + 1
    if place > 1:
        yield point_of("stronger", phrase("stronger", "sooner", nth=nth_word(place), n=words), m, asked)
        yield point_at("stronger", phrase("stronger", "sooner_that", nth=nth_word(place), n=words), None)


def _rubric(m: Material) -> Iterator[Point]:
    """What the scenario looks for and did not find: beside its sentence, or by itself."""
    for line in m.rubric:
        if line.question == Question.STRONGER and not line.met:
            if line.quote:
                yield point_at("stronger", line.line, line.quote)
            if line.bare:
                yield point_at("stronger", line.bare, None)


def _never_asked(m: Material) -> Iterator[Point]:
    line = brief_line(m.brief)
    if m.session.ask_turn is not None:
        return
    if line:
        yield point_at("stronger", phrase("stronger", "at_the_start"), None, line)
    for must in m.musts:
        yield point_at("stronger", phrase("stronger", "from_list", line=f"“{must.line}”"), None)


def _keep(m: Material) -> Iterator[Point]:
    """Nothing was missing: the words that held are there to be used again."""
    held = [f for f in m.labelled(Label.HELD) if len(f.quote.split()) >= LEAST_HINT]
    for finding in held:
        yield point_of("stronger", phrase("stronger", "keep"), m, finding)
    best = strongest(m)
    if best:
        yield point_at("stronger", phrase("stronger", "keep_that", line=f"“{best.text}”"), None)
    if m.session.ask_turn is not None:
        yield point_at("stronger", phrase("stronger", "same_again"), None, strongest_line(m))
