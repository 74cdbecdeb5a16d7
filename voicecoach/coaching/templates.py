"""Ways to answer each question from what was found, the best first. Worded in `lexicon/coach.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.lint import nothing_to_show
from voicecoach.coaching.material import Material, unsoftened
from voicecoach.coaching.missing import avoided, stronger
from voicecoach.coaching.numbers import amounts
from voicecoach.coaching.parts import Point
from voicecoach.coaching.pointing import after_theirs, number_word, point_at, point_of, times_word
from voicecoach.coaching.quotes import sentence_at
from voicecoach.coaching.shown import LOWERED_RULE, sure
from voicecoach.coaching.strongest import hint, own_words_line, strongest_line, theirs
from voicecoach.coaching.verdicts import verdicts
from voicecoach.coaching.words import lexicon, phrase
from voicecoach.rehearsal.scenario import OwnQuestion
from voicecoach.types import Finding, Label, Question

SOFT = (Label.APOLOGY, Label.HEDGE)

Ways = Callable[[Material], Iterator[Point]]


def carried(m: Material) -> Iterator[Point]:
    """The moment the ground was held, else the plainest sentence, else what came nearest."""
    for finding in _best_first(m, m.labelled(Label.HELD)):
        earlier = [f for f in m.findings if f.label is Label.CONCESSION and f.turn < finding.turn]
        kind = "regained" if earlier and earlier[-1].turn >= _last_kept_before(m, finding.turn) else "held"
        says = (
            phrase("carried", kind)
            if kind == "regained"
            else after_theirs(m, finding.turn, "carried", "held")
        )
        yield point_of("carried", says, m, finding)
    for finding in _best_first(m, m.labelled(Label.DIRECT)):
        yield point_of("carried", phrase("carried", "direct", turn=finding.turn), m, finding)
    near = hint(m)
    if near:
        says = phrase("carried", "ask" if near.turn == m.session.ask_turn else "nearest")
        yield point_at("carried", says, near)


def _last_kept_before(m: Material, turn: int) -> int:
    return max(
        (f.turn for f in m.findings if f.label in (Label.HELD, Label.DIRECT) and f.turn < turn), default=-1
    )


def _best_first(m: Material, found: Sequence[Finding]) -> list[Finding]:
    """Longer than a word or two, with the number or the date in it, and nothing that softens it."""

    def worth(f: Finding) -> tuple[bool, bool, bool, int]:
        clean = unsoftened(m.labels_in(f.turn, sentence_at(m.turn(f.turn).text, f.at)))
        return (clean, 3 <= len(f.quote.split()) <= 16, bool(amounts(f.quote)), f.turn)

    return sorted(found, key=worth, reverse=True)


def apologetic(m: Material) -> Iterator[Point]:
    """An apology where there was no fault, else a hedge: first those about the ask itself."""
    for label in SOFT:
        for finding in sorted(m.labelled(label), key=lambda f: (not _in_ask(m, f), f.turn)):
            says = _with_count("apologetic", _softening(m, finding), len(m.labelled(*SOFT)))
            yield point_of("apologetic", says, m, finding, own_words_line(m, finding))


def _softening(m: Material, finding: Finding) -> str:
    kind = _called(finding)
    if m.session.ask_turn is None or finding.turn < m.session.ask_turn:
        opening = m.yours() and finding.turn <= m.yours()[min(1, len(m.yours()) - 1)].number
        return phrase("apologetic", f"{kind}_early" if opening else kind, turn=finding.turn)
    quoted = theirs(m, finding.turn) if m.after_ask(finding.turn) else ""
    if quoted:
        return phrase("apologetic", f"{kind}_after", turn=finding.turn, theirs=quoted)
    return phrase("apologetic", kind, turn=finding.turn)


def _called(finding: Finding) -> str:
    """What it is called to the user: an apology only where its own words say one."""
    said = finding.quote.lower()
    if finding.label is Label.APOLOGY and not any(
        w in said for w in lexicon("coach")["apologising"]["words"]
    ):
        return Label.HEDGE.value
    return finding.label.value


def _in_ask(m: Material, finding: Finding) -> bool:
    sentence = sentence_at(m.turn(finding.turn).text, finding.at)
    return Label.DIRECT in m.labels_in(finding.turn, sentence)


def _with_count(question: str, says: str, count: int) -> str:
    if count < 2:
        return says
    counted = phrase(question, "count", n=number_word(count), times=times_word(count))
    return f"{says} {counted}"


def room(m: Material) -> Iterator[Point]:
    """Ground given, reasons piled up, the ask not heard again: as far as the scenario counts them."""
    counted = verdicts(m.kind)
    given = m.given() if counted.concession != "fine" else ()
    group = "retracted" if counted.concession == "retracted" else "room"
    for finding in sorted(given, key=lambda f: (not sure(f), not m.after_ask(f.turn), f.turn)):
        says = _gave(m, finding, group)
        known = len(m.labelled(Label.CONCESSION))
        says = _with_count("room", says, known) if group == "room" and sure(finding) else says
        yield point_of("room", says, m, finding, strongest_line(m))
    if counted.justifying:
        for finding in m.labelled(Label.JUSTIFYING):
            yield point_of("room", _reasons(m, finding), m, finding, strongest_line(m))
    for line in m.rubric:
        if line.question == Question.ROOM and not line.met:
            if line.quote:
                yield point_at("room", line.line, line.quote)
            if line.bare:
                yield point_at("room", line.bare, None)


def _gave(m: Material, finding: Finding, group: str) -> str:
    entry = next(
        (g for g in m.ground if g.quote.turn == finding.turn and g.quote.at[0] == finding.at[0]), None
    )
    if entry and entry.got:
        return phrase(group, "concession_got", got=entry.got)
    if finding.rule == LOWERED_RULE:
        return phrase("room", "own_number")
    if not sure(finding):
        return phrase(group, "concession_maybe")
    yours = [t.number for t in m.yours()]
    if not m.after_ask(finding.turn) and yours and finding.turn == yours[0]:
        return phrase(group, "concession_first")
    quoted = theirs(m, finding.turn)
    key = "concession_after" if quoted else "concession_plain"
    return phrase(group, key, turn=finding.turn, theirs=quoted)


def _reasons(m: Material, finding: Finding) -> str:
    grown = m.headline or {}
    if "reasons_after" in grown and m.after_ask(finding.turn):
        before, after = int(grown["reasons_before"]), int(grown["reasons_after"])
        key = "reasons_grew" if before else "reasons_came"
        return phrase("room", key, before=number_word(before), after=number_word(after))
    quoted = theirs(m, finding.turn) if m.after_ask(finding.turn) else ""
    if quoted:
        return phrase("room", "justifying_after", turn=finding.turn, theirs=quoted)
    return phrase("room", "justifying", turn=finding.turn)


def says_of(m: Material, question: str, finding: Finding) -> str:
    """The coach's words about one finding in answer to one question, whoever chose it."""
    if finding.label in (Label.HELD, Label.DIRECT):
        if finding.label is Label.DIRECT or question != "carried":
            return phrase("carried", "direct", turn=finding.turn)
        return after_theirs(m, finding.turn, "carried", "held")
    if finding.label in (Label.APOLOGY, Label.HEDGE):
        return _softening(m, finding)
    if finding.label is Label.CONCESSION:
        return _gave(m, finding, "retracted" if verdicts(m.kind).concession == "retracted" else "room")
    return _reasons(m, finding)


WAYS: Mapping[str, Ways] = {
    "carried": carried,
    Question.APOLOGETIC.value: apologetic,
    Question.ROOM.value: room,
    Question.AVOIDED.value: avoided,
    Question.STRONGER.value: stronger,
}


def own_questions(m: Material) -> tuple[OwnQuestion, ...]:
    """The scenario's own questions, without those that the four have answered."""
    own = m.scenario.own_questions if m.scenario else ()
    return tuple(q for q in own if q.key not in WAYS)


def own_points(m: Material, own: OwnQuestion) -> Iterator[Point]:
    """Answers to a question of the scenario's, from the findings with its labels."""
    for name in own.labels:
        found = m.given() if name == Label.CONCESSION else m.labelled(Label(name))
        for finding in _best_first(m, found):
            called = _called(finding)
            says = phrase("own", called if sure(finding) else f"{called}_maybe", turn=finding.turn)
            yield Point(own.key, own.ask, says, m.quote(finding), None, finding_key(finding))


__all__ = ["WAYS", "OwnQuestion", "nothing_to_show", "own_points", "own_questions", "says_of"]
