"""Trains the small linear models of dragoman.events.linear: features with a hashed row of weights each, one class a case.

Gradient descent (Adam) on the cross entropy, features dropped at random while training, features that stand once left out.
"""

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import zstandard
from numpy.typing import NDArray
from torch import nn

from dragoman.events.linear import bucket_of

Case = tuple[list[str], int]
BATCH, RATE, SEED = 256, 0.02, 1


@dataclass(frozen=True)
class Size:
    """Rows, classes, passes over the cases, and the share of features dropped at random."""

    buckets: int
    classes: int
    epochs: int = 6
    dropped: float = 0.3


def padded(rows: list[list[int]], nothing: int) -> torch.Tensor:
    """Rows of one length; ``nothing`` counts nothing."""
    most = max(1, *map(len, rows))
    return torch.tensor([row + [nothing] * (most - len(row)) for row in rows])


def train(cases: Sequence[Case], size: Size) -> NDArray[np.int8 | Any]:
    """The weights (buckets + 1, classes); the last row is what holds for every case."""
    torch.manual_seed(SEED)
    dice, nothing = random.Random(SEED), size.buckets + 1
    seen = Counter(feature for features, _ in cases for feature in features)
    rows = [[bucket_of(f, size.buckets) for f in features if seen[f] > 1] for features, _ in cases]
    classes = torch.tensor([kind for _, kind in cases])
    table = nn.EmbeddingBag(size.buckets + 2, size.classes, mode="sum", padding_idx=nothing, sparse=True)
    nn.init.zeros_(table.weight)
    common = nn.Parameter(torch.zeros(size.classes))
    optimizers = [torch.optim.SparseAdam(table.parameters(), lr=RATE), torch.optim.Adam([common], lr=RATE / 4)]
    order, step, steps = list(range(len(rows))), 0, size.epochs * (len(rows) // BATCH + 1)
    for epoch in range(size.epochs):
        dice.shuffle(order)
        total = 0.0
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            for group in optimizers[0].param_groups:
                group["lr"] = RATE * max(0.02, 1 - step / steps)
            kept = [[row for row in rows[i] if dice.random() > size.dropped] for i in some]
            loss = nn.functional.cross_entropy(table(padded(kept, nothing)) + common, classes[some])
            for optimizer in optimizers:
                optimizer.zero_grad()
            loss.backward()
            for optimizer in optimizers:
                optimizer.step()
            step, total = step + 1, total + float(loss.detach()) * len(some)
        print(f"epoch {epoch + 1}: loss {total / max(1, len(order)):.4f}", flush=True)
    weights = table.weight.detach().numpy()[:nothing] * (1 - size.dropped)  # while training, this share of the features was there
    weights[size.buckets] = common.detach().numpy()
    return weights


def write(weights: NDArray[Any], out: Path) -> NDArray[Any]:
    """Write the weights in 8 bits; gives them as they will be read."""
    scale = float(np.abs(weights).max()) / 127
    kept = np.clip(np.round(weights / scale), -127, 127).astype(np.int8)
    out.write_bytes(zstandard.ZstdCompressor(level=19).compress(json.dumps({"scale": scale}).encode() + b"\n" + kept.tobytes()))
    return kept.astype(np.float32) * np.float32(scale)
