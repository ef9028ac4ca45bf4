"""Counts how rare words are on our corpus' training part (data/rarity.yml): ``python training/rarity.py DIR [--out FILE]``.

``DIR`` is what ``python corpus/expand.py --split train --out DIR`` made. Words are rough stems, and families of words besides.
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from dragoman.compare.occurrences import kin_of, stems_of

LEAST = 16
"""Pages that must have a word for it to be listed."""

STEPS = 4
"""Steps to which a logarithm is rounded."""

HEAD = """# How rare the words of news of states are: rough stems (five letters) and families of words (events/families.py), by the natural
# logarithm of how many of the 1,600 pages of our own corpus' training part there are to one that has them; what is not listed is rarer
# than the last. Belongs here: figures that training/rarity.py wrote. Does not belong here: words set by hand.
"""


def rarities(texts: Iterable[str]) -> dict[float, list[str]]:
    """The words that several texts have, by how rare they are."""
    pages, have = 0, Counter[str]()
    for text in texts:
        pages += 1
        have.update(stems_of(text) | kin_of(text))
    found: dict[float, list[str]] = defaultdict(list)
    for word, count in sorted(have.items()):
        if count >= LEAST:
            found[round(math.log(pages / count) * STEPS) / STEPS].append(word)
    return dict(sorted(found.items()))


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/data/rarity.yml"))
    args = parser.parse_args()
    found = rarities(path.read_text(encoding="utf-8") for path in sorted((args.folder / "plain").glob("*.txt")))
    args.out.write_text(HEAD + "".join(f"{rare}: {' '.join(words)}\n" for rare, words in found.items()), encoding="utf-8")
    print(f"{sum(map(len, found.values()))} words")


if __name__ == "__main__":
    main()
