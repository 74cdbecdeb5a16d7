"""What is settled on labelled dialogues that the encoder was not trained on: bars, sureness, outcomes."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from examples import LABELS, score

from voicecoach.coaching.dialogue import brief_of, turns_of
from voicecoach.coaching.findings import TranscriptReader
from voicecoach.coaching.guide_rules import settle
from voicecoach.coaching.session import outcome_traits
from voicecoach.coaching.settled import Settled
from voicecoach.coaching.stretches import Bar, Stretch, best_runs, stretches
from voicecoach.encoder.model import Encoder
from voicecoach.types import Finding, Label, Outcome, Turn

START = Bar(0.0, 0.5)
WORD_BARS, START_BARS = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5), (-0.5, 0.0, 0.5, 1.0, 2.0, 3.0)

Row = Mapping[str, Any]


class Recorder(TranscriptReader):
    """A reader that keeps the scores of every turn, so that bars can be tried without reading again."""

    def __init__(self, row: Row, model: Encoder, figures: Settled) -> None:
        super().__init__(brief_of(row), model, figures)
        self.kept: list[tuple[Turn, Any, Any, Any]] = []

    def _scores(self, words):  # type: ignore[no-untyped-def]
        scores = super()._scores(words)
        self.kept.append((words, scores[0], self._stage, len(self.kept)))  # type: ignore[arg-type]
        return scores


def record(rows: Sequence[Row], model: Encoder, figures: Settled) -> list[list[tuple[Turn, Any, Any, Any]]]:
    """For each dialogue, for each turn of the user's: turn, words, scores, stage."""
    out = []
    for row in rows:
        reader, turns = Recorder(row, model, figures), turns_of(row)
        for turn in turns:
            reader.read(turn)
        yours = [t for t in turns if t.who == "you"]
        out.append([(t, *k[:3]) for t, k in zip(yours, reader.kept, strict=True)])
    return out


class Count:
    """Precision and recall a label, as score.py counts."""

    def __init__(self) -> None:
        self.gold, self.said = Counter[str](), Counter[str]()
        self.right, self.found = Counter[str](), Counter[str]()
        self.each: dict[str, list[tuple[float, bool]]] = defaultdict(list)

    def add(
        self, gold: Mapping[Any, Any], turn: Turn, spans: Sequence[tuple[str, tuple[int, int], float]]
    ) -> None:
        for label, at, odds in spans:
            hit = any(score.overlap(at, g) for g in gold.get((turn.number, label), []))
            self.said[label] += 1
            self.right[label] += hit
            self.each[label].append((odds, hit))
        for label in LABELS:
            mine = [at for k, at, _ in spans if k == label]
            for g in gold.get((turn.number, label), []):
                self.gold[label] += 1
                self.found[label] += any(score.overlap(at, g) for at in mine)

    def f1(self, label: str) -> float:
        p, r = self.right[label] / max(1, self.said[label]), self.found[label] / max(1, self.gold[label])
        return 2 * p * r / max(1e-9, p + r)

    def macro(self) -> float:
        return sum(self.f1(k) for k in LABELS) / len(LABELS)

    def show(self) -> None:
        for k in LABELS:
            p, r = self.right[k] / max(1, self.said[k]), self.found[k] / max(1, self.gold[k])
            counts = f"{k:12} gold {self.gold[k]:4} said {self.said[k]:4}"
            print(f"{counts} precision {p:.3f} recall {r:.3f} F1 {self.f1(k):.3f}")
        print(f"macro-F1 {self.macro():.3f}", flush=True)


def count(rows: Sequence[Row], kept, bars: Mapping[str, Bar]) -> Count:  # type: ignore[no-untyped-def]
    total = Count()
    for row, turns in zip(rows, kept, strict=True):
        gold = score.gold_spans(row)
        for turn, words, scores, stage in turns:
            found = settle(stretches(words, scores, bars), words, stage)
            total.add(gold, turn, [_span(words, s) for s in found])
    return total


def _span(words: Any, s: Stretch) -> tuple[str, tuple[int, int], float]:
    return str(s.label), (words[s.first].start, words[s.last].end), s.probability


