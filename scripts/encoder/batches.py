"""Inputs in batches, and what a batch of judged texts loses."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from examples import Judged
from torch import Tensor
from torch.nn import functional

from voicecoach.encoder.pieces import Input

HIDDEN = -1e4
MOST = 2000
"""Pieces of a batch, about."""

Row = list[tuple[Input, Any]]
"""One batch: inputs, each with what it was made from."""


def rows(items: Sequence[tuple[Input, Any]], rng: random.Random | None = None) -> list[Row]:
    """Batches of inputs about as long as each other; with `rng` in another order each time."""
    noise = rng.random if rng else float
    found: list[Row] = [[]]
    for pair in sorted(items, key=lambda pair: len(pair[0].ids) + 8 * noise()):
        if found[-1] and (len(found[-1]) + 1) * len(pair[0].ids) > MOST:
            found.append([])
        found[-1].append(pair)
    if rng:
        rng.shuffle(found)
    return found


def masks(inputs: Sequence[Input]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Ids and kinds, shape (batch, n); what may be looked at, (batch, n, n), and which pieces are of the last
    part, (batch, n): 0 where it is so, else very negative.
    """
    n = max(len(given.ids) for given in inputs)
    ids, kinds = (torch.zeros(len(inputs), n, dtype=torch.long) for _ in range(2))
    sees, last = torch.full((len(inputs), n, n), HIDDEN), torch.full((len(inputs), n), HIDDEN)
    for k, given in enumerate(inputs):
        m = len(given.ids)
        ids[k, :m], kinds[k, :m] = torch.tensor(given.ids), torch.tensor(given.kinds)
        sees[k, :m, :m] = torch.from_numpy(given.sees()).float().sub(1).mul(-HIDDEN)
        sees[k, m:, 0] = 0
        last[k, :m] = torch.from_numpy(given.last()).float().sub(1).mul(-HIDDEN)
    return ids, kinds, sees, last


def judged_loss(ones: Sequence[Any], out: Mapping[str, Tensor]) -> Tensor:
    """The sum over the judged texts among them, of every head in `out`."""
    total = torch.zeros(())
    for head, scores in out.items():
        known = [
            (k, *one.right[head])
            for k, one in enumerate(ones)
            if isinstance(one, Judged) and head in one.right
        ]
        if known:
            at, right, weight = (list(column) for column in zip(*known, strict=True))
            each = functional.cross_entropy(
                scores[at].float(), torch.tensor(right), reduction="none", label_smoothing=0.05
            )
            total = total + (each * torch.tensor(weight)).sum()
    return total
