"""Trains the networks that weigh frames and days (dragoman.events.weighing); used by training/events.py. Needs torch."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.events.weighing import Network

HIDDEN, EPOCHS, BATCH = 32, 25, 256
RATE, DECAY, DROPPED, UNSEEN = 3e-3, 1e-2, 0.2, 0.05
"""Learning rate, weight decay, and the shares left out of the hidden layer and of the evidence."""

LEAST_SPREAD = 0.03
"""How little evidence may differ from case to case; rarer evidence would grow out of bounds."""

Matrix = NDArray[np.float32]


class Taught:
    """The frames of many words: evidence (frames, names), which are right, and the number of each frame's word, in rising order."""

    def __init__(self, rows: Matrix, right: Matrix, words: NDArray[np.intp]) -> None:
        """Note where the frames of each word begin."""
        self.rows, self.right = torch.tensor(rows, dtype=torch.float32), torch.tensor(right, dtype=torch.float32)
        counts = np.bincount(words)
        self.counts = torch.tensor(counts)
        self.ends = torch.tensor(np.cumsum(counts))


class Net(nn.Module):
    """The network while it learns."""

    def __init__(self, names: int) -> None:
        """A network for so many pieces of evidence."""
        super().__init__()
        self.unseen, self.dropped = nn.Dropout(UNSEEN), nn.Dropout(DROPPED)
        self.inner, self.outer, self.plain = nn.Linear(names, HIDDEN), nn.Linear(HIDDEN, 1, bias=False), nn.Linear(names, 1)

    def forward(self, rows: Tensor) -> Tensor:
        """The score of each row."""
        scores: Tensor = self.outer(self.dropped(torch.relu(self.inner(self.unseen(rows))))) + self.plain(rows)
        return scores[:, 0].clamp(-20, 20)


def loss_of(scores: Tensor, right: Tensor, words: Tensor, count: int, *, nothing: bool) -> Tensor:
    """What is lost where the right choices of a word, or with ``nothing`` that none of them is right, have too small a share."""
    grown = scores.exp()
    total = torch.full((count,), float(nothing)).index_add(0, words, grown)
    good = torch.zeros(count).index_add(0, words, grown * right)
    acts = torch.zeros(count).index_add(0, words, right) > 0
    return -(torch.where(acts, good + 1e-9, torch.ones(())).log() - total.log()).mean()


def train_network(taught: Taught, seed: int, constant: int | None) -> Network:
    """One network. Column ``constant`` of the evidence is always 1, and a word may have no right choice; with None each has one."""
    torch.manual_seed(seed)
    mean, spread = taught.rows.mean(0), taught.rows.std(0) + LEAST_SPREAD
    if constant is not None:
        mean[constant], spread[constant] = 0.0, 1.0
    rows = (taught.rows - mean) / spread
    net, words = Net(rows.shape[1]), len(taught.counts)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps, step = EPOCHS * -(-words // BATCH), 0
    for _ in range(EPOCHS):
        for some in torch.randperm(words).split(BATCH):
            counts = taught.counts[some]
            owner = torch.repeat_interleave(torch.arange(len(some)), counts)
            begins = torch.repeat_interleave(taught.ends[some] - counts - (counts.cumsum(0) - counts), counts)
            at = begins + torch.arange(len(owner))
            loss = loss_of(net(rows[at]), taught.right[at], owner, len(some), nothing=constant is not None)
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - step / steps)
            step += 1
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return unscaled(net, mean, spread, constant)


@torch.no_grad()
def unscaled(net: Net, mean: Tensor, spread: Tensor, constant: int | None) -> Network:
    """The network over evidence as it is, not brought to one scale."""
    inner = net.inner.weight / spread
    plain = net.plain.weight[0] / spread
    biases = net.inner.bias - inner @ mean
    if constant is not None:
        plain[constant] += net.plain.bias[0] - plain @ mean
    parts = (inner.T.contiguous(), biases, net.outer.weight[0], plain)
    return Network(*(part.numpy().astype(np.float32) for part in parts))


def train_networks(taught: Taught, seeds: Sequence[int], constant: int | None) -> tuple[Network, ...]:
    """Networks from different starts, whose mean is used."""
    return tuple(train_network(taught, seed, constant) for seed in seeds)
