"""What the critique must reach, measured: speed, letters, fairness, precision of what is said.

    python3 scripts/bench_critique.py [--dialogues FILE]

FILE holds labelled dialogues, one a line (see tests/data/GUIDE.md). Without it: the file in tests/data.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.coaching import critique, spoken
from voicecoach.coaching.dialogue import brief_of, turns_of
from voicecoach.coaching.lint import Record, broken, broken_line, true_quote
from voicecoach.coaching.parts import Critique
from voicecoach.coaching.transcripts import scenario_of
from voicecoach.types import Brief, Sound, Turn, Who, Word

DIALOGUES = Path(__file__).parent.parent / "tests" / "data" / "dialogues.jsonl"
NAMES = """Dana Dmitri Marisol Marcus Graham Grace Rick Rita Bev Bob Pauline Paul Kyle Kayla Jess Josh
Jean John Brad Brenda Emma Omar Shawna Sean"""
GENDER = """she he her his mother father sister brother mom dad aunt uncle mr mrs son daughter girl boy
man woman husband wife"""
LONG_TURNS = 60


def main() -> int:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dialogues", type=Path, default=DIALOGUES)
    rows = [json.loads(x) for x in parser.parse_args().dialogues.read_text("utf-8").splitlines() if x.strip()]
    print(f"{LONG_TURNS} turns with recordings, no model: {long_rehearsal(rows):.2f} s")
    made = [(row, made_of(brief_of(row), turns_of(row))) for row in rows]
    print(f"quotes not to the letter: {sum(false_quotes(row, c) for row, c in made)}")
    print(f"lines that break a rule: {sum(bad_lines(row, c) for row, c in made)}")
    print(
        f"longest spoken critique: {max(spoken.seconds(spoken.script(c, None, None)) for _, c in made):.0f} s"
    )
    right, said, by_label = said_aloud(made)
    print(f"findings said aloud: {right} of {said} labelled so ({right / max(1, said):.1%}) {dict(by_label)}")
    changed = sum(swapped(row, c) for row, c in made)
    print(f"dialogues whose findings change with other names and genders: {changed}")
    return 0


def made_of(brief: Brief, turns: tuple[Turn, ...]) -> Critique:
    """The critique without recordings."""
    return critique.make(turns, brief, scenario_of(brief), load_audio=lambda _: None)


def long_rehearsal(rows: list[Mapping[str, Any]]) -> float:
    """Seconds for the critique of 60 turns with ten seconds of sound in each of the user's."""
    texts = [t for row in rows[:12] for t in row["turns"]][:LONG_TURNS]
    hum = 4000 * np.sin(2 * np.pi * 150 * np.arange(160_000) / 16_000)
    sound = Sound(hum.astype(np.int16), 16_000)
    turns = []
    for n, t in enumerate(texts):
        count = max(1, len(t["text"].split()))
        words = tuple(
            Word(w, 10 * i / count, 10 * (i + 0.9) / count) for i, w in enumerate(t["text"].split())
        )
        turn = Turn(n, Who(t["who"]), t["text"], words, n * 12.0, n * 12.0 + 10, f"{n}.wav", "sphinx")
        turns.append(turn if turn.who is Who.YOU else replace(turn, words=(), audio=None, engine=""))
    made_of(brief_of(rows[0]), turns_of(rows[0]))  # data files are read once, at the first critique
    began = time.perf_counter()
    critique.make(turns, brief_of(rows[0]), scenario_of(brief_of(rows[0])), load_audio=lambda _: sound)
    return time.perf_counter() - began


def false_quotes(row: Mapping[str, Any], made: Critique) -> int:
    """Quotes that do not stand to the letter where they point."""
    record = Record(turns_of(row), brief_of(row))
    every = [p.quote for p in made.points] + [g.quote for g in made.ground] + [r.quote for r in made.rubric]
    return sum(not true_quote(quote, record) for quote in every)


def bad_lines(row: Mapping[str, Any], made: Critique) -> int:
    """Lines of the coach's that its own lint would drop."""
    record = Record(turns_of(row), brief_of(row))
    said = sum(bool(broken(text, record)) for text in [*(p.says for p in made.points), made.fairest])
    lines = [p.stronger for p in made.points if p.stronger and not p.finding] + [made.if_then]
    return said + sum(bool(set(broken_line(line, record)) - {"length", "name"}) for line in lines if line)


def said_aloud(made: list[tuple[Mapping[str, Any], Critique]]) -> tuple[int, int, Counter[str]]:
    """Points that rest on a finding, and how many of these the annotators labelled the same there."""
    right, said, wrong = 0, 0, Counter[str]()
    for row, found in made:
        by_key = {critique.finding_key(f): f for f in found.findings}
        for point in found.points:
            finding = by_key.get(point.finding or "")
            if finding is None:
                continue
            said += 1
            text = row["turns"][finding.turn]["text"]
            gold = [
                x for x in row.get("labels", ()) if x["turn"] == finding.turn and x["label"] == finding.label
            ]
            spans = [m.span() for x in gold for m in re.finditer(re.escape(x["quote"]), text)]
            hit = any(a < finding.at[1] and finding.at[0] < b for a, b in spans)
            right += hit
            wrong[f"wrong {finding.label}"] += not hit
    return right, said, +wrong


def swapped(row: Mapping[str, Any], made: Critique) -> bool:
    """Do labels or places of the findings change in the same talk among other people?"""
    other = json.loads(json.dumps(row))
    other["brief"] = {
        k: [_swap(x) for x in v] if isinstance(v, list) else _swap(v) for k, v in row["brief"].items()
    }
    for turn in other["turns"]:
        turn["text"] = _swap(turn["text"])
    again = made_of(brief_of(other), turns_of(other))
    here = [(f.turn, f.label, len(f.quote.split())) for f in made.findings]
    there = [(f.turn, f.label, len(f.quote.split())) for f in again.findings]
    return here != there


@cache
def _others() -> dict[str, str]:
    """Each name's, and each gendered word's, counterpart, both ways; him is her too."""
    names, words = NAMES.split(), GENDER.split()
    both = zip(names[::2] + words[::2], names[1::2] + words[1::2], strict=True)
    return {"him": "her"} | {a: b for pair in both for a, b in (pair, pair[::-1])}


def _swap(text: str) -> str:
    def other(found: re.Match[str]) -> str:
        word = found.group()
        if word in _others():
            return _others()[word]
        swap = _others().get(word.lower(), word)
        return swap.capitalize() if word[0].isupper() and swap != word else swap

    return re.sub(r"[A-Za-z]+", other, text)


if __name__ == "__main__":
    sys.exit(main())
