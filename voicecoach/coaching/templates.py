"""Ways to answer each question from what was found, the best first. Worded in `lexicon/coach.toml`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.ledger import lowered, own_amount, own_amount_in, words_after_number
from voicecoach.coaching.lint import nothing_to_show
from voicecoach.coaching.material import Material, unsoftened
from voicecoach.coaching.numbers import amounts
from voicecoach.coaching.parts import MustSay, Point
from voicecoach.coaching.quotes import sentence_at
from voicecoach.coaching.scene import content_stems
from voicecoach.coaching.stronger import brief_line, unsoftened_line
from voicecoach.coaching.strongest import hint, strongest, strongest_line, theirs
from voicecoach.coaching.verdicts import verdicts
from voicecoach.coaching.words import ask_of, filled, phrase
from voicecoach.rehearsal.scenario import OwnQuestion
from voicecoach.types import Finding, Label, Question

Ways = Callable[[Material], Iterator[Point]]

LATE_WORDS = 60
"""Words of the user's before the ask from which it came late."""
LONG_AFTER_NUMBER = 8
"""Words after the number from which there was more said than needed (Ames & Mason's bolstering aside)."""


def _point(question: str, says: str, m: Material, finding: Finding, stronger: str | None = None) -> Point:
    return Point(question, ask_of(question), says, m.quote(finding), stronger, finding_key(finding))


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
        yield _point("carried", says, m, finding)
    for finding in _best_first(m, m.labelled(Label.DIRECT)):
        yield _point("carried", phrase("carried", "direct", turn=finding.turn), m, finding)
    near = hint(m)
    if near:
        yield Point(
            "carried",
            ask_of("carried"),
            phrase("carried", "ask" if near.turn == m.session.ask_turn else "nearest"),
            near,
        )


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


def after_theirs(m: Material, turn: int, *path: str, plain: str = "_plain") -> str:
    """A sentence that quotes what the partner had just said, or one that needs none of it."""
    quoted = theirs(m, turn)
    if quoted:
        return phrase(*path, turn=turn, theirs=quoted)
    return phrase(*path[:-1], path[-1] + plain, turn=turn)


def apologetic(m: Material) -> Iterator[Point]:
    """An apology where there was no fault, else a hedge: first those about the ask itself."""
    wanted = [Label.APOLOGY] * (not m.taste.deference) + [Label.HEDGE] * (not m.taste.indirect)
    for label in wanted:
        found = m.labelled(label)
        for finding in sorted(found, key=lambda f: (not _in_ask(m, f), f.turn)):
            kind = "apology" if label is Label.APOLOGY else "hedge"
            says = _with_count("apologetic", _softening(m, finding, kind), len(m.labelled(*wanted)))
            yield _point("apologetic", says, m, finding, _own_words_line(m, finding))


def _softening(m: Material, finding: Finding, kind: str) -> str:
    if m.session.ask_turn is None or finding.turn < m.session.ask_turn:
        opening = m.yours() and finding.turn <= m.yours()[min(1, len(m.yours()) - 1)].number
        return phrase("apologetic", f"{kind}_early" if opening else kind, turn=finding.turn)
    quoted = theirs(m, finding.turn) if m.after_ask(finding.turn) else ""
    if quoted:
        return phrase("apologetic", f"{kind}_after", turn=finding.turn, theirs=quoted)
    return phrase("apologetic", kind, turn=finding.turn)


def _in_ask(m: Material, finding: Finding) -> bool:
    sentence = sentence_at(m.turn(finding.turn).text, finding.at)
    return Label.DIRECT in m.labels_in(finding.turn, sentence)


def _own_words_line(m: Material, finding: Finding) -> str | None:
    """The sentence around a softener without it, where that still says something plain."""
    text = m.turn(finding.turn).text
    near = [f for f in m.findings if f.turn == finding.turn]
    line = unsoftened_line(text, sentence_at(text, finding.at), near)
    aim = content_stems(" ".join((m.brief.want, *m.brief.must_say)))
    return line if line and (aim & content_stems(line) or own_amount_in(line, m.brief)) else None


def _with_count(question: str, says: str, count: int) -> str:
    return says if count < 2 else f"{says} {phrase(question, 'count', n=number_word(count))}"


