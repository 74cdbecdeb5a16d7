"""What the scope classifier looks at in a text: words, word parts, meanings and their order."""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from voicecoach.rehearsal.scope_text import plain, stem
from voicecoach.rehearsal.scope_words import meanings, without_idioms

BUCKETS = 1 << 16
"""Features are hashed into this many numbers."""

_CLASSED = ("partner", "child", "kin", "other", "they", "hurt", "killing", "weapon", "selfharm", "means",
            "fear", "grief",
            "addict", "eating", "diagnosis", "medical", "legal", "stalk", "control", "force", "money",
            "now")  # fmt: skip


def _words(tokens: list[str]) -> Iterator[str]:
    stems = [stem(t) for t in tokens]
    yield from (f"w:{s}" for s in stems)
    yield from (f"w2:{a} {b}" for a, b in itertools.pairwise(stems))
    yield from (f"s2:{a} _ {b}" for a, b in zip(stems, stems[2:], strict=False))


def _parts(tokens: list[str]) -> Iterator[str]:
    for token in tokens:
        if len(token) > 3:
            edged = f"<{token}>"
            yield from (f"p:{edged[i : i + 4]}" for i in range(len(edged) - 3))


def _classed(tokens: list[str], at: dict[int, list[str]]) -> Iterator[str]:
    """Word triples in which a word stands for its list: "my PARTNER HURT me"."""
    row = []
    for n, token in enumerate(tokens):
        named = next((c for c in _CLASSED if c in at.get(n, ())), "")
        row.append(named.upper() or stem(token))
    yield from (f"k2:{a} {b}" for a, b in itertools.pairwise(row))
    yield from (f"k3:{a} {b} {c}" for a, b, c in zip(row, row[1:], row[2:], strict=False))


def _meanings(found: list[tuple[int, str]]) -> Iterator[str]:
    names = sorted({name for _, name in found})
    yield from (f"m:{n}" for n in names)
    yield from (f"m2:{a}&{b}" for i, a in enumerate(names) for b in names[i + 1 :])
    for i, (here, a) in enumerate(found):
        yield from (f"mo:{a}>{b}" for there, b in found[i + 1 : i + 8] if 0 < there - here <= 6)


def feature_groups(text: str, where: str) -> list[set[str]]:
    """The features of a text as names, in groups of one kind each."""
    hidden = _PRACTISING.sub("", without_idioms(plain(text)))
    tokens = [_ALIKE.get(t, t) for t in hidden.split()]
    found = meanings(hidden)
    at: dict[int, list[str]] = {}
    for n, name in found:
        at.setdefault(n, []).append(name)
    return [
        set(_words(tokens)),
        set(_parts(tokens)),
        set(_classed(tokens, at)),
        set(_meanings(found)),
        {f"where:{where}", f"long:{min(len(tokens) // 6, 6)}"},
    ]


_PRACTISING = re.compile(r"\b(?:practi[sc](?:e|ing)|rehears(?:e|ing|al)) ?")
"""That somebody wants to practise says nothing about what."""
_ALIKE = {
    word: one
    for one, words in {
        "they": "he she",
        "them": "him her his hers",
        "themself": "himself herself",
        "spouse": "husband wife hubby missus",
        "sweetheart": "boyfriend girlfriend",
        "parent": "mother father mum mom dad mummy mommy daddy mama papa",
        "stepparent": "stepmother stepfather stepmum stepmom stepdad",
        "sibling": "brother sister bro sis",
        "offspring": "son daughter boy girl lad",
        "grandparent": "grandmother grandfather gran nan nana granny grandma grandad grandpa",
        "relative": "uncle aunt auntie aunty nephew niece",
        "congregation": "church mosque temple synagogue gurdwara chapel masjid mandir parish",
        "cleric": "pastor priest imam rabbi vicar minister",
        "faith": "christian muslim hindu jewish sikh buddhist catholic islam christianity hinduism judaism",
        "person": "man woman guy bloke fella lady",
    }.items()
    for word in words.split()
}
"""Who somebody is, or believes, does not count, what is done does.
He and she, church and mosque are read alike."""
_WEIGHT = (1.4, 1.0, 1.4, 0.7, 0.3)


def features(text: str, where: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets and values, shapes (n,) both; each group has a fixed length, however long the text."""
    buckets: list[int] = []
    values: list[float] = []
    for weight, group in zip(_WEIGHT, feature_groups(text, where), strict=True):
        value = weight / max(len(group), 6) ** 0.5
        buckets += (zlib.crc32(name.encode()) % BUCKETS for name in group)
        values += [value] * len(group)
    return np.array(buckets, dtype=np.int64), np.array(values, dtype=np.float32)
