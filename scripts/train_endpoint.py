"""Train the weights that tell a finished sentence from one that goes on: `train_endpoint.py [--report]`.

Whole sentences of `training/` without their marks are finished; the same sentences cut at random are not. A
logistic regression over their last words, in numpy. `--report` trains without `training/dialogues/d.jsonl`
and says how well that file's sentences are told apart; else the weights go to `voicecoach/lexicon`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from voicecoach.audio.endpoint_weights import traits

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "voicecoach" / "lexicon" / "endpoint-weights.json.gz"
HELD_OUT = "d.jsonl"
CUTS = 2
"""Unfinished pieces made of each sentence."""

SEEN_AT_LEAST = 2
STEPS, RATE, DECAY = 300, 0.1, 3e-4

Example = tuple[list[str], bool]


def texts(path: Path) -> Iterator[str]:
    """What people say in one file of training material."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        turns = row.get("turns") if isinstance(row, dict) else None
        if turns:
            yield from (str(turn["text"]) for turn in turns)
        elif isinstance(row, dict) and "text" in row:
            yield str(row["text"])


def sentences(paths: list[Path]) -> Iterator[list[str]]:
    """The words of every sentence that ends with a mark."""
    for path in paths:
        for text in texts(path):
            for sentence in re.findall(r"[^.?!]+[.?!]", text.replace("’", "'")):
                words = re.findall(r"[\w']+", sentence.lower())
                if 2 <= len(words) <= 40:
                    yield words


def examples(paths: list[Path]) -> list[Example]:
    """Finished sentences and pieces of them."""
    rng, found = random.Random(5), []
    for words in sentences(paths):
        found.append((words, True))
        cuts = CUTS if len(words) > 3 else 0
        found.extend((words[: rng.randrange(1, len(words))], False) for _ in range(cuts))
    return found


def train(found: list[Example]) -> dict[str, float]:
    """Weights of the traits that were seen often enough; the empty trait is the constant."""
    featured = [(traits(words), whole) for words, whole in found]
    counts = Counter(trait for every, _ in featured for trait in every)
    names = sorted(trait for trait, count in counts.items() if count >= SEEN_AT_LEAST)
    places = {name: at for at, name in enumerate(names)}
    rows = [[places[t] for t in every if t in places] for every, _ in featured]
    row = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    column = np.concatenate([np.array(r, int) for r in rows])
    gold = np.array([whole for _, whole in featured], float)
    cost = np.where(gold > 0, float(CUTS), 1.0)
    weights, bias = np.zeros(len(names)), 0.0
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        odds = 1 / (1 + np.exp(-(bias + np.bincount(row, weights[column], minlength=len(rows)))))
        error = cost * (odds - gold) / len(rows)
        gradient = np.bincount(column, error[row], minlength=len(names)) + DECAY * weights / 10
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        rate = RATE * min(1.0, 2 * (1 - step / STEPS))
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        bias -= rate * error.sum()
    kept = {name: round(float(weights[at]), 2) for name, at in places.items() if abs(weights[at]) >= 0.05}
    return {"": round(float(bias), 2), **kept}


def chance(weights: dict[str, float], words: list[str]) -> float:
    """How likely these words are a finished sentence."""
    total = weights[""] + sum(weights.get(trait, 0.0) for trait in traits(words))
    return float(1 / (1 + np.exp(-total)))


def report(weights: dict[str, float], found: list[Example]) -> None:
    """How often pieces are taken for finished, and sentences for unfinished, by threshold."""
    whole = np.array([chance(weights, w) for w, is_whole in found if is_whole])
    piece = np.array([chance(weights, w) for w, is_whole in found if not is_whole])
    print(f"{len(whole)} sentences, {len(piece)} pieces, {len(weights)} traits")
    for least in (0.1, 0.3, 0.5, 0.6, 0.7, 0.8):
        shares = np.mean(whole >= least), np.mean(piece >= least)
        print(f"{least:.1f}: sentences over {shares[0]:.2f}, pieces over {shares[1]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--report", action="store_true")
    args = parser.parse_args()
    paths = sorted(
        p for folder in ("dialogues", "scope") for p in (ROOT / "training" / folder).glob("*.jsonl")
    )
    if args.report:
        weights = train(examples([p for p in paths if p.name != HELD_OUT]))
        report(weights, examples([p for p in paths if p.name == HELD_OUT]))
        return
    data = json.dumps(train(examples(paths)), sort_keys=True, ensure_ascii=False).encode()
    WEIGHTS.write_bytes(gzip.compress(data, mtime=0))
    print(f"{WEIGHTS.relative_to(ROOT)}: {len(data)} bytes before compression")


if __name__ == "__main__":
    main()
