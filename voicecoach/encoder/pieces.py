"""Words to the encoder's pieces, and which of them may see which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

MOST_PIECES = 400
"""Pieces of one input, for which the model was trained."""

SEES_BACK = 3
"""How many parts before its own a part may look at, beside the first."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an input: the brief, or somebody's turn."""

    words: Sequence[str]
    yours: bool = False
    """Said by the user."""


@dataclass(frozen=True, slots=True)
class Input:
    """What the encoder is given; shapes (n,) all."""

    ids: NDArray[np.int64]
    kinds: NDArray[np.int64]
    """1 for what the user said."""
    parts: NDArray[np.int64]
    """Which part each piece belongs to."""
    first: tuple[tuple[int, ...], ...]
    """For each part, the place of each word's first piece; fewer than the words where they ran out."""

    def sees(self) -> NDArray[np.bool_]:
        """Which piece may look at which, shape (n, n): the first part, its own, and a few before it."""
        mine, other = self.parts[:, None], self.parts[None, :]
        near = (other <= mine) & (other >= mine - SEES_BACK)
        return np.asarray((other == 0) | near, dtype=np.bool_)

    def last(self) -> NDArray[np.bool_]:
        """Which pieces are of the last part, shape (n,)."""
        return np.asarray(self.parts == len(self.first) - 1, dtype=np.bool_)


class Pieces:
    """The vocabulary."""

    def __init__(self, vocabulary: Path) -> None:
        words = vocabulary.read_text(encoding="utf-8").split("\n")
        table = {word: n for n, word in enumerate(words) if word}
        self._tokenizer = Tokenizer(WordPiece(table, unk_token="[UNK]"))  # noqa: S106 no password
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._start, self._end = table["[CLS]"], table["[SEP]"]

    def input(self, parts: Sequence[Part], most: int = MOST_PIECES) -> Input:
        """One input from its parts; where they are too long, the oldest after the first fall away."""
        ids, kinds, owner = [self._start], [0], [0]
        first: list[tuple[int, ...]] = []
        read = [self._of(part.words) for part in parts]
        for number in range(1, len(parts) - 1):
            if sum(len(found) + 1 for found, _ in read) < most:
                break
            read[number] = ([], [])
        for number, (part, (found, words)) in enumerate(zip(parts, read, strict=True)):
            room = max(0, most - len(ids) - 1)
            places = [len(ids) + k for k, w in enumerate(words[:room]) if k == 0 or w != words[k - 1]]
            first.append(tuple(places))
            ids += [*found[:room], self._end]
            kinds += [int(part.yours)] * (len(ids) - len(kinds))
            owner += [number] * (len(ids) - len(owner))
        return Input(np.array(ids), np.array(kinds), np.array(owner), tuple(first))

    def _of(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        if not words:
            return [], []
        whole = [word.encode("utf-8", "replace").decode() for word in words]  # half characters are none
        found = self._tokenizer.encode(whole, is_pretokenized=True, add_special_tokens=False)
        return found.ids, [w for w in found.word_ids if w is not None]
