"""Which pieces of BERT's vocabulary stay: those that English talk is made of."""

from __future__ import annotations

from pathlib import Path


def kept(vocabulary: Path, rank: int) -> tuple[list[int], list[str]]:
    """Numbers and texts of the kept pieces. BERT's pieces stand roughly by how common they are."""
    words = vocabulary.read_text(encoding="utf-8").split("\n")
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]"}
    numbers = []
    for n, word in enumerate(words):
        body = word.removeprefix("##")
        plain = body.isascii() or body in {"£", "€", "₹", "’", "—", "–", "…", "“", "”"}
        if word in special or (word and plain and not word.startswith("[") and (n < rank or len(body) <= 2)):
            numbers.append(n)
    return numbers, [words[n] for n in numbers]
