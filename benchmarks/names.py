"""Whether two writings name one person: ``python benchmarks/names.py [--half develop] [--json]``.

Pairs are made from ``benchmarks/names.yml``. Rows with even numbers were used while the rules of ``actors/variants.py`` were written
(``--half develop``), those with odd numbers are the measure (the default). Figures: pairs, precision, recall and F1 of "the same person".
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import yaml

from dragoman.actors.variants import is_same_person

NAMES = Path(__file__).with_name("names.yml")


def pairs(half: int) -> Iterator[tuple[str, str, bool]]:
    """Pairs of names, and whether they are one person's."""
    rows = yaml.safe_load(NAMES.read_text("utf-8"))
    for row in rows["same"][half::2]:
        yield from ((row[0], other, True) for other in row[1:])
    for row in rows["apart"][half::2]:
        yield from ((one, other, False) for one, other in combinations(row, 2))


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--half", choices=("develop", "measure"), default="measure")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(argv)
    listed = list(pairs(0 if chosen.half == "develop" else 1))
    told = [(one, other, wanted, is_same_person(one, other)) for one, other, wanted in listed]
    right = sum(wanted and said for *_, wanted, said in told)
    precision = right / max(sum(said for *_, said in told), 1)
    recall = right / max(sum(wanted for *_, wanted, _ in told), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    figures = {"pairs": len(told), "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}
    if chosen.half == "develop" and not chosen.json:
        for one, other, wanted, said in told:
            if wanted != said:
                print(f"{one} / {other}: {'missed' if wanted else 'wrongly the same'}")
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
