"""The acts of the corpus' dev part between two parties of one sentence, for ``benchmarks/events.py --task pairs``:
``python -m training.pairs --out FILE``.

One JSON object a line: the sentence, the word of each side that is nearest to the act, and the act's type. By them the constants of
``dragoman.events.frames.types_between`` were chosen.
"""

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.parse.marks import TRIGGERS
from training.marks import SIDES, Marked, read_marked, sides_of


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


def main() -> None:
    """Write the pairs."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    args.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows_of(read_marked(["dev"]))), encoding="utf-8")


if __name__ == "__main__":
    main()
