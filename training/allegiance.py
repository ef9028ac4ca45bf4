"""Trains the weights of dragoman.actors.allegiance on the training part of our corpus, and counts where names come from.

PYTHONPATH=src:. python -m training.allegiance --sources DIR --out src/dragoman/data/allegiance.zst

Whose a named or told actor is stands in the gold records; the actors that the package finds are matched with them by name, alias or
wording. A conditional logit for each family of kinds, with a penalty on the squares of the weights, by gradient descent with momentum.
Origins are counted over the people of the knowledge base and the holders of offices of CIA World Leaders (public domain; DIR/raw/cia).
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import zstandard

from dragoman.actors.allegiance import FAMILIES, NONE, Allegiance, Facts, name_parts, weigh
from dragoman.actors.cast import Cast, Figure
from dragoman.actors.find import gather, settle_all
from dragoman.actors.knowledge import Knowledge, load_knowledge
from dragoman.actors.names import fold
from dragoman.grammar import Tree
from dragoman.intake import read_manifest
from dragoman.model import Article, Parse

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[0] / "corpus"
SCALE = 1000
FEWEST = 3
"""Fewest people with a part of a name for it to be counted."""

Case = tuple[str, list[Facts], int]
"""Family, the facts of each country that may be meant, and which of them is right."""


def world_leaders(sources: Path) -> Iterator[tuple[str, str]]:
    """Name and country of those who held an office in 2019, of CIA World Leaders."""
    with (sources / "raw/country-codes.csv").open(encoding="utf-8") as file:
        codes = {row["ISO3166-1-Alpha-2"].lower(): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}
    at = "http://williamrobertfunk.com/ontologies/country#countryCodeISO"
    offices: dict[str, str] = {}
    for state in json.loads((sources / "raw/cia/countries.json").read_text("utf-8")).values():
        country = codes.get(state["datatypeProperties"].get(at, "").lower())
        offices |= {thing["@id"]: country for thing in things_of(state) if country and "GovernmentOffice" in thing["@id"]}
    for person in json.loads((sources / "raw/cia/persons.json").read_text("utf-8")).values():
        name = (person.get("http://www.w3.org/2000/01/rdf-schema#label") or "").split(",")[0].title()
        served = {offices[thing["@id"]] for thing in things_of(person) if thing["@id"] in offices}
        if len(served) == 1 and " " in name:
            yield name, served.pop()


def things_of(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The things to which one of CIA World Leaders refers."""
    yield from (thing for pair in row["objectProperties"] for thing in pair.values() if isinstance(thing, dict))


def count_origins(knowledge: Knowledge, others: Iterable[tuple[str, str]] = ()) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """For each part of names how many people of each country have it, and how many people each country has."""
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    people: Counter[str] = Counter()
    everybody = (knowledge.known(number) for number in range(len(knowledge.rows)))
    ours = ((known.name, known.country) for known in everybody if known.kind == "person" and known.country)
    for name, country in dict.fromkeys((*ours, *others)):
        people[country] += 1
        for part in name_parts(name):
            parts[part][country] += 1
    kept = {part: dict(sorted(row.items())) for part, row in sorted(parts.items()) if sum(row.values()) >= FEWEST}
    return kept, dict(sorted(people.items()))


def cases_of(cast: Cast, gold: dict[str, Any]) -> Iterator[Case]:
    """The actors of a page whose country the gold record tells."""
    for figure in cast.figures.values():
        if figure.known is not None or figure.kind not in FAMILIES or not (figure.mentions or figure.weak):
            continue
        match = next((a for a in gold["actors"] if is_same(cast, figure, a)), None)
        if match is None:
            continue
        facts = weigh(cast, figure)
        options, right = list(facts), match["country"] or NONE
        if right in facts:
            yield FAMILIES[figure.kind], [learned_facts(FAMILIES[figure.kind], facts[c]) for c in options], options.index(right)


def learned_facts(family: str, facts: Facts) -> Facts:
    """The facts whose weights are learned: on these pages the model's links know too much, having been learned there themselves.

    On the dev part they help for groups only.
    """
    return {fact: value for fact, value in facts.items() if not fact.startswith("link") or (family == "group" and fact == "link")}


