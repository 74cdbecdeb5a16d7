"""Train the check of a partner's lines from training/lines/*.jsonl and write
voicecoach/lexicon/role_weights.npz.

train_lines.py             train on everything and write the weights
train_lines.py --check     hold out a fifth at a time and print what a stranger's lines would give
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
from hashed_softmax import Settings, fit, pack, spread

from voicecoach.partner.in_role import speech_of
from voicecoach.partner.line_model import BUCKETS, WEIGHTS, features
from voicecoach.partner.role_words import read_persona

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "training" / "lines"
TALKS = ROOT / "tests" / "data" / "dialogues.jsonl"
SETTINGS = Settings(steps=150, rate=0.1, decay=1e-4)
REJECT_WEIGHT, TALK_WEIGHT = 1.3, 0.3

Line = tuple[str, str, int, float]
"""What is left of a line, its persona, 1 where it is out of role, and what it counts."""


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def lines_of(path: Path) -> list[Line]:
    rows = [(speech_of(row["raw"], row["persona"]), row) for row in read(path)]
    fit_to_speak = {row["spoken"] for _, row in rows}
    return [
        (
            text,
            row["persona"],
            int(row["verdict"] == "reject"),
            REJECT_WEIGHT if row["verdict"] == "reject" else 1.0,
        )
        for text, row in {text: (text, row) for text, row in rows if re.search(r"\w", text)}.values()
        if row["verdict"] != "reject"
        or text not in fit_to_speak  # a reject for what stood around it teaches nothing
    ]


def talk_lines() -> list[Line]:
    """What both sides of the annotated rehearsals say: people, every one."""
    return [
        (t["text"], talk["brief"]["other"], 0, TALK_WEIGHT) for talk in read(TALKS) for t in talk["turns"]
    ]


def train(lines: list[Line]) -> tuple[np.ndarray, np.ndarray]:
    featured = [features(text, read_persona(persona)) for text, persona, _, _ in lines]
    gold, cost = np.array([line[2] for line in lines]), np.array([line[3] for line in lines])
    used, weights, bias = fit(featured, gold, cost, 2, SETTINGS)
    return spread(used, weights, BUCKETS), bias


def check(lines: list[Line], talks: list[Line]) -> None:
    order = np.random.default_rng(7).permutation(len(lines)) % 5
    got: list[tuple[int, float, str]] = []
    for fold in range(5):
        held = [line for line, f in zip(lines, order, strict=True) if f == fold]
        weights, bias = train([line for line, f in zip(lines, order, strict=True) if f != fold] + talks)
        for text, persona, out, _ in held:
            buckets, values = features(text, read_persona(persona))
            within, without = weights[:, buckets] @ values + bias
            got.append((out, 1 / (1 + np.exp(within - without)), text))
    for threshold in (0.3, 0.4, 0.5, 0.6):
        missed = sum(out == 1 and p < threshold for out, p, _ in got) / sum(out for out, _, _ in got)
        false = sum(out == 0 and p >= threshold for out, p, _ in got) / sum(not out for out, _, _ in got)
        print(f"threshold {threshold}: missed rejects {missed:.3f}, false rejects {false:.3f}")
    for out, p, text in sorted(got, key=lambda g: abs(g[0] - g[1]), reverse=True)[:40]:
        print(f"  {out} {p:.2f} {text[:110]!r}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true")
    lines = [line for path in sorted(LINES.glob("*.jsonl")) for line in lines_of(path)]
    if parser.parse_args().check:
        check(lines, talk_lines())
    else:
        pack(*train(lines + talk_lines()), WEIGHTS)
        print(f"{WEIGHTS}: {WEIGHTS.stat().st_size} bytes from {len(lines)} lines")


if __name__ == "__main__":
    main()
