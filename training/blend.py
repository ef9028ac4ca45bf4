"""Blends trained weights with those they went on from: ``python -m training.blend --start MODEL --weights DIR --share 0.6 --out DIR``.

Training for marks costs the trees a little; the mean of the weights before and after keeps most of both. Heads that the start does not have
are taken as trained. MODEL is the model folder of the package before it was trained further, DIR holds weights.pt and labels.json.
"""

import argparse
import shutil
from pathlib import Path

import torch
from torch import Tensor

from training.restore import restore_weights


def blend(start: dict[str, Tensor], trained: dict[str, Tensor], share: float) -> dict[str, Tensor]:
    """The weights, ``share`` of them as trained and the rest as they were at the start."""
    return {k: share * v + (1 - share) * start[k] if k in start and v.is_floating_point() else v for k, v in trained.items()}


def main() -> None:
    """Write the blended weights beside a copy of the labels."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--start", type=Path, required=True)
    ask.add_argument("--weights", type=Path, required=True)
    ask.add_argument("--share", type=float, default=0.6, help="how much of the trained weights; the shipped model has 0.6")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    mixed = blend(restore_weights(args.start), torch.load(args.weights / "weights.pt"), args.share)
    torch.save(mixed, args.out / "weights.pt")
    shutil.copy(args.weights / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