def number_word(count: int) -> str:
    """ "three" for 3; digits from thirteen on."""
    words = [
        "no",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return words[count] if count < len(words) else str(count)


def room(m: Material) -> Iterator[Point]:
    """Ground given, reasons piled up, words after the number: as far as the scenario counts them."""
    counted = verdicts(m.kind)
    if counted.words_after_number or counted.concession == "against":
        yield from _own_number(m)
    given = m.given() if counted.concession != "fine" else ()
    group = "retracted" if counted.concession == "retracted" else "room"
    for finding in sorted(given, key=lambda f: (not m.sayable(f), not m.after_ask(f.turn), f.turn)):
        says = _gave(m, finding, group)
        sure = len(m.labelled(Label.CONCESSION))
        says = _with_count("room", says, sure) if group == "room" and m.sayable(finding) else says
        yield _point("room", says, m, finding, strongest_line(m))
    if counted.justifying:
        for finding in m.labelled(Label.JUSTIFYING):
            yield _point("room", _reasons(m, finding), m, finding, strongest_line(m))


def _own_number(m: Material) -> Iterator[Point]:
    """A number that went down before they had asked for it."""
    for turn, amount in lowered(m.turns, m.brief):
        quote = m.sentence(turn.number, (amount.start, amount.end))
        sure = turn.corrected or m.words_sure(turn, (amount.start, amount.end))
        if sure and m.after_ask(turn.number) and Label.HELD not in m.labels_in(turn.number, quote.at):
            yield Point("room", ask_of("room"), phrase("room", "own_number"), quote, strongest_line(m))


def _gave(m: Material, finding: Finding, group: str) -> str:
    entry = next(
        (g for g in m.ground if g.quote.turn == finding.turn and g.quote.at[0] == finding.at[0]), None
    )
    if entry and entry.got:
        return phrase(group, "concession_got", got=entry.got)
    if not m.sayable(finding):
        return phrase(group, "concession_maybe")
    yours = [t.number for t in m.yours()]
    if not m.after_ask(finding.turn) and yours and finding.turn == yours[0]:
        return phrase(group, "concession_first")
    quoted = theirs(m, finding.turn)
    key = "concession_after" if quoted else "concession_plain"
    return phrase(group, key, turn=finding.turn, theirs=quoted)


def _reasons(m: Material, finding: Finding) -> str:
    quoted = theirs(m, finding.turn) if m.after_ask(finding.turn) else ""
    if quoted:
        return phrase("room", "justifying_after", turn=finding.turn, theirs=quoted)
    return phrase("room", "justifying", turn=finding.turn)


def avoided(m: Material) -> Iterator[Point]:
    """A must-say line that was never said, else one only hinted at, else an ask that never or late came."""
    missing = [must for must in m.musts if must.status == "never"]
    hinted = [must for must in m.musts if must.status == "hinted" and must.turn is not None]
    if m.session.ask_turn is None:
        yield from _no_ask(m)
    for must in missing:
        says = _never(m, must)
        others = len(missing) - 1
        yield Point(
            "avoided",
            ask_of("avoided"),
            says if not others else f"{says} {phrase('avoided', 'more', n=number_word(others))}",
            None,
            brief_line(m.brief),
        )
    for must in hinted:
        near = hint(m, turn=must.turn, words=must.line)
        if near:
            says = phrase("avoided", "hinted", turn=near.turn, line=f"“{must.line}”")
            yield Point("avoided", ask_of("avoided"), says, near, brief_line(m.brief))
    words = int((m.headline or {}).get("words", 0))
    if words > LATE_WORDS and m.session.ask_turn is not None:
        asked = next((f for f in m.labelled(Label.DIRECT) if f.turn == m.session.ask_turn), None)
        if asked:
            yield _point("avoided", phrase("avoided", "late", n=words), m, asked)
    if m.musts and m.session.ask_turn is not None and all(must.status == "said" for must in m.musts):
        yield Point("avoided", ask_of("avoided"), phrase("avoided", "all_said"))


def _no_ask(m: Material) -> Iterator[Point]:
    near = hint(m)
    line = brief_line(m.brief)
    if near and m.brief.want:
        want = f"“{m.brief.want.rstrip('.')}”."
        yield Point("avoided", ask_of("avoided"), phrase("avoided", "no_ask", want=want), near, line)
    yield Point("avoided", ask_of("avoided"), phrase("avoided", "no_ask_plain"), None, line)


def _never(m: Material, must: MustSay) -> str:
    line = f"“{must.line}”"
    quoted = theirs(m, must.dropped_after + 1) if must.dropped_after is not None else ""
    key = "never_after" if quoted else "never_plain"
    return phrase("avoided", key, line=line, theirs=quoted)


def stronger(m: Material) -> Iterator[Point]:
    """Where one plain sentence would have done most."""
    yield from _softened_ask(m)
    yield from _past_the_number(m)
    for finding in m.labelled(Label.HARSH):
        yield _point(
            "stronger", phrase("stronger", "harsh", turn=finding.turn), m, finding, strongest_line(m)
        )
    yield from _said_later(m)
    for line in m.rubric:
        if line.question == Question.STRONGER and not line.met and line.quote:
            yield Point("stronger", ask_of("stronger"), line.line, line.quote)
    for fact in m.acoustics:
        if fact.quote:
            yield Point(
                "stronger", ask_of("stronger"), phrase("stronger", "acoustic", fact=fact.fact), fact.quote
            )


def _softened_ask(m: Material) -> Iterator[Point]:
    for finding in m.labelled(Label.HEDGE, Label.APOLOGY):
        at = sentence_at(m.turn(finding.turn).text, finding.at)
        line = _own_words_line(m, finding)
        if line and _about_the_matter(m, finding.turn, at) and not m.taste.indirect:
            key = "hedged_ask" if finding.label is Label.HEDGE else "apology_near"
            yield Point(
                "stronger",
                ask_of("stronger"),
                phrase("stronger", key, turn=finding.turn),
                m.sentence(finding.turn, finding.at),
                line,
                finding_key(finding),
            )


def _about_the_matter(m: Material, turn: int, at: tuple[int, int]) -> bool:
    said = m.turn(turn)
    amount = own_amount(said, m.brief)
    has_number = amount is not None and at[0] <= amount.start < at[1]
    return has_number or Label.DIRECT in m.labels_in(turn, at)


def _past_the_number(m: Material) -> Iterator[Point]:
    if not verdicts(m.kind).words_after_number or m.session.ask_turn is None:
        return
    turn = m.turn(m.session.ask_turn)
    count, own = words_after_number(turn, m.brief), own_amount(turn, m.brief)
    if count is not None and own is not None and count > LONG_AFTER_NUMBER:
        says = phrase("stronger", "words_after", n=count)
        yield Point("stronger", ask_of("stronger"), says, m.sentence(turn.number, (own.start, own.end)))


def _said_later(m: Material) -> Iterator[Point]:
    """A hint from before the ask beside the plain words from later, or from the brief."""
    near, best = hint(m, before_ask=True), strongest(m)
    if near and best and best.turn > near.turn:
        yield Point("stronger", ask_of("stronger"), phrase("stronger", "said_later"), near, strongest_line(m))
    line = brief_line(m.brief)
    if near and m.session.ask_turn is None and line:
        yield Point("stronger", ask_of("stronger"), phrase("stronger", "from_brief"), near, line)


def says_of(m: Material, question: str, finding: Finding) -> str:
    """The coach's words about one finding in answer to one question, whoever chose it."""
    if finding.label in (Label.HELD, Label.DIRECT):
        if finding.label is Label.DIRECT or question != "carried":
            return phrase("carried", "direct", turn=finding.turn)
        return after_theirs(m, finding.turn, "carried", "held")
    if finding.label in (Label.APOLOGY, Label.HEDGE):
        return _softening(m, finding, finding.label.value)
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
        for finding in _best_first(m, m.labelled(Label(name))):
            says = phrase("own", name, turn=finding.turn)
            yield Point(own.key, own.ask, says, m.quote(finding), None, finding_key(finding))


__all__ = ["WAYS", "OwnQuestion", "filled", "nothing_to_show", "number_word", "own_points", "own_questions"]
