"""Trains the weights of the findings from the labelled dialogues, and says how good they are.

    python scripts/train_findings.py                 cross-validate, settle thresholds, write the weights
    python scripts/train_findings.py --dry           the same without writing
    python scripts/train_findings.py --fit A --on B  train on file A, score file B with score.py's measure

Text: training/dialogues/*.jsonl and tests/data/dialogues.jsonl. Numpy only; about a minute.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "data"), str(ROOT)]

import score  # noqa: E402

from voicecoach.coaching.clauses import Word, clauses, cut_traits, words  # noqa: E402
from voicecoach.coaching.dialogue import brief_of, turns_of  # noqa: E402
from voicecoach.coaching.findings import CLAUSE_LABELS, SPEAKABLE_SURENESS, TranscriptReader  # noqa: E402
from voicecoach.coaching.numbers import _words  # noqa: E402
from voicecoach.coaching.phrases import phrases  # noqa: E402
from voicecoach.coaching.scene import Aim, Scene  # noqa: E402
from voicecoach.coaching.session import outcome_traits, summarise  # noqa: E402
from voicecoach.coaching.traits import clause_traits, first_names, phrase_traits  # noqa: E402
from voicecoach.coaching.weights import FILE, Weights, read_weights  # noqa: E402
from voicecoach.types import Finding, Label, Outcome, Who  # noqa: E402

FILES = [ROOT / "tests/data/dialogues.jsonl", *sorted((ROOT / "training/dialogues").glob("*.jsonl"))]
FOLDS = 6
OWN = "c-"  # written by those who wrote the rules: always trained on, never counted
TIMES = {*_words()["months"], *_words()["weekdays"], "i"}
MARKS = re.compile(r"[.,?!;:—–…]")
LINKS = {"and", "but", "so", "or", "because", "cause", "cos", "then", "plus"}
LEAST_DIALOGUES = 2  # a trait seen in fewer dialogues is dropped: it may be a name
PHRASE_LABELS = (Label.APOLOGY, Label.HEDGE, Label.FILLER)
START = {  # settled with --settle on held-out dialogues
    Label.APOLOGY: 0.35, Label.HEDGE: 0.3, Label.FILLER: 0.5, Label.DIRECT: 0.5, Label.HELD: 0.45,
    Label.CONCESSION: 0.4, Label.JUSTIFYING: 0.5, Label.HARSH: 0.4,
}  # fmt: skip


NAMES: set[str] = set()
WORD = re.compile(r"[a-z']+")


def find_names(rows: Sequence[dict[str, Any]]) -> set[str]:
    """Words that stand with a capital inside a sentence and never without one: names, in lower case."""
    capital: set[str] = set()
    small: set[str] = set()
    for row in rows:
        for text in (row["brief"]["other"], row["brief"]["want"], *(t["text"] for t in row["turns"])):
            if re.search(r"[A-Z]", text):
                inside = re.findall(r"(?<=[\w,] )[A-Z][a-z]+", text)
                capital |= {w.lower() for w in inside}
                small |= set(re.findall(r"\b[a-z]+\b", text))
    return capital - small - TIMES


@dataclass
class Examples:
    """Traits and answers for one head."""

    traits: list[tuple[str, ...]] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    dialogue: list[str] = field(default_factory=list)

    def add(self, traits: tuple[str, ...], right: bool, dialogue: str) -> None:
        self.traits.append(traits)
        self.right.append(float(right))
        self.dialogue.append(dialogue)


def read(paths: Iterable[Path]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                rows.append(json.loads(line))
            except ValueError:
                print(f"{path.name}: a line that is no JSON was left out")
    return rows


def cut_examples(rows: Sequence[dict[str, Any]]) -> Examples:
    """Where clauses end in text without marks: from punctuated turns with the marks taken out, and from
    the edges of the labelled stretches in bare turns."""
    data = Examples()
    for row in rows:
        gold = score.gold_spans(row)
        for n, turn in enumerate(row["turns"]):
            text = turn["text"]
            every = words(text)
            if MARKS.search(text):
                starts = {c.words[0].start for c in clauses(text)} | _link_starts(text, every)
                answers = {i: every[i].start in starts for i in range(1, len(every))}
                every = tuple(Word(w.text, w.start, w.end) for w in every)
            else:
                spans = [s for (t, label), s in gold.items() if t == n and label in CLAUSE_LABELS]
                answers = _edges(every, [x for s in spans for x in s])
            for i, answer in answers.items():
                data.add(cut_traits(every, i), answer, row["id"])
    return data


def _link_starts(text: str, every: Sequence[Word]) -> set[int]:
    """Words that open a clause together with the conjunction left out of it."""
    starts = set()
    for clause in clauses(text):
        i = next(k for k, w in enumerate(every) if w.start == clause.start)
        while clause.link and i and every[i - 1].text in LINKS:
            i -= 1
            starts.add(every[i].start)
    return starts


def _edges(every: Sequence[Word], spans: Sequence[tuple[int, int]]) -> dict[int, bool]:
    answers = {}
    for start, end in spans:
        for i in range(1, len(every)):
            if every[i].start == start or every[i - 1].end == end:
                answers[i] = True
            elif start < every[i].start < end and not LINKS & {every[i].text, every[i - 1].text}:
                answers.setdefault(i, False)
    return answers


def examples(rows: Sequence[dict[str, Any]], cutter: Any) -> dict[str, Examples]:
    """One set a head, from the gold labels and the scenes that they make."""
    sets: dict[str, Examples] = defaultdict(Examples)
    for row in rows:
        gold, aim = score.gold_spans(row), Aim.of(brief_of(row))
        names, scene = first_names(row["brief"]["other"]), Scene()
        for turn in turns_of(row):
            if turn.who is Who.PARTNER:
                scene = scene.after_partner(turn.text)
                continue
            spans = {label: gold.get((turn.number, str(label)), []) for label in Label}
            _turn_examples(sets, row["id"], turn.text, clauses(turn.text, cutter), spans, scene, aim, names)
            plain = " ".join(turn.text[a:b] for a, b in spans[Label.DIRECT])
            scene = scene.after_you(frozenset(k for k, v in spans.items() if v), plain)
    return sets


def _turn_examples(sets, key, text, every, spans, scene, aim, names) -> None:  # type: ignore[no-untyped-def]
    for i, clause in enumerate(every):
        traits = clause_traits(every, i, scene, aim, names)
        for label in CLAUSE_LABELS:
            sets[label].add(traits, _inside(clause, spans[label]), key)
    around = words(text)
    for phrase in phrases(text, every):
        right = any(score.overlap((phrase.start, phrase.end), span) for span in spans[phrase.label])
        sets["phrase"].add(phrase_traits(text, phrase, around, every, scene, aim), right, key)


def _inside(clause: Any, spans: Sequence[tuple[int, int]]) -> bool:
    shared = [min(clause.end, b) - max(clause.start, a) for a, b in spans]
    return any(
        2 * s >= clause.end - clause.start or score.overlap((clause.start, clause.end), span)
        for s, span in zip(shared, spans, strict=True)
        if s > 0
    )


def train(data: Examples, strength: float, steps: int = 250) -> dict[str, float]:
    """Logistic regression with an L2 penalty, by Adam over all examples at once."""
    seen: dict[str, set[str]] = defaultdict(set)
    for traits, key in zip(data.traits, data.dialogue, strict=True):
        for trait in traits:
            seen[trait].add(key)
    often = (t for t, dialogues in seen.items() if len(dialogues) >= LEAST_DIALOGUES)
    kept = sorted(t for t in often if not NAMES & set(WORD.findall(t)))
    place = {t: i + 1 for i, t in enumerate(kept)}
    rows = [np.array([0, *(place[t] for t in traits if t in place)]) for traits in data.traits]
    flat = np.concatenate(rows)
    owner = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    scale = np.repeat([1.0 for r in rows], [len(r) for r in rows])
    right, n = np.array(data.right), len(rows)
    weight = np.zeros(len(place) + 1)
    mean, spread = np.zeros_like(weight), np.zeros_like(weight)
    for step in range(1, steps + 1):
        total = np.bincount(owner, weight[flat] * scale, minlength=n)
        error = 1 / (1 + np.exp(-total)) - right
        grad = np.bincount(flat, error[owner] * scale, minlength=len(weight)) + strength * weight
        grad[0] -= strength * weight[0]
        mean, spread = 0.9 * mean + 0.1 * grad, 0.99 * spread + 0.01 * grad**2
        rate = 0.05 * (1 - 0.8 * step / steps)
        weight -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-6)
    names = ["", *place]
    return {name: round(float(w), 3) for name, w in zip(names, weight, strict=True) if abs(w) >= 0.004}


def heads(rows: Sequence[dict[str, Any]], strength: float) -> dict[str, dict[str, float]]:
    cut = train(cut_examples(rows), 0.5)
    cutter = plain({"cut": cut}, {}).cuts
    return {"cut": cut, **{head: train(data, strength) for head, data in examples(rows, cutter).items()}}


def predict(row: dict[str, Any], weights: Weights) -> tuple[Finding, ...]:
    reader = TranscriptReader(brief_of(row), weights)
    return tuple(f for turn in turns_of(row) for f in reader.read(turn))


def folds(rows: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [list(rows[k::FOLDS]) for k in range(FOLDS)]


class Judge:
    """score.py's measure, kept by label, over pairs of a dialogue and its findings."""

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.each: dict[str, list[tuple[float, bool]]] = defaultdict(list)

    def add(self, row: dict[str, Any], findings: Sequence[Finding]) -> None:
        gold = score.gold_spans(row)
        for (_, label), spans in gold.items():
            self.gold[label] += len(spans)
        for f in findings:
            hit = any(score.overlap(f.at, span) for span in gold.get((f.turn, str(f.label)), []))
            self.said[f.label] += 1
            self.right[f.label] += hit
            self.each[f.label].append((f.sureness, hit))
        for (turn, label), spans in gold.items():
            mine = [f.at for f in findings if f.turn == turn and f.label == label]
            self.found[label] += sum(any(score.overlap(at, span) for at in mine) for span in spans)

    def f1(self, label: str) -> float:
        precision = self.right[label] / max(1, self.said[label])
        recall = self.found[label] / max(1, self.gold[label])
        return 2 * precision * recall / max(1e-9, precision + recall)

    def show(self) -> None:
        for label in score.LABELS:
            p, r = self.right[label] / max(1, self.said[label]), self.found[label] / max(1, self.gold[label])
            print(
                f"{label:12} gold {self.gold[label]:4} said {self.said[label]:4} "
                f"precision {p:.3f} recall {r:.3f} F1 {self.f1(label):.3f}"
            )
        print(f"macro-F1 {sum(self.f1(k) for k in score.LABELS) / len(score.LABELS):.3f}")


