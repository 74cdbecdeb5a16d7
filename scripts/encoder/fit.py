"""Fine-tunes the whole encoder, the shared layers and every branch at once."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from batches import Row, judged_loss, masks, rows
from bert import BRANCH_OF, BRANCHES, OF_WORDS, Encoder
from examples import Example, Judged, shuffled_stages
from torch import Tensor
from torch.nn import functional

from voicecoach.encoder.pieces import Pieces

BARE = 0.35
"""How often a text with marks and capitals is shown without them."""


def picked(examples: Sequence[Example | Judged], pieces: Pieces, rng: random.Random) -> list[Row]:
    """What an epoch is shown: some of it bare, some with another stage, what weighs little more seldom."""
    found = []
    for one in examples:
        if isinstance(one, Judged) and rng.random() > max(w for _, w in one.right.values()) / 2:
            continue
        shown = one.bare if one.bare is not None and rng.random() < BARE else one
        if any(part.yours for part in shown.parts[:-1]) or isinstance(shown, Example):
            shown = replace(shown, parts=shuffled_stages(shown.parts, rng, 0.05))
        found.append((pieces.input(shown.parts), shown))
    return rows(found, rng)


def loss_of(model: Encoder, row: Row) -> Tensor:
    """The sum over a batch."""
    ids, kinds, sees, last = masks([given for given, _ in row])
    state, total = model.state(ids, kinds, sees), torch.zeros(())
    for name in BRANCHES:
        here = [k for k, (_, one) in enumerate(row) if _is_of(one, name)]
        if here:
            out = dict(
                zip(BRANCHES[name], model.branch(name, state[here], sees[here], last[here]), strict=True)
            )
            some = [row[k] for k in here]
            total = total + 6 * judged_loss([one for _, one in some], out)
            if name == BRANCH_OF[OF_WORDS]:
                total = total + _words_loss(some, out[OF_WORDS])
    return total


def _is_of(one: Example | Judged, branch: str) -> bool:
    if isinstance(one, Example):
        return branch == BRANCH_OF[OF_WORDS]
    return any(BRANCH_OF[head] == branch for head in one.right)


def _words_loss(row: Row, out: Tensor) -> Tensor:
    places, targets, weights = [], [], []
    for k, (given, one) in enumerate(row):
        if isinstance(one, Example):
            for first, wanted in zip(given.first, one.targets, strict=True):
                for place, target in zip(first, wanted, strict=False):
                    if target is not None:
                        places.append((k, place))
                        targets.append(target)
                        weights.append(one.weight)
    if not places:
        return torch.zeros(())
    b, t = (torch.tensor(x) for x in zip(*places, strict=True))
    goal = torch.tensor(targets, dtype=torch.float) * 0.97 + 0.015
    each = functional.binary_cross_entropy_with_logits(out[b, t].float(), goal, reduction="none")
    return (each.sum(1) * torch.tensor(weights)).sum()


def fit(
    model: Encoder,
    examples: Sequence[Example | Judged],
    pieces: Pieces,
    *,
    epochs: int,
    rate: float = 1e-4,
    seed: int = 1,
    after: Callable[[], None] = lambda: None,
) -> None:
    """Train, telling `after` at the end of each epoch."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model.word.weight.requires_grad_(False)
    groups, decay = [], 0.85
    for depth, layer in enumerate(reversed(model.layers)):
        groups.append({"params": list(layer.parameters()), "lr": rate * decay ** (depth + 2)})
    low = [*model.place.parameters(), *model.kind.parameters(), *model.norm.parameters()]
    groups.append({"params": low, "lr": rate * decay ** (len(model.layers) + 2)})
    for name in BRANCHES:
        for module, is_end in model.of_branch(name):
            groups.append({"params": list(module.parameters()), "lr": rate * (5.0 if is_end else 1.0)})
    best = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
    per = len(picked(examples, pieces, random.Random(0)))
    train(model, best, per * epochs, epochs, lambda: picked(examples, pieces, rng), loss_of, after)


def train(  # type: ignore[no-untyped-def]
    model: Encoder, best, steps: int, epochs: int, batches, loss_of, after: Callable[[], None]
) -> None:
    """Steps over `batches()` of each epoch; the rate rises, and falls as a cosine."""
    start, step, began = [g["lr"] for g in best.param_groups], 0, time.time()
    for epoch in range(epochs):
        model.train()
        lost, shown = 0.0, batches()
        for row in shown:
            share = min(1.0, step / steps)
            scale = min(1.0, share / 0.08) * 0.5 * (1 + math.cos(math.pi * share))
            for group, rate in zip(best.param_groups, start, strict=True):
                group["lr"] = rate * scale
            loss = loss_of(model, row) / 100
            best.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            best.step()
            lost, step = lost + float(loss.detach()), step + 1
        model.eval()
        print(f"epoch {epoch + 1}: loss {lost / len(shown):.4f}, {time.time() - began:.0f} s", flush=True)
        after()
