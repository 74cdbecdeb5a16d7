"""The encoder as torch trains it: layers of BERT that all inputs share, and branches on top of them, each
with layers and heads of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

SHARED_LAYERS, BRANCH_LAYERS = 4, 2

BRANCHES = {
    "words": {"words": 16, "role": 2},
    "turn": {"gives": 2, "answers": 2},
    "scope": {"scope": 3},
}
"""For each branch its heads and how many values they give. "words" judges each word, for each of the eight
labels: is it inside such a stretch, does one begin with it. The others judge the last part of the input as a
whole."""

OF_WORDS = "words"
HEADS = {name: size for heads in BRANCHES.values() for name, size in heads.items()}
BRANCH_OF = {head: branch for branch, heads in BRANCHES.items() for head in heads}


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    width: int = 384
    heads: int = 12
    inner: int = 1536
    positions: int = 512


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = shape.heads, dropout
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(b, t, w)
        x = self.norm1(x + functional.dropout(self.out(seen), self.dropout, self.training))
        return self.norm2(
            x + functional.dropout(self.down(functional.gelu(self.up(x))), self.dropout, self.training)
        )


class Encoder(nn.Module):
    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape, self.dropout = shape, dropout
        self.word = nn.Embedding(shape.vocabulary, shape.width)
        self.place = nn.Embedding(shape.positions, shape.width)
        self.kind = nn.Embedding(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)

        def layers(count: int) -> nn.ModuleList:
            return nn.ModuleList(Layer(shape, dropout) for _ in range(count))

        self.layers = layers(SHARED_LAYERS)
        self.branches = nn.ModuleDict({name: layers(BRANCH_LAYERS) for name in BRANCHES})
        self.look = nn.ModuleDict({name: nn.Linear(shape.width, 1) for name in HEADS if name != OF_WORDS})
        self.ends = nn.ModuleDict({name: nn.Linear(shape.width, size) for name, size in HEADS.items()})

    def state(self, ids: Tensor, kinds: Tensor, sees: Tensor) -> Tensor:
        """What the shared layers make of an input. `sees` has shape (batch, n, n): 0 where a piece may look
        at another, else very negative."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.place(place) + self.kind(kinds))
        x = functional.dropout(x, self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, sees[:, None])
        return x

    def branch(self, name: str, x: Tensor, sees: Tensor, last: Tensor) -> list[Tensor]:
        """What the heads of a branch say from the state `x`; `last`, shape (batch, n), is 0 for the pieces of
        the last part, else very negative."""
        for layer in self.branches[name]:
            x = layer(x, sees[:, None])
        x = functional.dropout(x, self.dropout, self.training)
        return [self._end(head, x, last) for head in BRANCHES[name]]

    def _end(self, head: str, x: Tensor, last: Tensor) -> Tensor:
        if head == OF_WORDS:
            return self.ends[head](x)
        share = (self.look[head](x).squeeze(-1) + last).softmax(-1)
        return self.ends[head]((share.unsqueeze(1) @ x).squeeze(1))

    def of_branch(self, name: str) -> list[tuple[nn.Module, bool]]:
        """The modules of a branch, and whether each is an end."""
        ends = [kind[head] for head in BRANCHES[name] for kind in (self.look, self.ends) if head in kind]
        return [(self.branches[name], False), *((end, True) for end in ends)]


def from_bert(weights: dict[str, Tensor], keep: list[int], shape: Shape, dropout: float = 0.1) -> Encoder:
    """An encoder that starts from published BERT weights of six layers; `keep` are the pieces of its
    vocabulary that stay. Every branch starts from the last layers."""
    model = Encoder(shape, dropout)
    get = lambda name: weights[name]  # noqa: E731
    with torch.no_grad():
        model.word.weight.copy_(get("embeddings.word_embeddings.weight")[keep])
        model.place.weight.copy_(get("embeddings.position_embeddings.weight")[: shape.positions])
        model.kind.weight.copy_(get("embeddings.token_type_embeddings.weight"))
        model.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
        model.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
        for way in model.branches.values():
            for i, layer in enumerate([*model.layers, *way]):
                _fill(layer, get, f"encoder.layer.{i}.")
    return model


def _fill(layer: Layer, get, p: str) -> None:  # type: ignore[no-untyped-def]
    for kind in ("weight", "bias"):
        rows = [get(f"{p}attention.self.{n}.{kind}") for n in ("query", "key", "value")]
        getattr(layer.qkv, kind).copy_(torch.cat(rows))
        for mine, theirs in (
            ("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
            ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm"),
        ):  # fmt: skip
            getattr(getattr(layer, mine), kind).copy_(get(f"{p}{theirs}.{kind}"))
