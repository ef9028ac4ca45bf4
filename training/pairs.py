"""Trains what one party does to another in a sentence (data/pairs.zst): ``python -m training.pairs --out FILE``.

For each sentence of the corpus' training part and of its sentences, every ordered pair of words that name parties is a case: its classes
are the types of the acts between the two, or none. Reports on the dev part. Needs torch. ``--rows FILE`` instead writes the pairs of the
dev part with an act as sentences with two actors, for ``benchmarks/events.py --task pairs``.
"""

import argparse
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.events.linear import Linear
from dragoman.events.pairs import BUCKETS, CLASSES, features_of
from dragoman.grammar import Tree
from dragoman.model import EVENT_TYPES, Parse, Word
from dragoman.parse.marks import ROLES as MARKS
from dragoman.parse.marks import TRIGGERS
from training.linear import Case, Size, train, write
from training.marks import Marked, read_marked

SIDES = (MARKS.index("actor"), MARKS.index("recipient"))
MOST_PARTIES, STRANGERS = 12, 3
"""Parties of a sentence that are looked at, and pairs without an act for each pair with one."""


def sides_of(marked: Marked) -> dict[int, dict[int, list[int]]]:
    """The words that name each side of each act, by the act's word and the role."""
    sides: dict[int, dict[int, list[int]]] = {}
    for role, anchor, groups in marked.roles:
        if role in SIDES:
            sides.setdefault(anchor, {})[role] = [i for group in groups for i in group if i >= 0]
    return sides


def acts_of(marked: Marked, tree: Tree) -> dict[tuple[int, int], set[int]]:
    """The classes of the acts between two words, by the words."""
    found: dict[tuple[int, int], set[int]] = {}
    for anchor, named in sides_of(marked).items():
        kind = 1 + EVENT_TYPES.index(TRIGGERS[(marked.triggers or [])[anchor]])
        doers, others = ([i for i in named.get(r, []) if tree.words[i].sentence == tree.words[anchor].sentence] for r in SIDES)
        for one in doers:
            for other in others:
                found.setdefault((one, other), set()).add(kind)
    return {pair: kinds for pair, kinds in found.items() if pair[0] != pair[1]}


def cases_of(texts: Iterable[Marked], dice: random.Random) -> Iterator[Case]:
    """The pairs with acts of pages and sentences, and some of those without."""
    for marked in texts:
        tree = Tree(Parse(marked.text, (), marked.tokens))
        acts = acts_of(marked, tree)
        named = {i for pair in acts for i in pair}
        for words in sentences_of(tree):
            parties = [w.index for w in words if w.index in named or is_party(w)][:MOST_PARTIES]
            pairs = [(one, other) for one in parties for other in parties if one != other]
            strangers = [pair for pair in pairs if pair not in acts]
            some = dice.sample(strangers, min(len(strangers), STRANGERS * max(1, sum(pair in acts for pair in pairs))))
            for pair in [*(p for p in pairs if p in acts), *some]:
                yield from ((list(features_of(tree, words, *pair)), kind) for kind in acts.get(pair, {0}))


def rows_of(texts: Iterable[Marked]) -> Iterator[dict[str, Any]]:
    """Each act with both sides in its sentence: the sentence, the word of each side that is nearest to the act, and the act's type."""
    for marked in texts:
        words = marked.tokens
        for anchor, named in sides_of(marked).items():
            mates = [word for word in words if word.sentence == words[anchor].sentence]
            first, last = mates[0].index, mates[-1].index
            nearest = [
                min(((abs(i - anchor), i) for i in named.get(role, ()) if first <= i <= last), default=(0, anchor)) for role in SIDES
            ]
            source, target = (words[i] for _, i in nearest)
            if anchor in (source.index, target.index) or source == target:
                continue
            row: dict[str, Any] = {"text": marked.text[mates[0].start : mates[-1].end], "root": TRIGGERS[(marked.triggers or [])[anchor]]}
            for name, word in (("source", source), ("target", target)):
                row |= {name: word.text, f"{name}_spans": [[word.start - mates[0].start, word.end - mates[0].start]]}
            yield row


def is_party(word: Word) -> bool:
    """Whether a word by itself names a party."""
    return word.upos == "PROPN" and word.relation not in ("flat", "compound")


def sentences_of(tree: Tree) -> list[list[Word]]:
    """The words of each sentence."""
    found: dict[int, list[Word]] = {}
    for word in tree.words:
        found.setdefault(word.sentence, []).append(word)
    return list(found.values())


def report(model: Linear, cases: list[Case]) -> None:
    """How well it does on pages not trained on: pairs with an act told from those without, and the types of those with one."""
    chances = np.array([model.chances(features) for features, _ in cases])
    gold = np.array([kind for _, kind in cases])
    best = chances[:, 1:].argmax(1) + 1
    print(f"types of given pairs: {(best == gold)[gold > 0].mean():.3f} of {(gold > 0).sum()}")
    order = np.argsort(chances[:, 0])
    f1 = 2 * np.cumsum((gold > 0)[order]) / (np.arange(1, len(order) + 1) + (gold > 0).sum())
    print(f"pairs with acts: F1 {f1.max():.3f}, {(gold > 0).sum()} among {len(gold)}")


def main() -> None:
    """Train, report, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("--out", type=Path, help="where to write the table")
    what.add_argument("--rows", type=Path, help="where to write the dev part's pairs, one JSON object a line")
    args = ask.parse_args()
    if args.rows is not None:
        args.rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(read_marked(["dev"]))), encoding="utf-8")
        return
    dice = random.Random(1)
    cases = list(cases_of(read_marked(["train"]), dice))
    print(f"{len(cases)} pairs, {sum(kind > 0 for _, kind in cases)} with acts", flush=True)
    weights = train(cases, Size(BUCKETS, CLASSES, dropped=0.6))
    report(Linear(write(weights, args.out)), list(cases_of(read_marked(["dev"]), dice)))


if __name__ == "__main__":
    main()