def settle_bars(rows: Sequence[Row], kept) -> dict[str, Bar]:  # type: ignore[no-untyped-def]
    """For each label the bar with the best F1, smoothed over its neighbours."""
    best: dict[str, Bar] = {}
    for label in LABELS:
        given = list(_one_label(rows, kept, label))
        tried = {bar: _f1(given, Bar(*bar)) for bar in itertools.product(WORD_BARS, START_BARS)}
        smooth = {
            (w, s): float(
                np.mean([f for (a, b), f in tried.items() if abs(a - w) <= 0.5 and abs(b - s) <= 1])
            )
            for w, s in tried
        }
        best[label] = Bar(*max(smooth, key=lambda k: smooth[k]))
    return best


def _one_label(rows: Sequence[Row], kept, label: str):  # type: ignore[no-untyped-def]
    """For each turn: the places of its spoken words, their scores for one label, and the gold stretches."""
    k = LABELS.index(label)
    for row, turns in zip(rows, kept, strict=True):
        gold = score.gold_spans(row)
        for turn, words, scores, stage in turns:
            if label == "held" and not (stage.asked and stage.pushed):
                continue
            spoken = [i for i, w in enumerate(words[: len(scores)]) if w.spoken]
            places = [(words[i].start, words[i].end) for i in spoken]
            yield places, scores[spoken, k], scores[spoken, 8 + k], gold.get((turn.number, label), [])


def _f1(given: Sequence[Any], bar: Bar) -> float:
    said = right = found = every = 0
    for places, inside, begins, gold in given:
        spans = [(places[a][0], places[b][1]) for a, b in best_runs(inside, begins, bar)]
        said += len(spans)
        right += sum(any(score.overlap(s, g) for g in gold) for s in spans)
        found += sum(any(score.overlap(s, g) for s in spans) for g in gold)
        every += len(gold)
    p, r = right / max(1, said), found / max(1, every)
    return 2 * p * r / max(1e-9, p + r)


def calibrate(total: Count) -> dict[str, list[list[float]]]:
    """Rising steps of probability, each with how often findings of about that probability were right."""
    steps = {}
    for label in LABELS:
        each = total.each[label]
        line, last = [], 0.0
        for least in [k / 50 for k in range(20, 49)]:
            near = [hit for p, hit in each if abs(p - least) <= 0.06 or p >= least >= 0.9]
            rate = (sum(near) + 3 * 0.7) / (len(near) + 3)
            last = max(last, rate)
            line.append([least, round(last, 3)])
        steps[label] = line
    return steps


def gold_findings(row: Row) -> list[Finding]:
    return [
        Finding(turn, Label(label), "", at, "gold", 1.0)
        for (turn, label), spans in score.gold_spans(row).items() for at in spans
    ]  # fmt: skip


def outcome_weights(
    rows: Sequence[Row], found: Sequence[Sequence[Finding]], strength: float = 3.0
) -> dict[str, dict[str, float]]:
    """A logistic regression for each outcome, over the traits of the findings."""
    traits = [outcome_traits(turns_of(r), f, brief_of(r)) for r, f in zip(rows, found, strict=True)]
    seen = Counter(t for row in traits for t in row)
    names = sorted(t for t, n in seen.items() if n >= 3)
    place = {t: i + 1 for i, t in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, 0] = 1
    for i, row in enumerate(traits):
        x[i, [place[t] for t in row if t in place]] = 1
    out = {}
    for o in Outcome:
        y = np.array([float(r["session"]["outcome"] == o) for r in rows])
        w = np.zeros(x.shape[1])
        for _ in range(60):  # Newton's method
            p = 1 / (1 + np.exp(-x @ w))
            pull = np.full(len(w), strength)
            pull[0] = 1e-3
            hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(pull)
            w -= np.linalg.solve(hessian, x.T @ (p - y) + pull * w)
        out[str(o)] = {n: round(float(v), 3) for n, v in zip(["", *names], w, strict=True) if abs(v) > 0.003}
    return out
