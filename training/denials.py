"""Fits the weights by which a sentence is told to say what another page denies, on the pages that benchmarks/versions-train.yml marks.

python corpus/expand.py --split train --out DIR
python -m training.denials --corpus DIR [--out src/dragoman/data/denials.yml]

Each denial of a page beside each sentence of another page of its story: right where a marked fact that may be told as ``whether`` has the
one on the one page and the other on the other. A logistic regression with a penalty on large weights of standardised signs. Printed is what
is told from each chance on, each fold of groups by the weights that the others gave: right, told, and the facts found.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.compare import Corpus, listed, marks, meets, places_of

from dragoman.compare.contradictions import points_in
from dragoman.compare.disputes import signs_between
from dragoman.compare.rareness import weights_of
from dragoman.model import Span

PENALTY = 20.0
FOLDS, SEEDS = 8, 6
CHANCES = (0.3, 0.4, 0.5, 0.6)
HEAD = """# Weights of the signs that a sentence of one page tells what another page denies (compare/disputes.py tells them), in log odds.
# Fitted by training/denials.py on the train part of our own corpus.
# Belongs here: figures that this program wrote. Does not belong here: signs set by hand.
"""
Weights = dict[str, float]


@dataclass(frozen=True)
class Pair:
    """A denial and a sentence of another page: where they stand, their signs, and the numbers of the facts that they are."""

    group: str
    denial: tuple[str, str, Span]
    told: tuple[str, str, Span]
    signs: dict[str, float]
    facts: tuple[int, ...]


def pairs_of(corpus: Corpus) -> list[Pair]:
    """All denials of the marked groups beside all sentences of their other pages that have signs."""
    gold, found = marks("versions"), []
    groups: dict[str, list[str]] = {}
    for page, row in corpus.rows.items():
        if row["group"] in gold and page not in corpus.copy_of:
            groups.setdefault(row["group"], []).append(page)
    for group, pages in groups.items():
        texts = {page: corpus.story(page).text for page in pages}
        facts = [{p: places_of(texts[p], a), q: places_of(texts[q], b)} for kind, p, a, q, b in gold[group] if "whether" in listed(kind)]
        known = weights_of(texts)
        points = {page: points_in(text, known) for page, text in texts.items()}
        for page, other in permutations(pages, 2):
            for denial in points[page][1]:
                for told in points[other][0]:
                    if signs := signs_between(denial, told, points[other][1]):
                        ends = ((page, denial.wording.span), (other, told.wording.span))
                        hit = tuple(
                            i for i, fact in enumerate(facts)
                            if {page, other} == set(fact) and all(any(meets(texts[p], at, s) for s in fact[p]) for p, at in ends)
                        )  # fmt: skip
                        found.append(Pair(group, (page, other, denial.wording.sentence), (page, other, told.wording.sentence), signs, hit))
    return found


def fit(rows: list[Pair]) -> Weights:
    """Weights by Newton's method on standardised signs; the bias bears no penalty."""
    names = sorted({name for pair in rows for name in pair.signs})
    raw: NDArray[np.float64] = np.array([[pair.signs.get(name, 0.0) for name in names] for pair in rows])
    middle, spread = raw.mean(0), raw.std(0) + 1e-9
    x = np.hstack([np.ones((len(rows), 1)), (raw - middle) / spread])
    y = np.array([float(bool(pair.facts)) for pair in rows])
    penalty = np.diag([0.0] + [PENALTY] * len(names))
    w = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        w -= np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + penalty, x.T @ (p - y) + penalty @ w)
    slopes = w[1:] / spread
    return {"bias": float(w[0] - middle @ slopes), **dict(zip(names, map(float, slopes), strict=True))}


def chance(weights: Weights, pair: Pair) -> float:
    """How likely a pair is right by some weights."""
    return float(1 / (1 + np.exp(-weights["bias"] - sum(weights[name] * value for name, value in pair.signs.items()))))


def tell_folds(rows: list[Pair]) -> None:
    """Print what is told from each chance on, by weights that other groups gave."""
    groups = sorted({pair.group for pair in rows})
    sums = {least: np.zeros(3) for least in CHANCES}
    for seed in range(SEEDS):
        random.Random(seed).shuffle(groups)
        fold = {group: place % FOLDS for place, group in enumerate(groups)}
        known = [fit([pair for pair in rows if fold[pair.group] != number]) for number in range(FOLDS)]
        likely = sorted(((chance(known[fold[pair.group]], pair), i) for i, pair in enumerate(rows)), reverse=True)
        for least in CHANCES:
            used: set[object] = set()
            told = []
            for sure, i in likely:
                ends = {("denial", rows[i].denial), ("told", rows[i].told)}
                if sure >= least and not used & ends:
                    used |= ends
                    told.append(rows[i])
            right = [pair for pair in told if pair.facts]
            sums[least] += (len(right), len(told), len({(pair.group, fact) for pair in right for fact in pair.facts}))
    for least, found in sums.items():
        hits, count, facts = map(float, found)
        print(f"{least}: {hits / count:.2f} of {count / SEEDS:.1f} right, {facts / SEEDS:.1f} facts")


def main() -> None:
    """Fit and write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--corpus", type=Path, required=True)
    ask.add_argument("--out", type=Path)
    told = ask.parse_args()
    rows = pairs_of(Corpus(told.corpus, []))
    print(len(rows), "pairs,", sum(bool(pair.facts) for pair in rows), "right")
    tell_folds(rows)
    lines = "".join(f"{name}: {value:.4f}\n" for name, value in fit(rows).items())
    if told.out:
        told.out.write_text(HEAD + lines, "utf-8")
    else:
        print(lines)


if __name__ == "__main__":
    main()
