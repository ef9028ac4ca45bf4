"""Actors against the PLOVER gold records: ``python benchmarks/actors.py --data gsr_cameo.jsonl [--json]``.

For each actor text that the records mark, the actor is found whose words overlap it in the parsed sentence. Figures: ``country``
(share of the marked actors with a country code that get it), ``sector`` (the same for PLOVER's sector, by ``codes_of``),
``linked`` (share that got any actor at all, whether or not it is in the knowledge base).
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from dragoman.actors import codes_of, find_actors, load_knowledge
from dragoman.actors.codes import phrase_of
from dragoman.grammar import Tree
from dragoman.model import Actor, Article, Block, Mention, Page
from dragoman.parse import load_parser

SECTORS = {"GOV", "MIL", "REB", "OPP", "CVL", "COP", "LEG", "JUD", "REF", "MED", "EDU", "LAB", "SPY", "PTY"}


def mention_at(actors: tuple[Actor, ...], span: tuple[int, int]) -> tuple[Actor, Mention] | None:
    """The actor whose mention lies over a span and is heaviest: the one that ends last, then the longest."""
    found = [
        (m.form != "pronoun", min(m.end, span[1]) - max(m.start, span[0]), -(m.end - m.start), -m.start, a.id, a, m)
        for a in actors
        for m in (*a.mentions, *a.place_mentions)
        if m.start < span[1] and span[0] < m.end
    ]
    best = max(found, key=lambda f: f[:5], default=None)
    return (best[5], best[6]) if best else None


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--json", action="store_true")
    options.add_argument("--confused", action="store_true", help="count which sectors are taken for which")
    chosen = options.parse_args(argv)
    knowledge, parser = load_knowledge(), load_parser()
    confused: Counter[tuple[str, str, str]] = Counter()
    tally = {"country": [0, 0], "sector": [0, 0], "linked": [0, 0]}
    states = {knowledge.known(n).country for n in range(len(knowledge.rows)) if "\tstate\t" in knowledge.rows[n]}
    for line in chosen.data.open(encoding="utf-8"):
        row = json.loads(line)
        text = row["text"]
        article = Article(Page("b", "b", b"", text, "text"), text, (Block("paragraph", 0, len(text)),), published=None)
        parse = parser.parse(article)
        actors = find_actors(article, Tree(parse), knowledge)
        for wanted in (*(row.get("source_actors") or ()), *(row.get("target_actors") or ())):
            start = text.find(wanted["actorText"])
            if start < 0:
                continue
            hit = mention_at(actors, (start, start + len(wanted["actorText"])))
            tally["linked"][0] += hit is not None
            tally["linked"][1] += 1
            code, sector = (wanted.get("code") or "")[:3], (wanted.get("sector") or "")[:3]
            if code in states:
                tally["country"][0] += hit is not None and hit[0].country == code
                tally["country"][1] += 1
            if sector in SECTORS:
                told = codes_of(hit[0], knowledge, phrase_of(parse.words, hit[1]), row.get("date")).sector if hit else ""
                tally["sector"][0] += told == sector
                confused[sector, told or "none", hit[0].kind if hit else "none"] += 1
                tally["sector"][1] += 1
    figures = {key: round(right / total, 3) if total else 0.0 for key, (right, total) in tally.items()}
    if chosen.confused:
        print("sectors, of the records and as told:")
        for (wanted_sector, told, kind), count in confused.most_common():
            print(f"{count:4} {wanted_sector} told as {told} ({kind})")
    if chosen.json:
        print(json.dumps(figures))
    else:
        for key, value in figures.items():
            print(f"{key}: {value} ({tally[key][0]} of {tally[key][1]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
