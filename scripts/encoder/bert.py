"""The encoder as torch trains it: BERT's layers with the heads that voicecoach needs."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

WORD_OUT = 16
"""For each of the eight labels: is the word inside such a stretch, does one begin with it."""
TEXT_OUT = {"scope": 3, "role": 2, "answer": 2, "gives": 2}
OWN_LAYERS = {"gives": 2}
"""Heads that have the last so many layers for themselves, and look at the last part of the input alone."""


@dataclass(frozen=True)
class Shape:
    vocabulary: int
    width: int = 384
    layers: int = 6
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
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        self.own = nn.ModuleDict(
            {k: nn.ModuleList(Layer(shape, dropout) for _ in range(n)) for k, n in OWN_LAYERS.items()}
        )
        self.words = nn.Linear(shape.width, WORD_OUT)
        self.look = nn.ModuleDict({k: nn.Linear(shape.width, 1) for k in TEXT_OUT})
        self.texts = nn.ModuleDict({k: nn.Linear(shape.width, n) for k, n in TEXT_OUT.items()})

    def forward(
        self, ids: Tensor, kinds: Tensor, sees: Tensor, real: Tensor, last: Tensor
    ) -> dict[str, Tensor]:
        """`sees` has shape (batch, n, n): 0 where a piece may look at another, else very negative. `real` and
        `last` (batch, n): 0 for a piece, or for one of the last part; very negative for the others."""
        states = self.states(ids, kinds, sees)
        x = functional.dropout(states[-1], self.dropout, self.training)
        out = {"words": self.words(x)}
        for name in self.texts:
            if name in OWN_LAYERS:
                out[name] = self.own_head(name, states[-1 - OWN_LAYERS[name]], sees, last)
            else:
                out[name] = self.judge(name, x, real)
        return out

    def states(self, ids: Tensor, kinds: Tensor, sees: Tensor) -> list[Tensor]:
        """What the shared layers make of an input: before the first, and after each."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.norm(self.word(ids) + self.place(place) + self.kind(kinds))
        states = [functional.dropout(x, self.dropout, self.training)]
        for layer in self.layers:
            states.append(layer(states[-1], sees[:, None]))
        return states

    def own_head(self, name: str, x: Tensor, sees: Tensor, last: Tensor) -> Tensor:
        """What a head with layers of its own says; `x` is the state that they start from."""
        for layer in self.own[name]:
            x = layer(x, sees[:, None])
        return self.judge(name, functional.dropout(x, self.dropout, self.training), last)

    def judge(self, name: str, x: Tensor, among: Tensor) -> Tensor:
        """What a head says of a text; `among` is 0 for the pieces it may look at, else very negative."""
        share = (self.look[name](x).squeeze(-1) + among).softmax(-1)
        return self.texts[name]((share.unsqueeze(1) @ x).squeeze(1))

    def branch_off(self, name: str) -> None:
        """Start the own layers of a head from what the shared ones have learned."""
        layers = self.layers[len(self.layers) - OWN_LAYERS[name] :]
        self.own[name].load_state_dict(nn.ModuleList(layers).state_dict())


def from_bert(weights: dict[str, Tensor], keep: list[int], shape: Shape, dropout: float = 0.1) -> Encoder:
    """An encoder that starts from published BERT weights; `keep` are the pieces of its vocabulary that
    stay."""
    model = Encoder(shape, dropout)
    get = lambda name: weights[name]  # noqa: E731
    with torch.no_grad():
        model.word.weight.copy_(get("embeddings.word_embeddings.weight")[keep])
        model.place.weight.copy_(get("embeddings.position_embeddings.weight")[: shape.positions])
        model.kind.weight.copy_(get("embeddings.token_type_embeddings.weight"))
        model.norm.weight.copy_(get("embeddings.LayerNorm.weight"))
        model.norm.bias.copy_(get("embeddings.LayerNorm.bias"))
        for i, layer in enumerate(model.layers):
            p = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                rows = [get(f"{p}attention.self.{n}.{kind}") for n in ("query", "key", "value")]
                getattr(layer.qkv, kind).copy_(torch.cat(rows))
                for mine, theirs in (
                    ("out", "attention.output.dense"), ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"), ("down", "output.dense"), ("norm2", "output.LayerNorm"),
                ):  # fmt: skip
                    getattr(getattr(layer, mine), kind).copy_(get(f"{p}{theirs}.{kind}"))
    for name in OWN_LAYERS:
        model.branch_off(name)
    return model