def plain(trained: dict[str, dict[str, float]], thresholds: dict[str, float]) -> Weights:
    """Weights whose sureness is the probability itself."""
    steps = {label: [[k / 100, k / 100] for k in range(101)] for label in (*CLAUSE_LABELS, *PHRASE_LABELS)}
    return read_weights({"heads": trained, "thresholds": thresholds, "sureness": steps})


def evaluate(parts, trained, thresholds):  # type: ignore[no-untyped-def]
    """Out-of-fold findings of every dialogue."""
    out = []
    for part, fold in zip(parts, trained, strict=True):
        weights = plain(fold, thresholds)
        out += [(row, predict(row, weights)) for row in part]
    return out


def settle(parts, trained) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """For each label the threshold with the best F1 on held-out dialogues, one after the other."""
    best = dict(START)
    for label in (*PHRASE_LABELS, *CLAUSE_LABELS):
        tries = {}
        for least in (0.3, 0.4, 0.5, 0.6):
            judge = Judge()
            for row, findings in evaluate(parts, trained, {**best, label: least}):
                judge.add(row, findings)
            tries[least] = judge.f1(label) - 0.02 * abs(least - 0.45)
        best[label] = max(tries, key=lambda k: tries[k])
    return best


def calibrate(judge: Judge) -> dict[str, list[list[float]]]:
    """Rising steps of probability, each with how often findings of about that probability were right."""
    steps = {}
    for label in score.LABELS:
        each = sorted(judge.each[label])
        edges = [k / 20 for k in range(20)] + [0.975, 0.99]
        line, last = [], 0.0
        for least in edges:
            above = [hit for p, hit in each if p >= least]
            near = [hit for p, hit in each if abs(p - least) <= 0.12] or above
            rate = (sum(near) + 2 * 0.7) / (len(near) + 2)
            last = max(last, rate)
            line.append([least, round(last, 3)])
        steps[label] = line
    return steps