def is_same(cast: Cast, figure: Figure, gold: dict[str, Any]) -> bool:
    """Whether a figure is an actor of the gold record: a name or wording in common, or the last name of a person."""
    text = cast.article.text
    wordings = (text[m.start : m.end] for m in figure.mentions.values() if m.form != "pronoun")
    mine = {plain(name) for name in (figure.name, *figure.aliases, *wordings)}
    theirs = {plain(n) for n in (gold["name"], *gold["texts"])}
    if mine & theirs - {""}:
        return True
    return figure.kind == gold["kind"] == "person" and plain(figure.name).split()[-1:] == plain(gold["name"]).split()[-1:]


def plain(name: str) -> str:
    """A name without accents, articles and marks."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).lower().replace("'s", "").replace("’s", "")).split()
    return " ".join(w for w in words if w not in ("the", "a", "an", "he", "she", "it", "they", "we", "i"))


def learn(cases: list[Case], family: str, *, penalty: float, steps: int) -> dict[str, float]:
    """The weights of one family's facts."""
    mine = [(options, right) for f, options, right in cases if f == family]
    names = sorted({fact for options, _ in mine for facts in options for fact in facts})
    place = {name: k for k, name in enumerate(names)}
    rows, owner, gold = [], [], []
    for k, (options, right) in enumerate(mine):
        gold.append(len(rows) + right)
        for facts in options:
            row = np.zeros(len(names))
            for fact, value in facts.items():
                row[place[fact]] = value
            rows.append(row)
            owner.append(k)
    x, of = np.array(rows), np.array(owner)
    w, speed = np.zeros(len(names)), np.zeros(len(names))
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    for _ in range(steps):
        score = x @ w
        score -= np.maximum.reduceat(score, starts)[of]
        p = np.exp(score)
        p /= np.add.reduceat(p, starts)[of]
        slope = (x[gold].sum(0) - p @ x) / len(mine) - penalty * w
        speed = 0.9 * speed + slope
        w += 0.1 * speed
    right = [int(np.argmax(x[of == k] @ w)) == r for k, (_, r) in enumerate(mine)]
    print(f"{family}: {len(mine)} actors, {sum(right) / max(len(mine), 1):.3f} right on what was learned", file=sys.stderr)
    return {f"{family} {name}": float(v) for name, v in zip(names, w, strict=True) if abs(v) * SCALE >= 1}


def corpus_pages(part: str) -> Iterator[tuple[Article, dict[str, Any]]]:
    """The clean articles of a part of the corpus with their gold records."""
    import subprocess

    from dragoman.reader import Reader

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, str(CORPUS / "expand.py"), "--split", part, "--out", folder], check=True, stdout=subprocess.DEVNULL)
        reader = Reader()
        for page in read_manifest(Path(folder) / "manifest.jsonl"):
            gold = json.loads((Path(folder) / "gold" / f"{Path(page.source).stem}.json").read_text())
            yield reader.read_page(page).article, gold


def train(
    pages: list[tuple[Article, Parse, dict[str, Any]]], others: Iterable[tuple[str, str]] = (), *, penalty: float = 0.003, steps: int = 700
) -> Allegiance:
    """Weights and origins; twice over the pages, so that the second time an actor's country may follow from another's."""
    knowledge = load_knowledge()
    model = Allegiance({}, *count_origins(knowledge, others))
    for turn in range(2):
        cases: list[Case] = []
        for article, parse, gold in pages:
            cast = gather(article, Tree(parse), knowledge, model)
            if turn:
                settle_all(cast)
            cases += cases_of(cast, gold)
        weights: dict[str, float] = {}
        for family in sorted(set(FAMILIES.values())):
            weights |= learn(cases, family, penalty=penalty, steps=steps)
        model = Allegiance(weights, model.origins, model.people)
    return model


def pack(model: Allegiance) -> bytes:
    """The file for the package."""
    kept = {
        "scale": SCALE,
        "weights": {fact: round(value * SCALE) for fact, value in model.weights.items()},
        "origins": model.origins,
        "people": model.people,
    }
    return zstandard.ZstdCompressor(level=19).compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())


def main() -> None:
    """Train and write the file."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True, help="where to write the weights, src/dragoman/data/allegiance.zst")
    ask.add_argument("--sources", type=Path, required=True, help="folder with raw/, as for training.build_actors")
    args = ask.parse_args()
    from dragoman.parse import load_parser

    parse: Callable[[Article], Parse] = load_parser().parse
    pages = [(article, parse(article), gold) for article, gold in corpus_pages("train")]
    args.out.write_bytes(pack(train(pages, world_leaders(args.sources))))


if __name__ == "__main__":
    main()
