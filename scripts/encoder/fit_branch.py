"""Trains one branch on the shared layers as they ship: what those make of each input is worked out once, so
that an epoch takes some minutes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from batches import judged_loss, masks, rows
from bert import BRANCHES, Encoder
from examples import Judged
from fit import train
from torch import Tensor

from voicecoach.encoder.model import Encoder as Shipped
from voicecoach.encoder.pieces import Input


@dataclass(frozen=True)
class Ready:
    """An input with what the shared layers make of it, shape (n, width)."""

    input: Input
    state: Tensor
    of: Judged


def ready(judged: Sequence[Judged], encoder: Shipped) -> list[Ready]:
    """Each through the shared layers as they ship: what a branch is given at work, and several times faster
    than through the model that is trained."""
    found = []
    for one in judged:
        given = encoder.pieces.input(one.parts)
        state = torch.from_numpy(encoder.state(given)[0]).half()
        found.append(Ready(given, state, one))
    return found


def fit_branch(
    model: Encoder,
    name: str,
    examples: Sequence[Ready],
    *,
    epochs: int,
    rate: float = 3e-4,
    seed: int = 1,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Train it, telling `after` at the end of each epoch."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    groups = [
        {"params": list(module.parameters()), "lr": rate * (5.0 if is_end else 1.0)}
        for module, is_end in model.of_branch(name)
    ]
    best = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    items = [(one.input, one) for one in examples]

    def loss_of(model: Encoder, row: Sequence[tuple[Input, Ready]]) -> Tensor:
        ones = [one for _, one in row]
        count = sum(weight for one in ones for _, weight in one.of.right.values())
        return 100 * judged_loss([one.of for one in ones], _scores(model, name, ones)) / count

    train(model, best, len(rows(items)) * epochs, epochs, lambda: rows(items, rng), loss_of, after)


def judge(model: Encoder, name: str, examples: Sequence[Ready]) -> dict[str, list[tuple[float, int]]]:
    """For each head, how likely it holds a text to be anything but the first value, and which is right."""
    model.eval()
    found: dict[str, list[tuple[float, int]]] = {head: [] for head in BRANCHES[name]}
    with torch.no_grad():
        for row in rows([(one.input, one) for one in examples]):
            ones = [one for _, one in row]
            for head, out in _scores(model, name, ones).items():
                likely = (1 - out.softmax(-1)[:, 0]).tolist()
                found[head] += [
                    (odds, one.of.right[head][0])
                    for odds, one in zip(likely, ones, strict=True)
                    if head in one.of.right
                ]
    return found


def _scores(model: Encoder, name: str, ones: Sequence[Ready]) -> dict[str, Tensor]:
    _, _, sees, last = masks([one.input for one in ones])
    state = torch.zeros(len(ones), sees.shape[1], model.shape.width)
    for k, one in enumerate(ones):
        state[k, : len(one.state)] = one.state.float()
    return dict(zip(BRANCHES[name], model.branch(name, state, sees, last), strict=True))
