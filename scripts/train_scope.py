"""Train the scope classifier from training/scope/*.jsonl and write voicecoach/lexicon/scope_weights.npz.

train_scope.py             train on everything and write the weights
train_scope.py --check     hold out a third of the files at a time (each is written in a manner of its own),
                           and print how the whole check does on them
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
from hashed_softmax import Settings, fit, pack, spread

from voicecoach.rehearsal.scope import judge
from voicecoach.rehearsal.scope_features import BUCKETS, features
from voicecoach.rehearsal.scope_model import LABELS, WEIGHTS, ScopeModel

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "training" / "scope"
TALKS = [
    ROOT / "tests" / "data" / "dialogues.jsonl",
    *sorted((ROOT / "training" / "dialogues").glob("*.jsonl")),
]
ANSWERS = sorted((ROOT / "training" / "answers").glob("*.jsonl"))
SPEECH = ROOT / "tests" / "data" / "speech" / "speech.toml"
DEMO = ROOT / "voicecoach" / "data" / "demo" / "demo.toml"
SETTINGS = Settings(steps=150, rate=0.1, decay=2e-5)
COST = {"ok": 1.0, "refer": 1.0, "emergency": 1.2}
TALK_COST = 0.25
"""What one turn of an ordinary rehearsal counts, beside a text written for the scope check."""


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def talk_turns() -> list[dict]:
    """Every turn of the annotated rehearsals: ordinary hard talk, all of it fit to rehearse."""
    said = [turn["text"] for path in TALKS for talk in read(path) for turn in talk["turns"]]
    said += [row["text"] for path in ANSWERS for row in read(path)]
    said += [turn["text"] for turn in tomllib.loads(DEMO.read_text(encoding="utf-8"))["turns"]]
    said += [row["text"] for row in tomllib.loads(SPEECH.read_text(encoding="utf-8"))["recordings"]]
    both = [
        form for text in said for form in (text, re.sub(r"[^\w' ]+", "", text))
    ]  # and as heard, without marks
    return [{"text": text, "where": "speech", "label": "ok", "cost": TALK_COST / 2} for text in both]


def train(rows: list[dict]) -> ScopeModel:
    gold = np.array([LABELS.index(r["label"]) for r in rows])
    cost = np.array([r.get("cost", COST[r["label"]]) for r in rows])
    used, weights, bias = fit(
        [features(r["text"], r["where"]) for r in rows], gold, cost, len(LABELS), SETTINGS
    )
    return ScopeModel(spread(used, weights, BUCKETS), bias)


def check(files: dict[str, list[dict]], talks: list[dict]) -> None:
    """Hold out a third of the files, and of the ordinary turns, at a time."""
    names, every = sorted(files), Counter()
    for part in range(3):
        held_names = names[part::3]
        rest = [r for n in names if n not in held_names for r in files[n]]
        model = train(rest + [t for i, t in enumerate(talks) if i % 3 != part])
        for name in held_names:
            every += report(name, files[name], model)
        report(f"ordinary turns {part + 1}", talks[part::3], model)
    tell("all texts held out", every)


def report(name: str, rows: list[dict], model: ScopeModel) -> Counter[tuple[str, str]]:
    table = Counter((r["label"], judge(r["text"], r["where"], model).label) for r in rows)
    tell(name, table)
    return table


def tell(name: str, table: Counter[tuple[str, str]]) -> None:
    total = Counter[str]()
    for (gold, _), n in table.items():
        total[gold] += n

    def share(golds: tuple[str, ...], said: tuple[str, ...]) -> float:
        return sum(table[g, s] for g in golds for s in said) / max(1, sum(total[g] for g in golds))

    noticed = ("ask", "refer", "emergency")
    print(
        f"{name:20} {total['ok']:4} ok: stopped {share(('ok',), ('refer', 'emergency')):.3f}, "
        f"asked {share(('ok',), ('ask',)):.3f}; {total['emergency']:3} emergencies: noticed "
        f"{share(('emergency',), noticed):.3f}; refer or emergency: noticed "
        f"{share(('refer', 'emergency'), noticed):.3f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    files = {p.stem: read(p) for p in sorted(TEXTS.glob("*.jsonl"))}
    if parser.parse_args().check:
        check(files, talk_turns())
    else:
        model = train([r for rows in files.values() for r in rows] + talk_turns())
        pack(model.weights, model.bias, WEIGHTS)
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes from {sum(map(len, files.values()))} texts")


if __name__ == "__main__":
    main()
