"""What the user takes along: the one stronger line, the if-then line, and the fairest other reading."""

from __future__ import annotations

from collections.abc import Sequence

from voicecoach.coaching.lint import Record, broken
from voicecoach.coaching.material import Material
from voicecoach.coaching.parts import Point
from voicecoach.coaching.stronger import finished
from voicecoach.coaching.strongest import strongest, strongest_line, theirs
from voicecoach.coaching.words import lexicon, phrase
from voicecoach.types import Label, Outcome, Question

SHORTEST_HEARD = 4
"""Words of the partner's that one would know again."""


def one_stronger(m: Material, points: Sequence[Point]) -> str:
    """The stronger line that is heard: of the question that asks for it, else of the first that has one."""
    by_question = {p.question: p.stronger for p in points if p.stronger}
    for question in (Question.STRONGER, Question.AVOIDED, Question.APOLOGETIC, Question.ROOM):
        line = by_question.get(question.value)
        if line:
            return line
    weak = any(p.quote and p.question in list(Question) for p in points)
    return (strongest_line(m) or "") if weak else ""


def if_then(m: Material) -> str:
    """The partner's words after which ground was lost, and the user's own plainest words for next time."""
    line = strongest_line(m)
    if line is None:
        return ""
    best = strongest(m)
    said = f"“{finished(best.text)}”" if best and finished(best.text) == best.text else line
    return phrase("if_then", "say", when=if_when(m), line=said)


def if_when(m: Material) -> str:
    """What the other person would do for that line to be due."""
    lost = m.given() or m.labelled(Label.JUSTIFYING)
    first = min((t.number for t in m.yours()), default=0)
    after = [f for f in lost if m.after_ask(f.turn)] or [f for f in lost if f.turn > first]
    quoted = theirs(m, after[0].turn) if after else ""
    if len(quoted.split()) >= SHORTEST_HEARD:
        return phrase("if_then", "heard", theirs=quoted.replace(".”", "”"))
    return phrase("if_then", "pushed")


def fairest(m: Material) -> str:
    """One line: how the other person may fairly have heard it."""
    rubrics = lexicon("rubrics")
    lines = rubrics.get(m.kind, {}).get("fairest") or rubrics["other"]["fairest"]
    ended = m.session.outcome.value
    stepped = m.given()
    if ended == Outcome.HELD and stepped:
        ended = Outcome.PARTLY.value  # held in the end, but not without a step back
    if m.session.ask_turn is not None and ended != Outcome.HELD and not stepped:
        return ""  # nothing at hand shows how ground was lost
    line = str(lines["no_ask" if m.session.ask_turn is None else ended])
    return "" if broken(line, Record(m.turns, m.brief)) else line
