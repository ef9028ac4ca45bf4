"""How fast pages are read, and how long the first record takes.

python benchmarks/speed.py --pages DIR [--json]

Reads every file of DIR in one process, and measures pages and words a second (words as white space parts them, in the cleaned text),
seconds in each stage, the most memory used, and the seconds from the command ``dragoman read PAGE`` to its end, for the page of middle
size, the best of five. ``pages_per_s`` counts reading only: loading the model is in ``first_record_s``.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.intake import Given, read_path
from dragoman.model import Page
from dragoman.reader import Reader


class Watch:
    """Adds up the seconds of each stage."""

    def __init__(self) -> None:
        """Begin."""
        self.seconds: dict[str, float] = defaultdict(float)
        self.since = time.perf_counter()

    def note(self, stage: str) -> None:
        """A stage has ended; what passed since the last one was its time."""
        now = time.perf_counter()
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


def measure(folder: Path) -> dict[str, object]:
    """All figures for the pages of a folder."""
    pages = take_in(folder)
    if not pages:
        raise SystemExit(f"{folder} has no pages")
    watch = Watch()
    reader = Reader(on_stage=watch.note)
    words, began = 0, time.perf_counter()
    for number, page in enumerate(pages, 1):
        watch.since = time.perf_counter()
        words += len(reader.read_page(page).article.text.split())
        if number % 20 == 0 or number == len(pages):
            print(f"{number} of {len(pages)} pages", file=sys.stderr)
    spent = time.perf_counter() - began
    return {
        "pages_per_s": round(len(pages) / spent, 2),
        "words_per_s": round(words / spent),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "first_record_s": round(first_record(pages), 2),
        "stages": {stage: round(seconds, 3) for stage, seconds in watch.seconds.items()},
        "pages": len(pages),
        "words": words,
    }


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=Path, required=True, help="a folder of pages")
    ask.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    args = ask.parse_args()
    figures = measure(args.pages)
    print(json.dumps(figures) if args.json else "\n".join(f"{key:15} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
