"""From a talk to its critique: findings and facts, the coach's points through the lint, the last lines."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from voicecoach.coaching import findings as detectors
from voicecoach.coaching import session as sessions
from voicecoach.coaching.coach import CARRIED, Coach, TemplateCoach
from voicecoach.coaching.critique_keys import finding_key
from voicecoach.coaching.cutting import Cutter
from voicecoach.coaching.delivery import acoustics
from voicecoach.coaching.ledger import ground_given, headline
from voicecoach.coaching.lint import Record, cleared_all, nothing_to_show
from voicecoach.coaching.material import Material
from voicecoach.coaching.musts import must_say
from voicecoach.coaching.parts import Critique, MustSay, Point
from voicecoach.coaching.quotes import repeats, times_of
from voicecoach.coaching.rubric import look
from voicecoach.coaching.shown import shown, sure
from voicecoach.coaching.takeaway import fairest, if_then, if_when, one_stronger
from voicecoach.coaching.taste import Taste
from voicecoach.coaching.templates import own_questions
from voicecoach.coaching.words import phrase
from voicecoach.errors import EngineError
from voicecoach.rehearsal.scenario import Scenario
from voicecoach.types import Brief, Finding, Label, Session, Sound, Turn

log = logging.getLogger(__name__)

SHORT_TALK = 3
"""Turns of the user's below which the critique says that there is little to go by."""


def make(
    turns: Sequence[Turn],
    brief: Brief,
    scenario: Scenario | None,
    *,
    load_audio: Callable[[str], Sound | None],
    struck: frozenset[str] = frozenset(),
    coach: Coach | None = None,
    taste: Taste | None = None,
) -> Critique:
    """The critique of a talk. `struck` holds keys of findings that the user does not accept.

    A coach that fails is replaced by the templates, which always answer. `taste` None is the brief's own.
    """
    taste = taste or Taste.of(brief)
    found = detectors.find(turns, brief)
    session = sessions.summarise(turns, [f for f in found if finding_key(f) not in struck], brief)
    listed = [_placed(f, turns) for f in shown(turns, found, session, brief, taste)]
    kept = tuple(f for f in listed if finding_key(f) not in struck)
    cutter = Cutter(turns, load_audio)
    material = gather(tuple(turns), brief, scenario, kept, session, taste, load_audio, cutter)
    points, engine = answered(material, coach)
    counted = Counter(f.label.value for f in kept if sure(f))
    return Critique(
        points=tuple(replace(p, quote=cutter.cut(p.quote)) if p.quote else p for p in points),
        findings=tuple(_bettered(f, points) for f in kept),
        session=material.session,
        musts=material.musts,
        ground=tuple(replace(g, quote=cutter.cut(g.quote)) for g in material.ground),
        acoustics=tuple(replace(a, quote=cutter.cut(a.quote)) if a.quote else a for a in material.acoustics),
        counts=dict(counted),
        perhaps=dict(Counter(f.label.value for f in kept) - counted),
        change_question=phrase("change"),
        fairest=fairest(material),
        if_then=if_then(material),
        if_when=if_when(material),
        ending=phrase("ending"),
        headline=material.headline or {},
        engine=engine,
        rubric=material.rubric,
        stronger=one_stronger(material, points),
        struck=tuple(f for f in listed if finding_key(f) in struck),
        notes=_notes(material),
    )


def gather(
    turns: tuple[Turn, ...],
    brief: Brief,
    scenario: Scenario | None,
    kept: tuple[Finding, ...],
    session: Session,
    taste: Taste,
    load_audio: Callable[[str], Sound | None],
    cutter: Cutter,
) -> Material:
    """Everything that the coach works from; `kept` is the list of what is shown."""
    musts = tuple(MustSay(m.line, m.standing.value, m.turn, m.dropped_after) for m in must_say(turns, brief))
    material = Material(
        turns,
        brief,
        scenario,
        kept,
        session,
        musts=musts,
        headline=headline(turns, session, brief, kept),
        taste=taste,
    )
    material = replace(material, ground=ground_given(turns, material.given(), brief), rubric=look(material))
    return replace(material, acoustics=acoustics(material, load_audio, cutter))


def answered(material: Material, coach: Coach | None) -> tuple[tuple[Point, ...], str]:
    """One point for each of the four questions and what carried, and one for each of the scenario's own that

    shows something; and who worded them. Whatever the lint drops, the templates fill. No two points show
    the same words.
    """
    record = Record(material.turns, material.brief)
    wanted = [CARRIED, "apologetic", "room", "avoided", "stronger"]
    asks = {q.key: q.ask for q in own_questions(material)}
    chosen, engine = _asked(material, coach, record)
    nothing = nothing_to_show("").says
    filling = {
        p.question: p for p in cleared_all(TemplateCoach().points(material), record) if p.says != nothing
    }
    points: list[Point] = []
    for key in (*wanted, *asks):
        ways = (way for way in (chosen.get(key), filling.get(key)) if way)
        earlier = [p.quote for p in points if p.quote]
        fresh = (way for way in ways if way.quote is None or not repeats(way.quote, earlier))
        point = next(fresh, None)
        if point or key not in asks:  # of the scenario's own questions only those that show something
            points.append(point or nothing_to_show(key))
    return tuple(points), engine


def _asked(material: Material, coach: Coach | None, record: Record) -> tuple[dict[str, Point], str]:
    """What the coach chose and the lint let through; nothing from a coach that fails."""
    if coach is None or isinstance(coach, TemplateCoach):
        return {}, TemplateCoach.name
    try:
        points = coach.points(material)
    except EngineError as error:
        log.warning("the coach %s did not answer: %s", coach.name, type(error).__name__)
        return {}, TemplateCoach.name
    return {p.question: p for p in reversed(cleared_all(points, record))}, coach.name


def _placed(finding: Finding, turns: Sequence[Turn]) -> Finding:
    """With its seconds, where the recogniser gave any that still hold."""
    turn = next(t for t in turns if t.number == finding.turn)
    times = None if turn.corrected else times_of(turn, finding.at)
    return replace(finding, start_s=times[0], end_s=times[1]) if times else finding


def _bettered(finding: Finding, points: Sequence[Point]) -> Finding:
    line = next((p.stronger for p in points if p.finding == finding_key(finding) and p.stronger), None)
    return replace(finding, better=line) if line else finding


def _notes(material: Material) -> tuple[str, ...]:
    """What limits this critique."""
    yours = material.yours()
    engines = {t.engine for t in yours}
    found = [phrase("notes", "sphinx")] * ("sphinx" in engines)
    fillers = any(f.label is Label.FILLER for f in material.findings)
    found += [phrase("notes", "whisper_fillers")] * ("whisper" in engines and not fillers)
    found += [phrase("notes", "corrected")] * any(t.corrected and t.audio for t in yours)
    found += [phrase("notes", "no_audio")] * (
        bool(engines - {"", "typed"}) and not any(t.audio for t in yours)
    )
    found += [phrase("notes", "short")] * (len(yours) < SHORT_TALK)
    found += [phrase("notes", "at_least")] * bool(material.findings)
    return tuple(found)


__all__ = ["answered", "finding_key", "gather", "make"]
