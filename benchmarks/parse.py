"""Measures the language model from raw text, in the manner of the CoNLL 2018 shared task.

    python benchmarks/parse.py --data FILE.conllu [--json]

Words of the treebank and of dragoman are aligned by their characters. Figures are F1 in per cent: words (same span), sents (same span),
upos, lemma, uas, las (punctuation counted, label subtypes ignored); names (same span and kind) where the file has them; speech_subject and
speech_content: arcs between a reporting verb and its subject, and between it and what is reported (complement clause or parataxis).
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.conllu import GoldArticle, GoldWord, read_documents

from dragoman.model import Parse, Word
from dragoman.parse import load_parser

REPORTING = frozenset(
    [
        "say",
        "tell",
        "announce",
        "warn",
        "add",
        "state",
        "declare",
        "claim",
        "report",
        "argue",
        "deny",
        "insist",
        "stress",
        "note",
        "explain",
        "suggest",
        "confirm",
        "admit",
        "reveal",
        "write",
        "allege",
        "acknowledge",
        "reiterate",
        "caution",
        "remark",
        "reply",
    ]
)


def base(relation: str) -> str:
    """A relation without its subtype."""
    return relation.split(":")[0]


def speech_arcs(words: Sequence[GoldWord | Word]) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Arcs of reporting verbs to their subjects and to what is reported, each as (start of verb, start of the other)."""
    subjects, contents = set(), set()
    for word in words:
        if word.head < 0:
            continue
        head = words[word.head]
        if head.upos == "VERB" and head.lemma.lower() in REPORTING:
            if base(word.relation) in ("nsubj", "csubj") or word.relation == "obl:agent":
                subjects.add((head.start, word.start))
            if base(word.relation) in ("ccomp", "parataxis", "xcomp"):
                contents.add((head.start, word.start))
        if base(word.relation) == "parataxis" and word.upos == "VERB" and word.lemma.lower() in REPORTING:
            contents.add((word.start, head.start))
    return subjects, contents


def count_words(gold: list[GoldWord], parse: Parse, counts: Counter[str]) -> None:
    """Count words that stand in both, and what is right about them."""
    places = {(w.start, w.end): i for i, w in enumerate(gold)}
    aligned = {w.index: places[w.start, w.end] for w in parse.words if (w.start, w.end) in places}
    for index, at in aligned.items():
        word, wanted = parse.words[index], gold[at]
        attached = (word.head < 0 and wanted.head < 0) or (word.head >= 0 and aligned.get(word.head, -2) == wanted.head)
        counts["words"] += 1
        counts["upos"] += word.upos == wanted.upos
        counts["lemma"] += wanted.lemma in (word.lemma, "_")
        counts["uas"] += attached
        counts["las"] += attached and base(word.relation) == base(wanted.relation)


def count(gold: GoldArticle, parse: Parse, tallies: dict[str, Counter[str]]) -> None:
    """Add one document to the tallies: each has gold, found and right."""

    def add(key: str, wanted: set[object], found: set[object]) -> None:
        tallies.setdefault(key, Counter()).update(gold=len(wanted), found=len(found), right=len(wanted & found))

    right: Counter[str] = Counter()
    count_words(gold.words, parse, right)
    for key in ("words", "upos", "lemma", "uas", "las"):
        tallies.setdefault(key, Counter()).update(gold=len(gold.words), found=len(parse.words), right=right[key])
    add("sents", set(gold.sentences), {(s.start, s.end) for s in parse.sentences})
    if any(w.name for w in gold.words):
        add("names", set(gold.names), {(n.start, n.end, n.kind) for n in parse.names})
    for key, wanted, found in zip(("speech_subject", "speech_content"), speech_arcs(gold.words), speech_arcs(parse.words), strict=True):
        add(key, set(wanted), set(found))


def f1(tally: Counter[str]) -> float:
    """F1 in per cent."""
    return round(200 * tally["right"] / max(1, tally["gold"] + tally["found"]), 2)


def main() -> None:
    """Parse every document of the file and print the figures."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True, help="a CoNLL-U file")
    ask.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    args = ask.parse_args()
    documents, parser = read_documents(args.data), load_parser()
    tallies: dict[str, Counter[str]] = {}
    spent = 0.0
    for i, document in enumerate(documents):
        began = time.perf_counter()
        parse = parser.parse(document.article)
        spent += time.perf_counter() - began
        count(document, parse, tallies)
        if (i + 1) % 50 == 0 or i + 1 == len(documents):
            print(f"{i + 1} of {len(documents)} documents", file=sys.stderr)
    figures = {key: f1(tally) for key, tally in tallies.items()}
    figures["words_per_s"] = round(sum(len(d.words) for d in documents) / spent)
    print(json.dumps(figures) if args.json else "\n".join(f"{key:15} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
