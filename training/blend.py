"""The mean of two models of one training: ``python -m training.blend --one DIR --other DIR --encoder 0.35 --heads 0.6
--marks 0.8 --pairs 0.8 --out DIR``.

The shares are those of the other, for the encoder, the heads of trees and tags, the marks, and what tells of pairs. A mean of two states
of one training is often as good at both of what each does best; of a part that both began anew, each by its own dice, the mean is worth
nothing, and that of one is to be taken (share 0 or 1). What only the other has is kept as it is. Needs torch.
"""

import argparse
import shutil
from pathlib import Path

import torch

PARTS = ("encoder", "heads", "marks", "pairs")


def main() -> None:
    """Blend and write, with the labels of the other."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--one", "--other", "--out"):
        ask.add_argument(name, type=Path, required=True)
    for part in PARTS:
        ask.add_argument(f"--{part}", type=float, required=True)
    args = ask.parse_args()
    one, other = (torch.load(folder / "weights.pt") for folder in (args.one, args.other))
    mixed = {}
    for key, value in other.items():
        share = getattr(args, "pairs" if key.startswith("marks.pair") else key.split(".")[0])
        mixed[key] = one[key] * (1 - share) + value * share if key in one and value.is_floating_point() else value
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mixed, args.out / "weights.pt")
    shutil.copy(args.other / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
