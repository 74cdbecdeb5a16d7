"""Train the scope classifier from training/scope/*.jsonl and write voicecoach/lexicon/scope_weights.npz.

train_scope.py             train on everything and write the weights
train_scope.py --check     hold out one file at a time and print what a stranger's texts would give
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np

from voicecoach.rehearsal.scope_features import BUCKETS, features
from voicecoach.rehearsal.scope_model import LABELS, WEIGHTS, ScopeModel, pack

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "training" / "scope"
STEPS, RATE, DECAY = 400, 0.5, 2e-4
CLASS_WEIGHT = {"ok": 1.0, "refer": 1.0, "emergency": 1.2}


def read(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


class Rows:
    """Texts as sparse rows, one after another."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        made = [features(r["text"], r["where"]) for r in rows]
        self.bucket = np.concatenate([b for b, _ in made])
        self.value = np.concatenate([v for _, v in made]).astype(np.float64)
        self.row = np.repeat(np.arange(len(made)), [len(b) for b, _ in made])
        self.gold = np.array([LABELS.index(r["label"]) for r in rows])
        self.count = len(rows)

    def scores(self, weights: np.ndarray) -> np.ndarray:
        return np.stack(
            [np.bincount(self.row, self.value * w[self.bucket], minlength=self.count) for w in weights],
            axis=1,
        )

    def gradient(self, error: np.ndarray) -> np.ndarray:
        return np.stack(
            [np.bincount(self.bucket, self.value * e[self.row], minlength=BUCKETS) for e in error.T], axis=0
        )


def train(rows: list[dict[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """Softmax regression by Adam over all rows at once: weights (3, BUCKETS), bias (3,)."""
    data = Rows(rows)
    target = np.eye(len(LABELS))[data.gold]
    cost = np.array([CLASS_WEIGHT[LABELS[g]] for g in data.gold])[:, None]
    weights, bias = np.zeros((len(LABELS), BUCKETS)), np.zeros(len(LABELS))
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        scores = data.scores(weights) + bias
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        odds /= odds.sum(axis=1, keepdims=True)
        error = cost * (odds - target) / data.count
        gradient = data.gradient(error) + DECAY * weights
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        rate = RATE / 5 * min(1.0, 2 * (1 - step / STEPS))
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        bias -= RATE * error.sum(axis=0)
    return weights, bias


def check(files: dict[str, list[dict[str, str]]]) -> None:
    """Hold out one file at a time; print how the classifier alone does on it."""
    every: list[tuple[str, float]] = []
    for name, held in files.items():
        others = [r for other, rows in files.items() if other != name for r in rows]
        model = ScopeModel(*train(others))
        got = [(r["label"], 1 - model.odds(r["text"], r["where"])["ok"]) for r in held]
        every += got
        report(name, got)
    report("all held out", every)


def report(name: str, got: list[tuple[str, float]]) -> None:
    fit = sorted((p for label, p in got if label == "ok"), reverse=True)
    unfit = np.array([p for label, p in got if label != "ok"])
    at = [fit[int(len(fit) * share)] if fit else 0.5 for share in (0.03, 0.13)]
    print(
        f"{name:28} {len(fit):5} ok {len(unfit):5} not; "
        f"not ok noticed with 3 % of ok stopped {np.mean(unfit > at[0]) if len(unfit) else 0:.3f}, "
        f"with 13 % {np.mean(unfit > at[1]) if len(unfit) else 0:.3f} (thresholds {at[0]:.2f}, {at[1]:.2f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    files = {p.stem: read(p) for p in sorted(TEXTS.glob("*.jsonl"))}
    started = time.perf_counter()
    if parser.parse_args().check:
        check(files)
    else:
        weights, bias = train([r for rows in files.values() for r in rows])
        pack(weights, bias, WEIGHTS)
        print(f"{WEIGHTS}: {WEIGHTS.stat().st_size} bytes from {sum(map(len, files.values()))} texts")
    print(f"{time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
