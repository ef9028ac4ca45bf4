"""The mean of two models of one training: ``python -m training.blend --one DIR --other DIR --trees 0.35 --marks 0.8 --out DIR``.

The shares are those of the other; ``--trees`` holds for encoder and tree heads, ``--marks`` for the marks. A mean of two states of one
training is often as good at both of what each does best. Needs torch.
"""

import argparse
import shutil
from pathlib import Path

import torch


def main() -> None:
    """Blend and write, with the labels of the other."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--one", "--other", "--out"):
        ask.add_argument(name, type=Path, required=True)
    ask.add_argument("--trees", type=float, required=True)
    ask.add_argument("--marks", type=float, required=True)
    args = ask.parse_args()
    one, other = (torch.load(folder / "weights.pt") for folder in (args.one, args.other))
    mixed = {}
    for key, value in other.items():
        share = args.marks if key.startswith("marks") else args.trees
        mixed[key] = one[key] * (1 - share) + value * share if value.is_floating_point() else value
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mixed, args.out / "weights.pt")
    shutil.copy(args.other / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
