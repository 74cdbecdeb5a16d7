"""The trained check of a line: how likely it is that no person in the role would say it.

Trained by `scripts/train_lines.py`. It reads what the patterns of `lexicon/role.toml` found,
beside words, word pairs, and kinds of words (praise, the technique of talking, the game itself).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecoach.partner.role_words import Persona, break_patterns, meta_words
from voicecoach.paths import package_data
from voicecoach.rehearsal.scope_text import plain, stem

BUCKETS = 1 << 15
WEIGHTS = package_data("lexicon") / "role_weights.npz"
_GROUP_WEIGHT = (1.0, 0.6, 1.3, 1.0)


def _named(text: str, who: Persona) -> list[str]:
    words = plain(text).split()
    parts = [w for w in who.words if w != who.name]
    return ["persona" if w == who.name and w else "rolename" if w in parts else w for w in words]


def _words(tokens: list[str]) -> Iterator[str]:
    stems = ["num" if t.isdigit() else stem(t) for t in ["^", *tokens]]
    yield from (f"w:{s}" for s in stems)
    yield from (f"w2:{a} {b}" for a, b in pairwise(stems))
    yield from (f"s2:{a} _ {b}" for a, b in zip(stems, stems[2:], strict=False))
    yield from (
        f"open:{b} {c}" for a, b, c in zip(stems, stems[1:], stems[2:], strict=False) if a in {"^", "."}
    )


def _kinds(tokens: list[str]) -> Iterator[str]:
    index = meta_words()
    row = [index.get(t) or index.get(stem(t)) or t for t in ["^", *tokens]]
    held = sorted({r for r in row if r.isupper()})
    yield from (f"k:{h}" for h in held)
    yield from (f"kk:{a}&{b}" for i, a in enumerate(held) for b in held[i + 1 :])
    yield from (f"k2:{a} {b}" for a, b in pairwise(row))
    yield from (f"k3:{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))


def feature_groups(text: str, who: Persona) -> list[set[str]]:
    """The features of a line as names, in groups of one kind each."""
    tokens = _named(text, who)
    low = text.lower().replace("’", "'")
    ruled = {f"rule:{kind}" for kind, pattern in break_patterns(who.name) if pattern.search(low)}
    parts = {f"p:{t[:5]}" for t in tokens if len(t) > 5}
    shape = {f"long:{min(len(tokens) // 5, 6)}", f"sentences:{min(tokens.count('.'), 4)}"}
    return [
        set(_words(tokens)), parts | shape, set(_kinds(tokens)),
        ruled | {f"rules:{len(ruled)}"} | ({"you-first"} if re.match(r"\W*you\b", low) else set()),
    ]  # fmt: skip


def features(text: str, who: Persona) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and values, shapes (n,) both."""
    buckets: list[int] = []
    values: list[float] = []
    for weight, group in zip(_GROUP_WEIGHT, feature_groups(text, who), strict=True):
        buckets += (zlib.crc32(name.encode()) % BUCKETS for name in group)
        values += [weight / max(len(group), 4) ** 0.5] * len(group)
    return np.array(buckets, dtype=np.int64), np.array(values, dtype=np.float32)


@cache
def _weights() -> tuple[NDArray[Any], NDArray[Any]]:
    with np.load(WEIGHTS) as data:
        assert data["weights"].shape == (2, BUCKETS)
        return data["weights"].astype(np.float32) * data["step"][:, None], data["bias"]


def out_of_role_odds(text: str, who: Persona) -> float:
    """How likely the line is out of role, 0 to 1."""
    buckets, values = features(text, who)
    weights, bias = _weights()
    within, without = weights[:, buckets] @ values + bias
    return float(1 / (1 + np.exp(within - without)))
