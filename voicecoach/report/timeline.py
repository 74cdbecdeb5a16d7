"""Who spoke when, with the findings on it, as an inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicecoach.coaching.shown import sure
from voicecoach.types import Finding, Label, Turn, Who

WIDTH, LANE, TOP, LABELS = 900.0, 30.0, 8.0, 70.0
"""Units of the drawing; the page scales it."""

MARKS = {
    Label.DIRECT: "▲",
    Label.HELD: "●",
    Label.CONCESSION: "▼",
    Label.APOLOGY: "◆",
    Label.HEDGE: "~",
    Label.JUSTIFYING: "≡",
    Label.HARSH: "!",
    Label.FILLER: "·",
}
"""A shape a label, so that nothing is told by colour alone."""

SHOWN = (
    Label.DIRECT,
    Label.HELD,
    Label.CONCESSION,
    Label.APOLOGY,
    Label.HEDGE,
    Label.JUSTIFYING,
    Label.HARSH,
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One turn on its lane."""

    x: float
    y: float
    width: float
    height: float
    who: str
    title: str
    turn: int


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding above the user's lane."""

    x: float
    y: float
    sign: str
    label: str
    title: str
    turn: int
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the template draws."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    lanes: tuple[tuple[float, str], ...]


def timeline(turns: Sequence[Turn], findings: Sequence[Finding], other: str) -> Timeline:
    """Lay out turns and findings. Without times, turns stand in their order."""
    spans = _spans(turns)
    end = max((b for _, b in spans), default=1.0) or 1.0
    scale = (WIDTH - LABELS - 10) / end
    yours, theirs = TOP + 40, TOP + 40 + LANE + 14
    bars = tuple(
        Bar(
            LABELS + a * scale,
            yours if turn.who is Who.YOU else theirs,
            max(2.0, (b - a) * scale),
            LANE,
            turn.who.value,
            turn.text,
            turn.number,
        )
        for turn, (a, b) in zip(turns, spans, strict=True)
    )
    lanes = ((yours + LANE / 2 + 5, "You"), (theirs + LANE / 2 + 5, other))
    return Timeline(
        WIDTH, theirs + LANE + 26, bars, _marks(findings, turns, spans, scale), _ticks(end, scale), lanes
    )


def _spans(turns: Sequence[Turn]) -> list[tuple[float, float]]:
    if any(turn.end_s > turn.start_s for turn in turns):
        return [(turn.start_s, max(turn.start_s, turn.end_s)) for turn in turns]
    spans, at = [], 0.0
    for turn in turns:  # a transcript without times: half a second a word, more or less
        length = 0.4 * max(1, len(turn.text.split()))
        spans.append((at, at + length))
        at += length + 0.5
    return spans


def _marks(
    findings: Sequence[Finding], turns: Sequence[Turn], spans: Sequence[tuple[float, float]], scale: float
) -> tuple[Mark, ...]:
    marks, taken = [], list[float]()
    for finding in findings:
        if finding.label not in SHOWN:
            continue
        a, b = spans[finding.turn]
        share = finding.at[0] / max(1, len(turns[finding.turn].text))
        x = LABELS + (a + share * (b - a)) * scale
        row = sum(abs(x - other) < 14 for other in taken) % 2
        taken.append(x)
        title = f"{finding.label.value}: {finding.quote}"
        y, label = TOP + 32 - 17 * row, finding.label.value
        marks.append(Mark(x, y, MARKS[finding.label], label, title, finding.turn, sure(finding)))
    return tuple(marks)


def _ticks(end: float, scale: float) -> tuple[tuple[float, str], ...]:
    step = next(s for s in (10, 30, 60, 120, 300, 600, 36000) if end / s <= 10)
    return tuple((LABELS + t * scale, f"{t // 60}:{t % 60:02d}") for t in range(0, int(end) + 1, step))
