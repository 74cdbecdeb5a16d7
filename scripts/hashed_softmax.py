"""Softmax regression over hashed features in numpy: what train_scope.py and train_lines.py share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

Features = tuple[np.ndarray, np.ndarray]
"""Buckets and values of one text, shapes (n,) both."""


@dataclass(frozen=True)
class Settings:
    steps: int = 200
    rate: float = 0.1
    decay: float = 2e-4


def fit(
    featured: list[Features], gold: np.ndarray, cost: np.ndarray, labels: int, settings: Settings
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Train by Adam over all texts at once: buckets in use (m,), weights (labels, m), bias (labels,)."""
    rows, count = np.repeat(np.arange(len(featured)), [len(b) for b, _ in featured]), len(featured)
    used, column = np.unique(np.concatenate([b for b, _ in featured]), return_inverse=True)
    value = np.concatenate([v for _, v in featured]).astype(np.float64)
    target = np.eye(labels)[gold]
    weights, bias = np.zeros((labels, len(used))), np.zeros(labels)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, settings.steps + 1):
        scores = bias + np.stack(
            [np.bincount(rows, value * w[column], minlength=count) for w in weights], axis=1
        )
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        odds /= odds.sum(axis=1, keepdims=True)
        error = cost[:, None] * (odds - target) / count
        pull = np.stack([np.bincount(column, value * e[rows], minlength=len(used)) for e in error.T])
        gradient = pull + settings.decay * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        rate = settings.rate * min(1.0, 2 * (1 - step / settings.steps))
        weights -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        bias -= 5 * settings.rate * error.sum(axis=0)
    return used, weights, bias


def spread(used: np.ndarray, weights: np.ndarray, buckets: int) -> np.ndarray:
    """Weights of the buckets in use, put in their places among all buckets."""
    full = np.zeros((len(weights), buckets))
    full[:, used] = weights
    return full


def pack(weights: np.ndarray, bias: np.ndarray, path: Path) -> None:
    """Write the weights small: one byte each, with one step a label."""
    step = np.abs(weights).max(axis=1) / 127
    small = np.rint(weights / step[:, None]).astype(np.int8)
    np.savez_compressed(path, weights=small, step=step.astype(np.float32), bias=bias.astype(np.float32))
