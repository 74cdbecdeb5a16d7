"""Labelled text as examples for the encoder."""

from __future__ import annotations

import json
import random
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "data"), str(ROOT)]

import score  # noqa: E402

from voicecoach.coaching.dialogue import brief_of, turns_of  # noqa: E402
from voicecoach.encoder.pieces import SEES_BACK, Part  # noqa: E402
from voicecoach.encoder.views import (  # noqa: E402
    STAGE_WORDS,
    BriefView,
    Stage,
    partner_part,
    role_view,
    scope_view,
    your_part,
)  # fmt: skip
from voicecoach.encoder.words import split, texts  # noqa: E402
from voicecoach.types import Turn, Who  # noqa: E402

LABELS = score.LABELS
SCOPE = ["ok", "refer", "emergency"]
MOST_WORDS = 230
"""Words of a stretch of a dialogue that is trained on at once."""

Spans = dict[str, list[tuple[int, int]]]
Targets = list[list[int] | None]


@dataclass
class Example:
    """Parts of an input, and what is right of each word of each part."""

    parts: list[Part]
    targets: list[Targets]
    """For each part, for each word, 16 values 0 or 1; None for what is not asked about."""
    weight: float = 1.0
    source: str = ""
    bare: Example | None = None
    """The same without marks and capitals, where the text has them."""


@dataclass(frozen=True)
class Judged:
    """Parts of an input, and what is right of the last as a whole, by head: which value, and what it
    counts."""

    parts: list[Part]
    right: Mapping[str, tuple[int, float]]
    source: str
    bare: Judged | None = None
    """The same without marks and capitals, where the text has them."""


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def word_targets(words: Any, spans: Spans) -> Targets:
    """What is right of each word: inside which stretches it is, and which begin with it."""
    rows: Targets = []
    for i, word in enumerate(words):
        row = [0] * 16
        for k, label in enumerate(LABELS):
            for start, end in spans.get(label, []):
                if word.start < end and start < word.end:
                    row[k] = 1
                    earlier = any(w.spoken and w.end > start for w in words[:i] if w.start >= start)
                    row[8 + k] = int(not earlier)
        rows.append(row if word.spoken else None)
    return rows


def without_marks(text: str, spans: Spans) -> tuple[str, Spans]:
    """As a small recogniser writes it; the spans go along."""
    kept: list[str] = []
    place = {}
    for i, c in enumerate(text):
        place[i] = len(kept)
        inside = text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()
        if c.isalnum() or c in " '’%$£€" or (c in ".,:" and inside):
            kept.append(c.lower())
        elif c in "-–—/":
            kept.append(" ")
    place[len(text)] = len(kept)
    return "".join(kept), {k: [(place[a], place[b]) for a, b in v] for k, v in spans.items()}


def dialogue_examples(row: dict[str, Any], source: str, weight: float = 1.0) -> list[Example]:
    """A dialogue in stretches, each a few turns overlapping, and the same as a recogniser writes it."""
    turns, gold = turns_of(row), score.gold_spans(row)
    spans: list[Spans] = [{k: gold.get((t.number, k), []) for k in LABELS} for t in turns]
    plain = _stretches(turns, spans, row, source, weight)
    if not re.search(r"[.,?!A-Z]", " ".join(t.text for t in turns if t.who is Who.YOU)):
        return plain
    bare = [
        (t, s)
        if t.who is Who.PARTNER
        else (Turn(t.number, t.who, (both := without_marks(t.text, s))[0]), both[1])
        for t, s in zip(turns, spans, strict=True)
    ]
    others = _stretches([t for t, _ in bare], [s for _, s in bare], row, source, weight)
    for one, other in zip(plain, others, strict=False):
        one.bare = other
    return plain