def speakable(results) -> None:  # type: ignore[no-untyped-def]
    """Precision of the findings from a sureness on; the sureness was settled on the other half."""
    said: dict[float, list[bool]] = defaultdict(list)
    by_label: dict[str, list[bool]] = defaultdict(list)
    for k in (0, 1):
        steps, test = Judge(), Judge()
        for row, findings in results[1 - k :: 2]:
            steps.add(row, findings)
        for row, findings in results[k::2]:
            test.add(row, findings)
        weights = read_weights({"heads": {}, "thresholds": {}, "sureness": calibrate(steps)})
        for label, each in test.each.items():
            for probability, hit in each:
                sure = weights.sure(label, probability)
                for least in (0.75, 0.8, 0.85, 0.9):
                    if sure >= least:
                        said[least].append(hit)
                if sure >= SPEAKABLE_SURENESS:
                    by_label[label].append(hit)
    for least, hits in said.items():
        print(f"sureness {least}: {len(hits)} findings, precision {sum(hits) / len(hits):.3f}")
    print({label: f"{sum(h)}/{len(h)}" for label, h in by_label.items()})


def outcomes(results, strength: float = 3.0):  # type: ignore[no-untyped-def]
    """Heads for the outcome, from out-of-fold findings."""
    sets: dict[str, Examples] = defaultdict(Examples)
    for row, findings in results:
        traits = outcome_traits(turns_of(row), findings, brief_of(row))
        for o in Outcome:
            sets[f"outcome.{o}"].add(traits, row["session"]["outcome"] == o, row["id"])
    return {head: train(data, strength) for head, data in sets.items()}


