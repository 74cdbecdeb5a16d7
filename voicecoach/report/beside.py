"""Two attempts beside each other, as bars that a template draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from voicecoach.coaching.progress import COUNTED, Comparison, Side

LANE, BAR, LABELS, WIDTH = 50.0, 16.0, 200.0, 640.0
"""Units of the drawing; the page scales it."""
NOTE = 150.0
"""Room for what stands behind a bar."""
HEAD = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One attempt's bar, with what stands behind it."""

    y: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One measure of both attempts."""

    label: str
    y: float
    first: Bar
    second: Bar


@dataclass(frozen=True, slots=True)
class Beside:
    """What the template draws."""

    width: float
    height: float
    bar: float
    left: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class _Measure:
    label: str
    first: float | None
    second: float | None
    texts: tuple[str, str]
    scale: float
    """What fills the whole width."""


def beside(comparison: Comparison, words: Mapping[str, str]) -> Beside:
    """Bars for what was counted and timed, and words for what was feared. `words` names the measures."""
    measures = list(_measures(comparison, words))
    room = WIDTH - LABELS - NOTE
    pairs = []
    for n, m in enumerate(measures):
        y = HEAD + LANE * n
        bars = [
            Bar(y + k * (BAR + 3), max(2.0, room * value / m.scale) if value else 0.0, text)
            for k, (value, text) in enumerate(zip((m.first, m.second), m.texts, strict=True))
        ]
        pairs.append(Pair(m.label, y + BAR + 6, *bars))
    return Beside(WIDTH, HEAD + LANE * len(pairs), BAR, LABELS, tuple(pairs))


def _measures(comparison: Comparison, words: Mapping[str, str]) -> Iterator[_Measure]:
    one, two = comparison.first, comparison.second
    most = max(1, *(side.count(label) for side in (one, two) for label in COUNTED))
    for label in COUNTED:
        a, b = one.count(label), two.count(label)
        yield _Measure(words[label.value], a, b, (one.told(label), two.told(label)), most)
    lines = len(one.said) + len(one.unsaid)
    if lines:
        texts = (f"{len(one.said)} / {lines}", f"{len(two.said)} / {len(two.said) + len(two.unsaid)}")
        yield _Measure(words["lines"], len(one.said), len(two.said), texts, lines)
    yield _ask(one, two, words)
    steps = [(s.confidence_before, s.confidence_after) for s in (one, two)]
    texts = (_steps(*steps[0]), _steps(*steps[1]))
    yield _Measure(words["confidence"], steps[0][1] or steps[0][0], steps[1][1] or steps[1][0], texts, 10)
    if comparison.fear:
        answers = (_answer(one, words), _answer(two, words))
        yield _Measure(words["feared"], None, None, answers, 1)


def _ask(one: Side, two: Side, words: Mapping[str, str]) -> _Measure:
    timed = one.ask_seconds is not None and two.ask_seconds is not None
    a, b = (one.ask_seconds, two.ask_seconds) if timed else (one.ask_words, two.ask_words)
    texts = tuple(words["never"] if v is None else str(round(v)) for v in (a, b))
    label = words["ask_seconds" if timed else "ask_words"]
    return _Measure(label, a, b, (texts[0], texts[1]), max(1.0, a or 0, b or 0))


def _steps(before: int, after: int | None) -> str:
    return f"{before}" if after is None else f"{before} → {after}"


def _answer(side: Side, words: Mapping[str, str]) -> str:
    return words.get(f"happened_{side.feared_happened}", words["not_asked"])
