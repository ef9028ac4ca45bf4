"""Trains which act a word names (data/senses.zst): ``python -m training.senses --out FILE``.

Words and trees are those that the package's model finds on the corpus' training part and its sentences; each verb, noun, name and
adjective is a case, its class the type of the act that it heads, or none. Reports on the dev part. Needs torch.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from dragoman.events.linear import Linear
from dragoman.events.senses import BUCKETS, features_of
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, Parse
from dragoman.parse.marks import TRIGGERS
from training.examples import IGNORE
from training.linear import Case, Size, train, write
from training.marks import Marked, read_marked

KINDS = ("VERB", "NOUN", "ADJ", "PROPN", "AUX")
CLASSES = [0, *(TRIGGERS.index(kind) for kind in EVENT_TYPES)]


def cases_of(texts: Iterable[Marked]) -> list[Case]:
    """The features and the class (0 none, else one more than the place in EVENT_TYPES) of each word that may name an act."""
    return [case for marked in texts for case in of_text(marked)]


def of_text(marked: Marked) -> Iterable[Case]:
    """The cases of one page or sentence."""
    tree = Tree(Parse(marked.text, (), marked.tokens))
    for word, tag in zip(tree.words, marked.triggers or (), strict=False):
        if tag != IGNORE and (tag or word.upos in KINDS):
            yield list(features_of(tree, word)), CLASSES.index(tag)


def report(model: Linear, cases: list[Case]) -> None:
    """How well it does on pages not trained on: acts found, their types, both."""
    chances = np.array([model.chances(features) for features, _ in cases])
    gold = np.array([kind for _, kind in cases])
    order, best = np.argsort(chances[:, 0]), chances[:, 1:].argmax(1) + 1
    for name, hit in (("acts", gold > 0), ("acts and types", (best == gold) & (gold > 0))):
        f1 = 2 * np.cumsum(hit[order]) / (np.arange(1, len(order) + 1) + (gold > 0).sum())
        print(f"{name}: F1 {f1.max():.3f} with {f1.argmax() + 1} told, {(gold > 0).sum()} wanted")
    print(f"types of given words: {(best == gold)[gold > 0].mean():.3f}")


def main() -> None:
    """Train, report, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    cases = cases_of(read_marked(["train"]))
    print(f"{len(cases)} words, {sum(kind > 0 for _, kind in cases)} of them acts", flush=True)
    weights = train(cases, Size(BUCKETS, len(CLASSES), epochs=8, dropped=0.6))
    report(Linear(write(weights, args.out)), cases_of(read_marked(["dev"])))


if __name__ == "__main__":
    main()
