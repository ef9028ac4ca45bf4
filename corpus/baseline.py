"""A first sign of whether the corpus carries over: a bag of n-grams (naive Bayes) trained on its training part, scored on labelled pairs.

python corpus/baseline.py --data ../shared/data/events/plv_train.jsonl [--json]
"""
# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

from check import all_sentences, read_pages, words_of
from expand import split_of


def grams(text: str) -> list[str]:
    """Words and pairs of words."""
    words = words_of(text)
    return words + [f"{a} {b}" for a, b in pairwise(words)]


def training_rows() -> list[tuple[str, str]]:
    """Text and type: of each sentence with one event, and of each event's evidence in the pages of the training part."""
    errors: list[str] = []
    rows = [(r["text"], r["events"][0]["type"]) for r in all_sentences(errors) if len(r["events"]) == 1]
    for page, gold in read_pages(errors):
        if split_of(page.facts["group"], page.facts.get("part")) == "train":
            rows += [(e["evidence"], e["type"]) for e in gold["events"]]
    return rows


def train(rows: list[tuple[str, str]]) -> dict[str, Counter[str]]:
    """Counts of n-grams for each type."""
    counts: dict[str, Counter[str]] = {}
    for text, kind in rows:
        counts.setdefault(kind, Counter()).update(set(grams(text)))
    return counts


def label(text: str, counts: dict[str, Counter[str]], known: set[str]) -> str:
    """The likeliest type, all types taken as equally frequent."""
    seen = [g for g in set(grams(text)) if g in known]
    best, top = "", -math.inf
    for kind in sorted(counts):
        total = sum(counts[kind].values()) + 0.1 * len(known)
        score = sum(math.log((counts[kind][g] + 0.1) / total) for g in seen)
        if score > top:
            best, top = kind, score
    return best


def macro_f1(pairs: list[tuple[str, str]]) -> tuple[float, dict[str, float]]:
    """Macro F1 over the types of the gold, and the F1 of each; pairs are (gold, predicted)."""
    each = {}
    for kind in sorted({g for g, _ in pairs}):
        hit = sum(g == p == kind for g, p in pairs)
        both = sum(g == kind for g, _ in pairs) + sum(p == kind for _, p in pairs)
        each[kind] = round(2 * hit / both, 3) if both else 0.0
    return round(sum(each.values()) / len(each), 3), each


def main(argv: list[str] | None = None) -> int:
    """Train, score and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--key", default="root", help="the field that holds the type")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args(argv)
    rows = training_rows()
    data: list[dict[str, Any]] = [json.loads(line) for line in args.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    if any(d[args.key] == "YIELD" for d in data):  # the set that has CONCEDE and RETREAT as one
        rows = [(text, "YIELD" if kind in ("CONCEDE", "RETREAT") else kind) for text, kind in rows]
    counts = train(rows)
    known = {g for c in counts.values() for g in c}
    pairs = [(d[args.key].upper(), label(d.get("text") or d["sentence"], counts, known)) for d in data]
    score, each = macro_f1(pairs)
    figures = {"train_rows": len(rows), "rows": len(pairs), "root": {"macro_f1": score}, "by_type": each}
    print(json.dumps(figures) if args.json else figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
