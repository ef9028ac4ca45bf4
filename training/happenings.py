"""Fits the weights by which events are told to be one happening, on the events that benchmarks/happenings-train.yml marks.

python corpus/expand.py --split train --out DIR
dragoman read --manifest DIR/manifest.jsonl --format json > RECORDS.jsonl
python training/happenings.py --corpus DIR RECORDS.jsonl [--corpus DIR RECORDS.jsonl ...] [--out src/dragoman/data/happenings.yml]

Pairs of events of pages of one group that may be one (they share a side) are right where the marks join them: events of the gold, and
events as they were read where the gold has them too, which count ``AS_READ`` times, since it is those that are compared in use. A logistic
regression with a penalty on large weights. The threshold is the one with the best B-cubed F1 (linked) of five folds of groups, gold and as
read together, each told by the weights that the other four gave. Set OPENBLAS_NUM_THREADS=1 on a shared machine.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.compare import Corpus, b_cubed, gold_links, load_records

from dragoman.compare import likeness
from dragoman.compare.happenings import find_happenings, may_be_one
from dragoman.compare.likeness import signs_between
from dragoman.compare.occurrences import Occurrence

PENALTY = 2.0
AS_READ = 3.0
FOLDS, SEED = 5, 3
THRESHOLDS = (0.15, 0.2, 0.25, 0.3, 0.4)
Place = tuple[str, int]
HEAD = """# Weights of the signs that two events of different pages are one happening (compare/likeness.py tells them), in log odds, and
# the probability from which on an event joins. Fitted by training/happenings.py on the train part of our own corpus.
# Belongs here: figures that this program wrote. Does not belong here: signs set by hand.
"""


@dataclass(frozen=True)
class Pair:
    """Two events of one group of pages: their places, their signs, whether they are one, and how much they count."""

    group: str
    one: Place
    other: Place
    signs: dict[str, float]
    is_one: bool
    counts: float


def pairs(corpus: Corpus) -> list[Pair]:
    """All pairs of marked events that may be one; an event that was read stands for one of the gold alone."""
    gold = gold_links(corpus)
    tellings = {page: corpus.telling(page) for page in {page for page, _ in gold}}
    groups: dict[str, dict[Place, Occurrence]] = defaultdict(dict)
    used = set()
    for page, number in sorted(gold, key=lambda place: not corpus.is_read_right(*place)):
        event = corpus.found_as(page, number)
        if event is not None and (page, event) not in used:
            used.add((page, event))
            found = next(o for o in tellings[page].occurrences if o.event == event)
            groups[corpus.rows[page]["group"]][page, number] = found
    counts = AS_READ if corpus.records else 1.0
    return [
        Pair(group, one, other, signs_between(a, b, tellings[a.page], tellings[b.page]), gold[one] == gold[other], counts)
        for group, events in groups.items()
        for (one, a), (other, b) in combinations(sorted(events.items()), 2)
        if may_be_one(a, b)
    ]


def fit(rows: list[Pair]) -> dict[str, float]:
    """Weights by Newton's method; the bias bears no penalty."""
    names = sorted({name for pair in rows for name in pair.signs})
    x = np.array([[1.0, *(pair.signs.get(name, 0.0) for name in names)] for pair in rows])
    y = np.array([float(pair.is_one) for pair in rows])
    counts = np.array([pair.counts for pair in rows])
    penalty = np.diag([0.0] + [PENALTY] * len(names))
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (counts * (p - y)) + penalty @ w
        w -= np.linalg.solve((x * (counts * p * (1 - p))[:, None]).T @ x + penalty + 1e-9 * np.eye(len(w)), slope)
    return {"bias": float(w[0]), **dict(zip(names, map(float, w[1:]), strict=True))}


def folds_of(rows: list[Pair]) -> dict[str, int]:
    """A fold for each group of pages."""
    groups = sorted({pair.group for pair in rows})
    random.Random(SEED).shuffle(groups)
    return {group: place % FOLDS for place, group in enumerate(groups)}


def best_threshold(corpora: list[Corpus], rows: list[Pair]) -> float:
    """The threshold with the best F1 over linked events, each fold told by the weights of the others."""
    fold = folds_of(rows)
    scores: dict[float, float] = defaultdict(float)
    told = {(corpus, page): corpus.telling(page) for corpus in corpora for page in dict.fromkeys(page for page, _ in gold_links(corpus))}
    for number in range(FOLDS):
        likeness.weights = partial(dict, fit([pair for pair in rows if fold[pair.group] != number]))
        for corpus in corpora:
            gold = {place: h for place, h in gold_links(corpus).items() if fold[corpus.rows[place[0]]["group"]] == number}
            events = {item: corpus.found_as(*item) or "" for item in gold}
            tellings = [told[corpus, page] for page in dict.fromkeys(page for page, _ in gold)]
            for threshold in THRESHOLDS:
                place = {(m.page, m.event): h.id for h in find_happenings(tellings, threshold) for m in h.members}
                found = {item: place.get((item[0], events[item]), item) for item in gold}
                scores[threshold] += b_cubed(gold, gold, found, linked=True)["f1"] * (AS_READ if corpus.records else 1.0)
    print({threshold: round(score / (FOLDS * (1 + AS_READ)), 3) for threshold, score in scores.items()})
    return max(scores, key=lambda threshold: scores[threshold])


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, nargs=2, action="append", required=True, metavar=("DIR", "RECORDS.jsonl"))
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/data/happenings.yml"))
    args = parser.parse_args()
    corpora = [corpus for folder, records in args.corpus for corpus in (Corpus(folder), Corpus(folder, load_records(records)))]
    rows = [row for corpus in corpora for row in pairs(corpus)]
    weights = fit(rows)
    threshold = best_threshold(corpora, rows)
    lines = [f"  {name}: {value:.3f}" for name, value in weights.items()]
    args.out.write_text(HEAD + "weights:\n" + "\n".join(lines) + f"\nthreshold: {threshold}\n", encoding="utf-8")
    print(f"{len(rows)} pairs, {sum(pair.is_one for pair in rows)} of them one; threshold {threshold}")


if __name__ == "__main__":
    main()
