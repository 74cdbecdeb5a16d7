"""How likely words without marks are a whole sentence: learned from text, by `scripts/train_endpoint.py`."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Mapping, Sequence
from functools import cache

from voicecoach.audio.endpoint_lexicon import lexicon
from voicecoach.paths import package_data


def chance_of_whole(words: Sequence[str]) -> float:
    """0 to 1, for lower-case words."""
    weights = _weights()
    total = weights[""] + sum(weights.get(trait, 0.0) for trait in traits(words))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def traits(words: Sequence[str]) -> list[str]:
    """What is looked at: the last words, and what the last clause is made of."""
    known = lexicon()
    last = ["^", "^", *words][-3:]
    joints = [at for at, word in enumerate(words) if word in known.joints]
    clause = words[joints[-1] + 1 :] if joints else words
    verbs = [at for at, word in enumerate(clause) if word in known.verbs]
    kind = "trailing" if last[2] in known.trailing else "leaning" if last[2] in known.leaning else "other"
    return [
        f"1:{last[2]}",
        f"2:{last[1]} {last[2]}",
        f"3:{' '.join(last)}",
        f"before:{last[1]}",
        f"kind:{kind}",
        f"ends:{last[2][-3:]}",
        f"words:{min(len(words), 8)}",
        f"clause:{min(len(clause), 6)}",
        f"after-verb:{min(len(clause) - 1 - verbs[-1], 4) if verbs else -1}",
        f"opens:{words[0]}",
        f"joint:{words[joints[-1]] if joints else ''}:{min(len(clause), 4)}",
    ]


@cache
def _weights() -> Mapping[str, float]:
    packed = (package_data("lexicon") / "endpoint-weights.json.gz").read_bytes()
    weights: Mapping[str, float] = json.loads(gzip.decompress(packed))
    return weights
