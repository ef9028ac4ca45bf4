"""Trains who does what a word says, and to whom (data/paths.zst): ``python -m training.paths --out FILE``.

For each act of the corpus' training part and its sentences, every noun, name and pronoun of its sentence is a case, and every capitalised
adjective: agent, recipient, or neither. Reports on the dev part. Needs torch.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from dragoman.events.linear import Linear
from dragoman.events.paths import BUCKETS, ROLES, features_of
from dragoman.grammar import Tree
from dragoman.model import Parse, Word
from dragoman.parse.marks import ROLES as MARKS
from dragoman.parse.marks import TRIGGERS
from training.linear import Case, Size, train, write
from training.marks import Marked, read_marked

SIDES = (MARKS.index("actor"), MARKS.index("recipient"))


def is_party(word: Word) -> bool:
    """Whether a word may name a party."""
    return word.upos in ("NOUN", "PROPN", "PRON") or (word.upos == "ADJ" and word.text[:1].isupper())


def acts_of(marked: Marked) -> Iterator[list[Case]]:
    """The cases of each act of one page or sentence."""
    tree = Tree(Parse(marked.text, (), marked.tokens))
    sides: dict[int, dict[int, int]] = {}
    for role, anchor, groups in marked.roles:
        if role in SIDES:
            sides.setdefault(anchor, {}).update({i: 1 + SIDES.index(role) for group in groups for i in group if i >= 0})
    for anchor, named in sides.items():
        word = tree.words[anchor]
        kind = TRIGGERS[(marked.triggers or [])[anchor]]
        inside = [w for w in tree.words if w.sentence == word.sentence and w.index != anchor and (is_party(w) or w.index in named)]
        cases = [(list(features_of(tree, word, kind, party)), named.get(party.index, 0)) for party in inside]
        if cases:
            yield cases


def report(model: Linear, acts: list[list[Case]]) -> None:
    """How often the likeliest party is right where the sentence names one, on pages not trained on."""
    for role in (1, 2):
        right = [gold[int(model_scores[:, role].argmax())] == role for model_scores, gold in scored(model, acts) if role in gold]
        print(f"{ROLES[role]}: right for {np.mean(right):.3f} of {len(right)}")


def scored(model: Linear, acts: list[list[Case]]) -> Iterator[tuple[np.ndarray, list[int]]]:  # type: ignore[type-arg]
    """The chances of all parties of each act, and their roles."""
    for cases in acts:
        yield np.array([model.chances(features) for features, _ in cases]), [role for _, role in cases]


def read_acts(texts: Iterable[Marked]) -> list[list[Case]]:
    """The acts of pages and sentences."""
    return [cases for marked in texts for cases in acts_of(marked)]


def main() -> None:
    """Train, report, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    acts = read_acts(read_marked(["train"]))
    print(f"{len(acts)} acts", flush=True)
    weights = train([case for cases in acts for case in cases], Size(BUCKETS, len(ROLES)))
    report(Linear(write(weights, args.out)), read_acts(read_marked(["dev"])))


if __name__ == "__main__":
    main()