def _stretches(
    turns: Sequence[Turn], spans: Sequence[Spans], row: Any, source: str, weight: float
) -> list[Example]:
    brief, stage = BriefView.of(brief_of(row)), Stage()
    parts: list[tuple[Part, Targets | None]] = []
    for turn, gold in zip(turns, spans, strict=True):
        if turn.who is Who.PARTNER:
            stage = stage.after_partner()
            parts.append((partner_part(turn, brief), None))
            continue
        words = split(turn.text, brief.names)
        parts.append((your_part(words, stage), [None] * STAGE_WORDS + word_targets(words, gold)))
        stage = stage.after_you(
            stated=bool(gold["direct"]), held=bool(gold["held"]), gave=bool(gold["concession"])
        )
    found, at, n = [], 0, 0
    while at < len(parts):
        end, size = at, 0
        back = parts[max(0, at - SEES_BACK) : at]
        while end < len(parts) and (end == at or size + len(parts[end][0].words) <= MOST_WORDS):
            size += len(parts[end][0].words)
            end += 1
        here = [(brief.part, None), *((p, None) for p, _ in back), *parts[at:end]]
        found.append(Example([p for p, _ in here], [t or [] for _, t in here], weight, source))
        at, n = end, n + 1
    return found


def scope_examples(path: Path, weight: float = 1.0) -> Iterator[Judged]:
    for row in read(path):
        bare = without_marks(row["text"], {})[0] if re.search(r"[.,?!A-Z]", row["text"]) else ""
        views = [scope_view(texts(split(text)), row["where"]) for text in (row["text"], bare) if text]
        yield _judged("scope", views, SCOPE.index(row["label"]), weight, path.stem)


def ordinary_talk(rows: Iterable[dict[str, Any]], weight: float) -> Iterator[Judged]:
    """What people say in hard talks that are fit to rehearse: both sides of them, all in role."""
    for row in rows:
        for turn in row["turns"]:
            if turn["who"] == "you":
                said = [turn["text"], without_marks(turn["text"], {})[0]]
                views = [scope_view(texts(split(text)), "speech") for text in said]
                yield _judged("scope", views, 0, weight, "talk")
            else:
                yield _judged("role", [role_view(turn["text"], row["brief"]["other"])], 0, weight, "talk")


def role_examples(path: Path, speech_of: Any) -> list[Judged]:
    rows = [(speech_of(r["raw"], r["persona"]), r) for r in read(path)]
    fit = {r["spoken"] for _, r in rows}
    found = {}
    for text, r in rows:
        if re.search(r"\w", text) and not (r["verdict"] == "reject" and text in fit):
            # a reject for what stood around it teaches nothing
            out = int(r["verdict"] == "reject")
            found[text] = _judged("role", [role_view(text, r["persona"])], out, 1.0, path.stem)
    return list(found.values())


def _judged(head: str, views: Sequence[list[Part]], right: int, weight: float, source: str) -> Judged:
    """The first view, and the second as the same said bare."""
    plain, *bare = (Judged(view, {head: (right, weight)}, source) for view in views)
    return replace(plain, bare=bare[0]) if bare else plain


def authored_examples(weight: float) -> list[Judged]:
    """What the scripted partner says: people in their roles, every line."""
    package = ROOT / "voicecoach"
    files = [*sorted((package / "scenarios").glob("*.toml")), package / "lexicon" / "partner_lines.toml"]
    found = set()
    for path in files:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        kept = [data.get("lines", data), *(o.get("lines", o) for o in data.get("objections", []))]
        found |= {re.sub(r"\{\w+\}", "ninety", line) for part in kept for line in _texts(part)}
    return [_judged("role", [role_view(line, "")], 0, weight, "authored") for line in sorted(found)]


def _texts(data: Any) -> list[str]:
    """Every sentence in a table of lines."""
    if isinstance(data, str):
        return [data] if len(data.split()) > 2 else []
    if isinstance(data, dict):
        data = [v for k, v in data.items() if k not in {"key", "topic", "when", "fears"}]
    return [text for part in data for text in _texts(part)] if isinstance(data, list) else []


def shuffled_stages(parts: list[Part], rng: random.Random, share: float) -> list[Part]:
    """Now and then another stage: at work it comes from what was found, which may be wrong."""

    def shuffled(part: Part) -> Part:
        if not part.yours or rng.random() >= share:
            return part
        stage = [rng.choice(["before", "asked", "pushed"]), rng.choice(["gave", "firm"]), ":"]
        return Part([*stage, *part.words[STAGE_WORDS:]], yours=True)

    return [shuffled(p) for p in parts]
