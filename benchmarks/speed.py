"""How fast pages are read, and how long the first record takes.

python benchmarks/speed.py --pages DIR [--names] [--json]

Reads every file of DIR in one process, and measures pages and words a second (words as white space parts them, in the cleaned text),
seconds in each stage, the most memory used, and the seconds from the command ``dragoman read PAGE`` to its end, for the page of middle
size, the best of five. Reading is timed in seconds of processor time, those of all threads, so that other work on the machine counts less;
loading the model is not in it but in ``first_record_s``, which goes by the clock. ``names_mb_per_s`` is how many
megabytes of text a second are searched for names of the knowledge base, in seconds of processor time, the best of five; the words are cut
before, by a plain rule. With ``--names`` only this is measured, without the language model.
"""

import argparse
import json
import re
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from dragoman.actors import Knowledge, load_knowledge
from dragoman.actors.spans import scan
from dragoman.clean import clean_page
from dragoman.errors import DragomanError
from dragoman.grammar import Tree
from dragoman.intake import Given, read_path
from dragoman.model import Page, Parse, Word
from dragoman.reader import Reader

CUT = re.compile(r"[’']s\b|\w+(?:[.’'&]\w+)*|[^\w\s]")
"""Words and marks of a plain text."""


class Watch:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        """Begin."""
        self.seconds: dict[str, float] = defaultdict(float)
        self.since = time.process_time()

    def note(self, stage: str) -> None:
        """A stage has ended; what passed since the last one was its time."""
        now = time.process_time()
        self.seconds[stage] += now - self.since
        self.since = now


def take_in(folder: Path) -> list[Page]:
    """The pages of a folder; files that are no pages are left out."""
    pages = []
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        try:
            pages.append(read_path(path, Given()))
        except DragomanError as error:
            print(error, file=sys.stderr)
    return pages


def first_record(pages: list[Page]) -> float:
    """Seconds from the command to the end of showing one record, the best of five."""
    page = sorted(pages, key=lambda p: (len(p.raw), p.id))[len(pages) // 2]
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dragoman", "read", page.source], check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - began)
    return best


def bare_tree(text: str) -> Tree:
    """The words of a plain text without analysis; a sentence ends at a full stop."""
    words: list[Word] = []
    sentence = 0
    for index, found in enumerate(CUT.finditer(text)):
        cut = found.group()
        kind = "PROPN" if cut[:1].isupper() else "X"
        words.append(Word(index, found.start(), found.end(), cut, cut, kind, "", "", -1, "root", sentence))
        sentence += cut in ".!?"
    return Tree(Parse(text, (), tuple(words)))


def names_speed(texts: list[str], knowledge: Knowledge) -> float:
    """Megabytes of text that are searched for names in a second of processor time, the best of five."""
    trees, size, best = [bare_tree(text) for text in texts], sum(len(text.encode()) for text in texts), float("inf")
    for _ in range(5):
        began = time.process_time()
        for tree in trees:
            scan(tree, knowledge)
        best = min(best, time.process_time() - began)
    return round(size / best / 1e6, 2)


def measure(folder: Path, *, names_only: bool = False) -> dict[str, object]:
    """All figures for the pages of a folder."""
    pages = take_in(folder)
    if not pages:
        raise SystemExit(f"{folder} has no pages")
    names = names_speed([clean_page(page).text for page in pages], load_knowledge())
    if names_only:
        return {"names_mb_per_s": names, "pages": len(pages)}
    watch = Watch()
    reader = Reader(on_stage=watch.note)
    words, began = 0, time.process_time()
    for number, page in enumerate(pages, 1):
        watch.since = time.process_time()
        words += len(reader.read_page(page).article.text.split())
        if number % 20 == 0 or number == len(pages):
            print(f"{number} of {len(pages)} pages", file=sys.stderr)
    spent = time.process_time() - began
    return {
        "pages_per_s": round(len(pages) / spent, 2),
        "words_per_s": round(words / spent),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "names_mb_per_s": names,
        "first_record_s": round(first_record(pages), 2),
        "stages": {stage: round(seconds, 3) for stage, seconds in watch.seconds.items()},
        "pages": len(pages),
        "words": words,
    }


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=Path, required=True, help="a folder of pages")
    ask.add_argument("--names", action="store_true", help="measure only the search for names")
    ask.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    args = ask.parse_args()
    figures = measure(args.pages, names_only=args.names)
    print(json.dumps(figures) if args.json else "\n".join(f"{key:15} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
