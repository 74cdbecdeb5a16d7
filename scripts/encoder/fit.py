"""Fine-tunes the encoder on all its tasks at once."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence

import torch
from bert import Encoder
from examples import Example, shuffled_stages
from torch.nn import functional

from voicecoach.encoder.pieces import Pieces


def batches(examples: Sequence[Example], pieces: Pieces, rng: random.Random, most: int, bare: float):  # type: ignore[no-untyped-def]
    """Batches of about `most` pieces, of inputs about as long as each other."""
    picked = []
    for e in examples:
        if e.task in {"scope", "gives"} and rng.random() > e.weight / 2:
            continue
        one = e.bare if e.bare is not None and rng.random() < bare else e
        parts = shuffled_stages(one.parts, rng, 0.05) if one.task in {"words", "gives"} else one.parts
        picked.append((pieces.input(parts), one))
    picked.sort(key=lambda p: len(p[0].ids) + rng.random() * 8)
    out, row = [], []
    for p in picked:
        if row and (len(row) + 1) * len(p[0].ids) > most:
            out.append(row)
            row = []
        row.append(p)
    out.append(row)
    rng.shuffle(out)
    return out


HIDDEN = -1e4


def tensors(row):  # type: ignore[no-untyped-def]
    n = max(len(i.ids) for i, _ in row)
    ids, kinds = (torch.zeros(len(row), n, dtype=torch.long) for _ in range(2))
    sees = torch.full((len(row), n, n), HIDDEN)
    real, last = torch.full((len(row), n), HIDDEN), torch.full((len(row), n), HIDDEN)
    for k, (i, _) in enumerate(row):
        m = len(i.ids)
        ids[k, :m], kinds[k, :m], real[k, :m] = torch.tensor(i.ids), torch.tensor(i.kinds), 0
        sees[k, :m, :m] = torch.from_numpy(i.sees()).float().sub(1).mul(-HIDDEN)
        sees[k, m:, 0] = 0
        last[k, :m] = torch.from_numpy(i.last()).float().sub(1).mul(-HIDDEN)
    return ids, kinds, sees, real, last


def loss_of(model: Encoder, row) -> torch.Tensor:  # type: ignore[no-untyped-def]
    out = model(*tensors(row))
    total = torch.zeros(())
    places, targets, weights = [], [], []
    for k, (i, e) in enumerate(row):
        if e.task == "words":
            for first, wanted in zip(i.first, e.targets, strict=True):
                for place, target in zip(first, wanted, strict=False):
                    if target is not None:
                        places.append((k, place))
                        targets.append(target)
                        weights.append(e.weight)
        else:
            right = torch.tensor([e.right])
            wrong = functional.cross_entropy(out[e.task][k : k + 1].float(), right, label_smoothing=0.05)
            total = total + 6 * e.weight * wrong
    if places:
        b, t = (torch.tensor(x) for x in zip(*places, strict=True))
        logits, goal = out["words"][b, t].float(), torch.tensor(targets, dtype=torch.float)
        each = functional.binary_cross_entropy_with_logits(logits, goal * 0.97 + 0.015, reduction="none")
        total = total + (each.sum(1) * torch.tensor(weights)).sum()
    return total


def fit(
    model: Encoder,
    examples: Sequence[Example],
    pieces: Pieces,
    *,
    epochs: int,
    rate: float = 1e-4,
    most: int = 2000,
    seed: int = 1,
    bare: float = 0.35,
    heads: Sequence[str] = (),
    after: Callable[[], None] | None = None,
) -> None:
    """Train, telling `after` at the end of each epoch; `heads`: these alone, with the layers of their own."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    model.word.weight.requires_grad_(False)
    groups, decay = [], 0.85
    n = len(model.layers)
    for depth, layer in enumerate(model.layers):
        groups.append({"params": list(layer.parameters()), "scale": decay ** (n - 1 - depth)})
    low = [*model.place.parameters(), *model.kind.parameters(), *model.norm.parameters()]
    groups.append({"params": low, "scale": decay**n})
    judging = [*model.look.parameters(), *model.texts.parameters()]
    groups.append({"params": [*model.words.parameters(), *judging], "scale": 5.0})
    groups.append({"params": list(model.own.parameters()), "scale": 1.0})
    if heads:
        model.requires_grad_(False)
        ends = [
            p for name in heads for p in (*model.look[name].parameters(), *model.texts[name].parameters())
        ]
        own = [p for name in heads if name in model.own for p in model.own[name].parameters()]
        for parameter in (*ends, *own):
            parameter.requires_grad_(True)
        groups = [{"params": ends, "scale": 5.0}, {"params": own, "scale": 1.0}]
    best = torch.optim.AdamW(
        [{"params": g["params"], "lr": rate * g["scale"]} for g in groups], weight_decay=0.01, fused=True
    )
    start = [g["lr"] for g in best.param_groups]
    per = len(batches(examples, pieces, random.Random(0), most, bare))
    total, step, began = per * epochs, 0, time.time()
    for epoch in range(epochs):
        model.train(not heads)
        for name in heads:
            if name in model.own:
                model.own[name].train()
        lost = 0.0
        for row in batches(examples, pieces, rng, most, bare):
            share = step / total
            scale = min(1.0, share / 0.08) * 0.5 * (1 + math.cos(math.pi * share))
            for g, s in zip(best.param_groups, start, strict=True):
                g["lr"] = s * scale
            loss = loss_of(model, row) / 100
            best.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            best.step()
            lost += float(loss.detach())
            step += 1
        print(f"epoch {epoch + 1}: loss {lost / per:.4f}, {time.time() - began:.0f} s", flush=True)
        if after:
            after()
