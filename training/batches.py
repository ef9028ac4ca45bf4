"""Batches of examples as tensors: made by other processes while the network computes, so that a fast device need not wait.

Shapes: B examples, T pieces, N words, R rows of roles, P parties of them.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from dragoman.parse.marks import ROLES
from training.examples import EDGE_SHAPE, IGNORE, Example

ROLE_WEIGHTS = {"content": 1.0, "source": 0.4, "addressee": 0.2, "via": 0.2, "actor": 0.8, "recipient": 1.0, "antecedent": 0.5,
                "state": 0.4, "when": 0.5}  # fmt: skip
"""What the mean loss of each role counts; so that those of which there are few examples are learned too."""

POOL, AHEAD = 600, 8
"""Examples of which batches are cut at a time, and batches that a process has ready."""

Batch = dict[str, Tensor]


def batches(examples: Iterator[Example], size: int, dice: random.Random) -> Iterator[list[Example]]:
    """Batches of about ``size`` pieces, of examples of like length, in random order within each pool."""
    pool: list[Example] = []
    for example in examples:
        pool.append(example)
        if len(pool) == POOL:
            yield from cut_pool(pool, size, dice)
            pool = []
    yield from cut_pool(pool, size, dice)


def cut_pool(pool: list[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """The batches of one pool."""
    out, batch, longest = [], [], 0
    for example in sorted(pool, key=lambda e: len(e.ids)):
        longest = max(longest, len(example.ids))
        if batch and longest * (len(batch) + 1) > size:
            out.append(batch)
            batch, longest = [], len(example.ids)
        batch.append(example)
    if batch:
        out.append(batch)
    dice.shuffle(out)
    return out


def mixed(trees: Iterator[list[Example]], marks: Iterator[list[Example]], share: float) -> Iterator[list[Example]]:
    """Batches of both kinds without end, of which ``share`` of the pieces teach marks."""
    taught = {True: 0.0, False: 0.0}
    while True:
        turn = taught[True] * (1 - share) <= taught[False] * share
        batch = next(marks if turn else trees)
        taught[turn] += sum(len(example.ids) for example in batch)
        yield batch


def padded(rows: list[list[int]], value: int) -> Tensor:
    """Rows of one length."""
    width = max(len(r) for r in rows)
    return torch.tensor([r + [value] * (width - len(r)) for r in rows])


def tensors(batch: list[Example]) -> Batch:
    """A batch as tensors: pieces (B, T), words (B, N) with a column for each target, and the rows of roles.

    A column of which the batch tells nothing is left out. For roles: ``at`` (R, 3) example, role and word; ``width`` (R) choices;
    ``owner`` (P) row, ``right`` (P, most) choices, padded with -1, and ``counts`` (P) what a party's loss counts; ``pairs`` (Q, 4)
    example, doer, other and type.
    """
    out = {
        "ids": padded([e.ids for e in batch], 0), "shapes": padded([e.shapes for e in batch], EDGE_SHAPE),
        "first": padded([e.first for e in batch], 0), "last": padded([e.last for e in batch], 0),
        "sentence": padded([e.sentence for e in batch], -1), "starts": padded([e.starts for e in batch], IGNORE),
        **{key: padded([e.columns[key] for e in batch], IGNORE) for key in batch[0].columns},
    }  # fmt: skip
    rows = [(b, role, word, groups, len(e.first)) for b, e in enumerate(batch) for role, word, groups in e.roles]
    if rows:
        parties = [(i, group, 1 / len(row[3])) for i, row in enumerate(rows) for group in row[3]]
        shares: Counter[int] = Counter()
        for i, _, share in parties:
            shares[rows[i][1]] += share  # type: ignore[assignment] - a sum of shares, no count
        weights = {role: ROLE_WEIGHTS[ROLES[role]] / share for role, share in shares.items()}
        out["at"] = torch.tensor([row[:3] for row in rows])
        out["width"] = torch.tensor([row[4] + 2 for row in rows])
        out["owner"] = torch.tensor([i for i, _, _ in parties])
        out["right"] = padded([group for _, group, _ in parties], -1)
        out["counts"] = torch.tensor([share * weights[rows[i][1]] for i, _, share in parties])
    pairs = [(b, *pair) for b, e in enumerate(batch) for pair in e.pairs]
    if pairs:
        out["pairs"] = torch.tensor(pairs)
    return {key: value for key, value in out.items() if key in KEPT or bool((value != IGNORE).any())}


KEPT = frozenset(("ids", "shapes", "first", "last", "sentence", "at", "width", "owner", "right", "counts", "pairs"))
"""What every batch has, where it has it at all."""


class Stream(IterableDataset[Batch]):
    """An endless stream of batches; every process that reads it makes other ones."""

    def __init__(self, make: Callable[[random.Random], Iterator[list[Example]]], seed: int) -> None:
        """``make`` gives batches of examples without end, by the dice given to it."""
        self.make, self.seed = make, seed

    def __iter__(self) -> Iterator[Batch]:
        """The batches of this process."""
        worker = get_worker_info()
        dice = random.Random(self.seed if worker is None else self.seed * 1009 + worker.id)
        return map(tensors, self.make(dice))


def stream(make: Callable[[random.Random], Iterator[list[Example]]], seed: int, workers: int) -> Iterator[Batch]:
    """Batches made by so many processes beside this one; with none, by this one."""
    if workers:
        torch.multiprocessing.set_sharing_strategy("file_system")
    ahead = {"prefetch_factor": AHEAD, "multiprocessing_context": "fork"} if workers else {}
    return iter(DataLoader(Stream(make, seed), batch_size=None, num_workers=workers, **ahead))  # type: ignore[arg-type]
