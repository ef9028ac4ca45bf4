"""Measures the time expressions against texts marked with TIMEX3, in the manner of TempEval-3 (SemEval 2013, task 1, task A).

    python benchmarks/times.py --data FILE.jsonl [--json]

Each line of FILE is ``{"id", "dct", "text", "timex": [{"start", "end", "type", "value"}]}``; ``dct`` is the day of publication. An
expression of the gold and one of ours pair where they overlap (the same extent first, then from left to right). ``relaxed`` is the F1 of
pairs, ``strict`` that of pairs of the same extent, ``type`` and ``value`` are relaxed F1 times the share of pairs that agree in it. All
counts are pooled over the documents. Nothing is parsed: the text alone is read.

``value`` compares values letter by letter, as TempEval-3 does. ``meant`` takes values as equal that are two spellings of one: an X for
what is not told (1999-XX and 1999, 199X and 199), a week without its nought (1999-W9), a fiscal year (FY1989), a quarter as three months.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.times import find_timex

Mark = tuple[int, int, str, str]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def marks_of(text: str, timex: Sequence[dict[str, Any]]) -> list[Mark]:
    """Expressions as sorted tuples of trimmed span, type and value."""
    spans = ((*trim(text, t["start"], t["end"]), t) for t in timex)
    return sorted(((s, e, t.get("type") or "", t.get("value") or "") for s, e, t in spans if s < e), key=lambda mark: mark[:2])


def pair_marks(gold: list[Mark], ours: list[Mark]) -> Iterator[tuple[Mark, Mark]]:
    """One-to-one pairs: the same extent first, then what overlaps, from left to right."""
    free = list(range(len(ours)))
    rest = []
    for mark in gold:
        same = next((j for j in free if ours[j][:2] == mark[:2]), None)
        if same is None:
            rest.append(mark)
        else:
            free.remove(same)
            yield mark, ours[same]
    for mark in rest:
        over = next((j for j in free if ours[j][0] < mark[1] and mark[0] < ours[j][1]), None)
        if over is not None:
            free.remove(over)
            yield mark, ours[over]


def meant(value: str) -> str:
    """One spelling for values in TIMEX3 form that mean the same."""
    value = re.sub(r"^FY(?=[0-9]{4})", "", value.strip().upper())
    value = re.sub(r"^([0-9]{2,4})X*(?:-XX)*$", r"\1", value)
    value = re.sub(r"^([0-9]{4}-[0-9]{2})-XX$", r"\1", value)
    value = re.sub(r"^([0-9]{4}-W)([0-9])(?![0-9])", r"\g<1>0\2", value)
    return re.sub(r"^P([0-9]+)Q$", lambda match: f"P{3 * int(match[1])}M", value)


def count_marks(gold: list[Mark], ours: list[Mark], counts: Counter[str]) -> None:
    """Count the pairs of a document and what is right about them."""
    counts["gold"] += len(gold)
    counts["ours"] += len(ours)
    for one, other in pair_marks(gold, ours):
        counts["relaxed"] += 1
        counts["strict"] += one[:2] == other[:2]
        counts["type"] += one[2] == other[2]
        counts["value"] += one[3] == other[3]
        counts["meant"] += meant(one[3]) == meant(other[3])


def figures_of(counts: Counter[str]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of each measure."""
    out: dict[str, dict[str, float]] = {}
    for key in ("strict", "relaxed", "type", "value", "meant"):
        precision, recall = counts[key] / max(counts["ours"], 1), counts[key] / max(counts["gold"], 1)
        whole = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        out[key] = {"p": round(precision, 4), "r": round(recall, 4), "f1": round(whole, 4)}
    return out


def measure(path: Path) -> dict[str, Any]:
    """All figures for a file."""
    counts: Counter[str] = Counter()
    with path.open(encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines if line.strip()]
    find_timex("today", None)  # load the words before the clock starts
    spent = 0.0
    for number, document in enumerate(documents, 1):
        day = date.fromisoformat(document["dct"][:10]) if document.get("dct") else None
        begun = time.process_time()
        found = find_timex(document["text"], day)
        spent += time.process_time() - begun
        ours = [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found]
        count_marks(marks_of(document["text"], document["timex"]), marks_of(document["text"], ours), counts)
        if number % 100 == 0:
            print(f"{number} documents", file=sys.stderr)
    words = sum(len(d["text"].split()) for d in documents)
    pace = {"docs_per_s": round(len(documents) / max(spent, 1e-9), 1), "words_per_s": round(words / max(spent, 1e-9))}
    return {**figures_of(counts), **pace, "docs": len(documents), "gold": counts["gold"]}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    figures = measure(args.data)
    if args.json:
        print(json.dumps(figures))
        return
    for key, value in figures.items():
        print(f"{key:12} {value}")


if __name__ == "__main__":
    main()