def reach(parts, trained) -> float:  # type: ignore[no-untyped-def]
    """The share of labelled stretches that one clause, or a run of them, overlaps enough to count."""
    hits = every = 0
    for part, fold in zip(parts, trained, strict=True):
        for row in part:
            for (turn, label), spans in score.gold_spans(row).items():
                if label in CLAUSE_LABELS:
                    cut = clauses(row["turns"][turn]["text"], plain(fold, {}).cuts)
                    n = len(cut)
                    runs = [(cut[a].start, cut[b].end) for a in range(n) for b in range(a, min(a + 6, n))]
                    hits += sum(any(score.overlap(r, s) for r in runs) for s in spans)
                    every += len(spans)
    return hits / every


def session_figures(results, trained) -> None:  # type: ignore[no-untyped-def]
    ask = out = 0
    confusion: Counter[tuple[str, str]] = Counter()
    for row, findings in results:
        weights = read_weights({"heads": trained, "thresholds": {}, "sureness": {}})
        session = summarise(turns_of(row), findings, brief_of(row), weights)
        ask += session.ask_turn == row["session"]["ask_turn"]
        out += session.outcome == row["session"]["outcome"]
        confusion[row["session"]["outcome"], str(session.outcome)] += 1
    print(f"ask turn {ask / len(results):.3f}  outcome {out / len(results):.3f}")
    print(dict(confusion))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry", action="store_true")
    parser.add_argument("--fit", nargs="*", type=Path)
    parser.add_argument("--on", nargs="*", type=Path)
    parser.add_argument("--strength", type=float, default=2.5)
    parser.add_argument("--settle", action="store_true")
    parser.add_argument("--errors", default="")
    args = parser.parse_args()
    NAMES.update(find_names(read(FILES)))
    if args.fit:
        rows, held = read(args.fit), read(args.on)
        parts, trained = [held], [heads(rows, args.strength)]
    else:
        rows = read(FILES)
        own = [r for r in rows if r["id"].startswith(OWN)]
        parts = folds([r for r in rows if r not in own])
        others = [[r for p in parts if p is not part for r in p] for part in parts]
        trained = [heads([*own, *rest], args.strength) for rest in others]
    thresholds = settle(parts, trained) if args.settle else dict(START)
    results = evaluate(parts, trained, thresholds)
    judge = Judge()
    for row, findings in results:
        judge.add(row, findings)
    judge.show()
    speakable(results)
    print(f"labelled clauses that the cutting can reach: {reach(parts, trained):.3f}")
    print(thresholds)
    for k in (0, 1):  # judged by the other half's weights
        session_figures(results[k::2], outcomes(results[1 - k :: 2]))
    if args.errors:
        show_errors(results, args.errors.split(","))
    if not args.dry and not args.fit:
        final = {**heads(rows, args.strength), **outcomes(results)}
        data = {"heads": final, "thresholds": thresholds, "sureness": calibrate(judge)}
        packed = gzip.compress(json.dumps(data, separators=(",", ":"), sort_keys=True).encode(), mtime=0)
        (ROOT / "voicecoach/lexicon" / FILE).write_bytes(packed)
        print(f"wrote {FILE}, {len(packed)} bytes")


def show_errors(results, labels: Sequence[str]) -> None:  # type: ignore[no-untyped-def]
    for row, findings in results:
        gold = score.gold_spans(row)
        for n, turn in enumerate(row["turns"]):
            for label in labels:
                spans = gold.get((n, label), [])
                mine = [f for f in findings if f.turn == n and f.label == label]
                text = turn["text"]
                for f in mine:
                    if not any(score.overlap(f.at, s) for s in spans):
                        print(f"+ {label} {f.sureness:.2f} [{f.quote}] {row['id']}.{n} {f.rule} || {text}")
                for a, b in spans:
                    if not any(score.overlap(f.at, (a, b)) for f in mine):
                        print(f"- {label} [{text[a:b]}] {row['id']}.{n} || {text}")


if __name__ == "__main__":
    main()
