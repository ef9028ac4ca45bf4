"""How often pronouns and descriptions are given to the right actor, against the mentions that a corpus marks.

python corpus/expand.py --split dev --out DIR && python benchmarks/coreference.py --data DIR [--json]

DIR is a folder as corpus/expand.py makes it (manifest.jsonl, gold, plain). For each mention marked in the gold records that is a pronoun
("she", "its", "we") or a description ("the minister", "the alliance") of somebody who is also named elsewhere on the page: ``found`` is the
share for which the record has any actor, ``right`` the share for which it has the right one, that is, one who shares another marked mention
or the name with the marked actor. ``precision`` is right among found. Figures are given for he and she, it, they, first persons, and
descriptions of people and of others. ``--wrong`` lists what went wrong.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.intake import read_manifest
from dragoman.model import Actor, Record
from dragoman.reader import Reader

Json = dict[str, Any]
Span = tuple[int, int]

PRONOUNS = {
    "he or she": "he him his himself she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves",
    "first person": "i me my mine myself we us our ours ourselves",
}
CLASS = {word: name for name, words in PRONOUNS.items() for word in words.split()}
AROUND = 40


def class_of(text: str, actor: Json) -> str | None:
    """What kind of mention a wording is, None for a name: it has a capital beyond its first word, or a word of the actor's name."""
    lower = text.lower()
    if lower in CLASS:
        return CLASS[lower]
    capital = text[:1].isupper() and not re.match(r"(The|A|An|His|Her|Its|Their|Our) ", text)
    if capital or any(word[:1].isupper() for word in text.split()[1:]):
        return None
    return "description of a person" if actor["kind"] == "person" else "description of another"


def place_in(text: str, plain: str, span: Span) -> Span | None:
    """Where the words of a stretch of the plain text stand in the record's text: by the words around them, white space left aside."""
    before, inside, after = plain[max(0, span[0] - AROUND) : span[0]], plain[span[0] : span[1]], plain[span[1] : span[1] + AROUND]
    for cut in (AROUND, 15, 5):
        parts = [re.escape(part) for part in (before[-cut:] + "\0" + inside + "\0" + after[:cut]).split()]
        pattern = r"\s+".join(parts).replace(re.escape("\0"), "\0")
        first, middle, last = pattern.split("\0")
        hit = re.search(f"{first}({middle}){last}", text)
        if hit:
            return hit.span(1)
    return None


def mentions_of(record: Record) -> list[tuple[Span, Actor]]:
    """All mentions of a record's actors."""
    return [((m.start, m.end), a) for a in record.actors for m in (*a.mentions, *a.place_mentions)]


def holder(mentions: list[tuple[Span, Actor]], span: Span) -> Actor | None:
    """The actor with the mention that is likest to a stretch: the overlap as a share of what both cover together."""
    over = [((min(s[1], span[1]) - max(s[0], span[0])) / (max(s[1], span[1]) - min(s[0], span[0])), a.id, a) for s, a in mentions]
    best = max((row for row in over if row[0] > 0), default=None)
    return best[2] if best else None


def judge(record: Record, gold: Json, plain: str) -> Iterator[tuple[str, bool, bool, str]]:
    """Each marked pronoun and description: its class, whether anybody was found and whether the right one, and the words."""
    mentions, text = mentions_of(record), record.article.text
    for actor in gold["actors"]:
        spans = [(tuple(at), plain[at[0] : at[1]]) for at in actor["at"]]
        named = {
            found.id
            for at, words in spans
            if class_of(words, actor) is None and (place := place_in(text, plain, at)) and (found := holder(mentions, place))
        }
        named |= {a.id for a in record.actors if actor["name"] in (a.name, *a.aliases)}
        if not named:
            continue
        for at, words in spans:
            class_ = class_of(words, actor)
            place = place_in(text, plain, at) if class_ else None
            if class_ and place:
                found = holder(mentions, place)
                said = f"{words!r}: {found and found.name} for {actor['name']}"
                yield class_, found is not None, found is not None and found.id in named, said


def measure(folder: Path, reader: Reader, *, wrong: bool = False) -> Json:
    """The figures over all pages of a folder."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page in read_manifest(folder / "manifest.jsonl"):
        name = Path(page.source).stem
        gold = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        plain = (folder / "plain" / f"{name}.txt").read_text(encoding="utf-8")
        for class_, found, right, words in judge(reader.read_page(page), gold, plain):
            for key in (class_, "all"):
                counts[key].update(n=1, found=found, right=right)
            if wrong and not right:
                print(f"{name}: {words}", file=sys.stderr)
    return {
        key: {
            "n": c["n"],
            "found": round(c["found"] / c["n"], 3),
            "right": round(c["right"] / c["n"], 3),
            "precision": round(c["right"] / c["found"], 3) if c["found"] else None,
        }
        for key, c in sorted(counts.items())
    }


def main() -> int:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True, help="folder made by corpus/expand.py")
    ask.add_argument("--json", action="store_true", help="print the figures as JSON")
    ask.add_argument("--wrong", action="store_true", help="list wrong ones on the error output")
    args = ask.parse_args()
    try:
        figures = measure(args.data, Reader(), wrong=args.wrong)
    except (OSError, ValueError, DragomanError) as error:
        print(f"{args.data} cannot be read as a folder of corpus/expand.py: {error}", file=sys.stderr)
        return 2
    if args.json:
        print(json.dumps(figures))
    else:
        for key, row in figures.items():
            print(f"{key:24} {row['n']:5}  found {row['found']:.3f}  right {row['right']:.3f}  precision {row['precision']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
