"""Fits the weights by which events are told to be one happening, on the events that benchmarks/happenings.yml marks.

python corpus/expand.py --split train --out DIR
dragoman read --manifest DIR/manifest.jsonl --format json > RECORDS.jsonl
python training/happenings.py --corpus DIR RECORDS.jsonl [--corpus DIR RECORDS.jsonl ...] [--out src/dragoman/data/happenings.yml]

Pairs of events of pages of one group that may be one (they share a side) are right where happenings.yml joins them: events of the gold, and
events as they were read where the gold has them too. A logistic regression with a penalty on large weights. The threshold is the one with
the best B-cubed F1 (linked) on the same pages, gold and as read together.
"""

from __future__ import annotations

import argparse
import sys
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.compare import Corpus, b_cubed, gold_links, load_records

from dragoman.compare import likeness
from dragoman.compare.happenings import find_happenings, may_be_one
from dragoman.compare.likeness import signs_between

PENALTY = 2.0
HEAD = """# Weights of the signs that two events of different pages are one happening (compare/likeness.py tells them), in log odds, and
# the probability from which on an event joins. Fitted by training/happenings.py on the train and dev parts of our own corpus.
# Belongs here: figures that this program wrote. Does not belong here: signs set by hand.
"""


def pairs(corpus: Corpus) -> list[tuple[dict[str, float], bool]]:
    """The signs of all pairs of marked events, with whether they are one."""
    gold = gold_links(corpus)
    tellings = {page: corpus.telling(page) for page in {page for page, _ in gold}}
    found = []
    for one, other in combinations(gold, 2):
        if corpus.rows[one[0]]["group"] != corpus.rows[other[0]]["group"] or (one[0] == other[0] and one > other):
            continue
        events = [corpus.found_as(*place) for place in (one, other)]
        a, b = (next((o for o in tellings[p].occurrences if o.event == e), None) for (p, _), e in zip((one, other), events, strict=True))
        if a is not None and b is not None and a is not b and may_be_one(a, b):
            found.append((signs_between(a, b, tellings[a.page], tellings[b.page]), gold[one] == gold[other]))
    return found


def fit(rows: list[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Weights by Newton's method; the bias bears no penalty."""
    names = sorted({name for signs, _ in rows for name in signs})
    x = np.array([[1.0, *(signs.get(name, 0.0) for name in names)] for signs, _ in rows])
    y = np.array([float(is_one) for _, is_one in rows])
    penalty = np.diag([0.0] + [PENALTY] * len(names))
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (p - y) + penalty @ w
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(w)), slope)
    return {"bias": float(w[0]), **dict(zip(names, map(float, w[1:]), strict=True))}


def best_threshold(corpora: list[Corpus]) -> float:
    """The threshold with the best F1 over linked events."""
    def score(threshold: float) -> float:
        total = 0.0
        for corpus in corpora:
            gold = gold_links(corpus)
            tellings = [corpus.telling(page) for page in corpus.rows if page not in corpus.copy_of]
            place = {(m.page, m.event): h.id for h in find_happenings(tellings, threshold) for m in h.members}
            found = {item: place.get((item[0], corpus.found_as(*item) or ""), item) for item in gold}
            total += b_cubed(gold, gold, found, linked=True)["f1"]
        return total

    return max((t / 100 for t in range(20, 85, 5)), key=score)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs=2, action="append", required=True, metavar=("DIR", "RECORDS.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/data/happenings.yml"))
    args = parser.parse_args()
    corpora = [corpus for folder, records in args.corpus for corpus in (Corpus(folder), Corpus(folder, load_records(records)))]
    rows = [row for corpus in corpora for row in pairs(corpus)]
    weights = fit(rows)
    likeness.weights = lambda: weights
    threshold = best_threshold(corpora)
    lines = [f"  {name}: {value:.3f}" for name, value in weights.items()]
    args.out.write_text(HEAD + "weights:\n" + "\n".join(lines) + f"\nthreshold: {threshold}\n", encoding="utf-8")
    print(f"{len(rows)} pairs, {sum(is_one for _, is_one in rows)} of them one; threshold {threshold}")


if __name__ == "__main__":
    main()
