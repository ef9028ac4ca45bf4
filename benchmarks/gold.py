"""How good whole records are, against records made by careful readers (their form: tests/gold).

python benchmarks/gold.py                                          the example pages that ship with dragoman
python benchmarks/gold.py --data GOLD --manifest PAGES.jsonl       pages of your own, with a folder of gold records
python benchmarks/gold.py --data GOLD --records RECORDS.jsonl      records that were made before
python benchmarks/gold.py --update                                 write the floors of the gate anew (tests/gate/floors.json)

All figures are pooled over the pages. ``page`` is the share of page facts that are right: headline, day, outlet, topics, and the kind of
each block. ``actors`` is the F1 of actors with the right country, ``times`` that of expressions with the right value, ``claims`` that of
passages with the right pair. A statement is found where it shares at least half its words with one of the gold; an event, where its type
and the countries of both sides are right and its evidence stands close by. ``whole`` counts those right in every part.
"""

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError
from dragoman.intake import read_manifest
from dragoman.lexicon import example_pages
from dragoman.model import ATTITUDES, Page
from dragoman.reader import Reader
from dragoman.show import record_form

Json = dict[str, Any]
Stretch = tuple[int, int] | None
Pair = tuple[float, int, int]

HERE = Path(__file__).resolve().parents[1]
GOLD, FLOORS = HERE / "tests" / "gold", HERE / "tests" / "gate" / "floors.json"
SLACK = 0.02
GATED = ("page", "actors", "times", "statements.found", "statements.whole", "events.found", "events.whole", "claims")
"""Figures that have a floor. Shares among what was found have none: finding more, and harder, things may lower them."""
ALIKE = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "\u00a0": " ", "–": "-", "—": "-"})
ARTICLES = {"the", "a", "an"}
PRONOUNS = set("he she it they his her our we their its us i me my you them him".split())  # noqa: SIM905 - easier to read
STORY = {"paragraph", "heading", "caption", "title", "deck"}
BLOCKS = (("headings", "heading"), ("captions", "caption"), ("body", "paragraph"))
TWO_SIDED = {"CONSULT", "AGREE", "COOPERATE"}
NEARBY = 200


def flat(text: str | None) -> str:
    """A text with its quotation marks, dashes and white space made alike."""
    return re.sub(r"\s+", " ", (text or "").translate(ALIKE)).strip()


def bare(text: str | None) -> str:
    """The words of a text alone: no case, accents, marks, articles or possessive endings."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", flat(text)).casefold() if not unicodedata.combining(c))
    return " ".join(w for w in re.sub(r"'s\b|[^\w\s]", " ", plain).split() if w not in ARTICLES)


def likeness(one: str, other: str) -> float:
    """F1 of the words that two texts share."""
    a, b = Counter(bare(one).split()), Counter(bare(other).split())
    return 2 * (a & b).total() / (a.total() + b.total()) if a and b else 0.0


def listed(value: Any) -> list[Any]:  # noqa: ANN401 - a value or a list of values
    """A value as a list."""
    return [] if value is None else value if isinstance(value, list) else [value]


def touches(one: Stretch, other: Stretch, slack: int = 0) -> bool:
    """Whether two stretches overlap, or lie no further apart than ``slack``."""
    return bool(one and other and one[0] < other[1] + slack and other[0] < one[1] + slack)


def match(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    """The best pairs, each side used once."""
    kept: list[tuple[int, int]] = []
    for _, i, j in sorted(pairs, key=lambda pair: -pair[0]):
        if all(i != a and j != b for a, b in kept):
            kept.append((i, j))
    return kept


class Side:
    """A record beside its gold record: the flattened text with a map to it, and the actors of both."""

    def __init__(self, record: Json, gold: Json) -> None:
        """Flatten the text, keeping for each place of the record's text its place in the flat one."""
        self.record, self.gold, self.places = record, gold, []
        out: list[str] = []
        for char in record["page"].get("text") or "":
            shown = " " if char.isspace() else char.translate(ALIKE)
            self.places.append(len(out))
            if shown != " " or (out and out[-1] != " "):
                out.append(shown)
        self.places.append(len(out))
        self.text = "".join(out)
        self.actors: Json = {a["id"]: a for a in record.get("actors", [])}
        self.names = {i: {bare(n) for n in self.names_of(a) if n} for i, a in self.actors.items()}
        self.wanted = {a["name"]: a for a in gold["actors"]}

    def names_of(self, actor: Json) -> list[str]:
        """All wordings of an actor of the record."""
        return [actor.get("name") or "", *(actor.get("aliases") or []), *(self.words(m) for m in actor.get("mentions") or [])]

    def span(self, pair: list[int] | None) -> Stretch:
        """A span of the record in the flat text."""
        last = len(self.places) - 1
        return (self.places[max(0, min(pair[0], last))], self.places[max(0, min(pair[1], last))]) if pair else None

    def words(self, pair: list[int] | None) -> str:
        """The flat text of a span."""
        at = self.span(pair)
        return self.text[at[0] : at[1]] if at else ""

    def find(self, words: str) -> Stretch:
        """Where words of the gold stand."""
        at = self.text.find(flat(words))
        return (at, at + len(flat(words))) if at >= 0 else None

    def same(self, ident: str | None, gold: Json) -> bool:
        """Whether an actor of the record is one of the gold: a wording in common, or for two persons the surname."""
        actor = self.actors.get(ident or "")
        if not actor:
            return False
        wanted = {bare(n) for n in [gold["name"], *gold.get("texts", [])]}
        if self.names[actor["id"]] & {n for n in wanted if len(n) > 1 and n not in PRONOUNS}:
            return True
        persons = gold["kind"] == actor.get("kind") == "person"
        return persons and bare(actor.get("name")).split()[-1:] == bare(gold["name"]).split()[-1:]

    def is_actor(self, ident: str | None, name: str | None) -> bool:
        """Whether an id of the record stands for a name of the gold; nobody is also somebody without a name."""
        if name is None:
            return ident is None or bool(self.actors.get(ident, {}).get("anonymous"))
        return self.same(ident, self.wanted.get(name, {"name": name, "kind": None}))

    def countries(self, idents: list[str]) -> set[str]:
        """The countries of some actors of the record."""
        return {self.actors.get(i, {}).get("country") for i in idents} - {None}


class Tally(Counter[str]):
    """Adds up what is right, what the record has and what the gold has, for each measure."""

    def found(self, what: str, hits: int, mine: int, gold: int) -> None:
        """Count the hits of one page, with how many there are on either side."""
        self.update({f"{what} hit": hits, f"{what} mine": mine, f"{what} gold": gold})

    def f1(self, what: str) -> Json:
        """Precision, recall and F1 of a measure."""
        hit, mine, gold = (self[f"{what} {key}"] for key in ("hit", "mine", "gold"))
        p, r = (hit / mine if mine else 0.0), (hit / gold if gold else 0.0)
        return {"p": round(p, 3), "r": round(r, 3), "f1": round(2 * p * r / (p + r), 3) if p + r else 0.0, "n": gold}

    def share(self, what: str) -> float | None:
        """The share of a measure that is right."""
        return round(self[f"{what} hit"] / self[f"{what} gold"], 3) if self[f"{what} gold"] else None

    def parts(self, what: str, rights: list[dict[str, bool]], mine: int, gold: int) -> None:
        """Count the parts of what was found, and those that are right in all."""
        self.found(what, len(rights), mine, gold)
        self.found(f"{what} whole", sum(all(right.values()) for right in rights), mine, gold)
        for right in rights:
            for part, ok in right.items():
                self.found(f"{what} part {part}", ok, 1, 1)

    def figures(self, what: str, parts: tuple[str, ...]) -> Json:
        """The figures of statements or events."""
        return {"found": self.f1(what), **{p: self.share(f"{what} part {p}") for p in parts}, "whole": self.f1(f"{what} whole")}


def page_facts(side: Side) -> Iterator[bool]:
    """Which facts of the page are right."""
    mine, gold = side.record["page"], side.gold["page"]
    blocks = [(b["kind"], side.span([b["start"], b["end"]])) for b in mine.get("blocks", [])]

    def kinds(words: str) -> set[str]:
        at = side.find(words)
        return {kind for kind, place in blocks if touches(place, at)}

    yield bare(mine.get("title")) == bare(gold["title"])
    if gold.get("published"):
        yield mine.get("published") == gold["published"]
    if gold.get("outlet"):
        yield bare((mine.get("outlet") or {}).get("name")) == bare(gold["outlet"])
    topics = {bare(topic) for topic in mine.get("topics") or []}
    yield from (bare(topic) in topics for topic in gold.get("topics", []))
    for key, kind in BLOCKS:
        yield from (bool(kinds(words)) and kinds(words) <= {kind, "deck"} for words in gold.get(key, []))
    yield from (bool(side.text) and not kinds(words) & STORY for words in gold.get("not_story", []))


def score_actors(side: Side, tally: Tally) -> None:
    """Count actors; anonymous ones that the gold does not list are left out."""
    mine, gold = list(side.actors.values()), side.gold["actors"]
    hits = match(
        (1, i, j) for i, a in enumerate(mine) for j, b in enumerate(gold)
        if side.same(a["id"], b) and b["country"] in (None, a.get("country"))
    )  # fmt: skip
    used = {i for i, _ in hits}
    tally.found("actors", len(hits), sum(i in used or not a.get("anonymous") for i, a in enumerate(mine)), len(gold))


def score_times(side: Side, tally: Tally) -> None:
    """Count time expressions."""
    mine = [(side.span([t["start"], t["end"]]), t["value"]) for t in side.record.get("times", [])]
    gold = []
    for time in side.gold["times"]:
        around, at = side.find(time["in"]), flat(time["in"]).find(flat(time["text"]))
        start = around[0] + at if around and at >= 0 else None
        gold.append(((start, start + len(flat(time["text"]))) if start is not None else None, time["value"]))
    hits = match((1, i, j) for i, (a, v) in enumerate(mine) for j, (b, w) in enumerate(gold) if v == w and touches(a, b))
    tally.found("times", len(hits), len(mine), len(gold))


def score_statements(side: Side, tally: Tally) -> None:
    """Count statements; attitudes, in which no words are reported, are left out."""
    mine, gold = [s for s in side.record.get("statements", []) if s.get("act") not in ATTITUDES], side.gold["statements"]
    texts = [" ".join(side.words(span) for span in s.get("content", [])) for s in mine]
    pairs = []
    for i, a in enumerate(mine):
        for j, b in enumerate(gold):
            score = likeness(texts[i], " ".join(listed(b["content"])))
            if score >= 0.5:
                there = touches(side.find(listed(b["content"])[0]), side.span(a["content"][0]))
                pairs.append((score + 0.1 * side.is_actor(a.get("speaker"), b["speaker"]) + 0.2 * there, i, j))
    tally.parts("statements", [right_statement(side, mine[i], gold[j]) for i, j in match(pairs)], len(mine), len(gold))


def right_statement(side: Side, mine: Json, gold: Json) -> dict[str, bool]:
    """Which parts of a statement are right."""
    named = gold["addressee"] is not None and likeness(side.words(mine.get("addressee_span")), gold["addressee"]) >= 0.5
    return {
        "speaker": side.is_actor(mine.get("speaker"), gold["speaker"]),
        "kind": mine.get("kind") == gold["kind"],
        "addressee": named or side.is_actor(mine.get("addressee"), gold["addressee"]),
        "said": gold["said"] in (None, mine.get("said")),
        "via": side.is_actor(mine.get("via"), gold["via"]),
    }


def same_sides(side: Side, mine: Json, gold: Json) -> bool:
    """Whether an event has the right sides, the other way round too where both do the same."""

    def fits(idents: list[str], key: str) -> bool:
        named = any(side.is_actor(i, name) for i in idents for name in gold[key])
        return named or bool(side.countries(idents) & set(gold[f"{key}_country"])) or not (idents or gold[f"{key}_country"])

    doers, others = mine.get("actors") or [], mine.get("recipients") or []
    straight = fits(doers, "actor") and fits(others, "recipient")
    return straight or (gold["type"] in TWO_SIDED and fits(doers, "recipient") and fits(others, "actor"))


def score_events(side: Side, tally: Tally) -> None:
    """Count events."""
    mine, gold, pairs = side.record.get("events", []), side.gold["events"], []
    for i, a in enumerate(mine):
        for j, b in enumerate(gold):
            here, there = side.span(a.get("evidence")), side.find(b["evidence"])
            if a["type"] == b["type"] and touches(here, there, NEARBY) and same_sides(side, a, b):
                pairs.append((1 + touches(here, there) + 0.5 * (a.get("modality") == b["modality"]), i, j))
    tally.parts("events", [right_event(side, mine[i], gold[j]) for i, j in match(pairs)], len(mine), len(gold))


def right_event(side: Side, mine: Json, gold: Json) -> dict[str, bool]:
    """Which parts of an event are right."""
    chain, wanted = mine.get("according_to") or [], listed(gold["according_to"])
    told = len(chain) == len(wanted) and all(side.is_actor(a, b) for a, b in zip(chain, wanted, strict=True))
    return {"modality": mine.get("modality") == gold["modality"], "date": mine.get("date") == gold["date"], "according_to": told}


def score_claims(side: Side, tally: Tally) -> None:
    """Count passages on relations."""
    mine, gold = side.record.get("relation_claims", []), side.gold["relation_claims"]
    pair_of = [{side.actors.get(i, {}).get("country") for i in claim.get("between", [])} for claim in mine]
    hits = match(
        (1, i, j) for i, a in enumerate(mine) for j, b in enumerate(gold)
        if touches(side.span(a.get("claim")), side.find(b["claim"])) and pair_of[i] == set(b["between"])
    )  # fmt: skip
    tally.found("claims", len(hits), len(mine), len(gold))


def score(golds: Iterable[Json], records: dict[str, Json]) -> Json:
    """The figures of records, by id, against gold records; a missing record counts as an empty one."""
    tally = Tally()
    for gold in golds:
        side = Side(records.get(gold["id"], {"page": {}}), gold)
        facts = list(page_facts(side))
        tally.found("page", sum(facts), len(facts), len(facts))
        for part in (score_actors, score_times, score_statements, score_events, score_claims):
            part(side, tally)
    return {
        "page": tally.share("page"),
        "actors": tally.f1("actors"),
        "times": tally.f1("times"),
        "statements": tally.figures("statements", ("speaker", "kind", "addressee", "said", "via")),
        "events": tally.figures("events", ("modality", "date", "according_to")),
        "claims": tally.f1("claims"),
    }


def gold_records(folder: Path) -> list[Json]:
    """The gold records of a folder."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def by_name(records: Iterable[Json]) -> dict[str, Json]:
    """Records by the name of their page, without its folder and ending."""
    return {Path(record["page"]["source"]).stem: record for record in records}


def read_records(manifest: Path) -> dict[str, Json]:
    """Read the pages of a manifest; those that cannot be read are left out."""
    reader = Reader()
    pages = (page for page in read_manifest(manifest) if not isinstance(page, DragomanError))
    return by_name(json.loads(json.dumps(record_form(reader.read_page(page)))) for page in pages if isinstance(page, Page))


def example_figures() -> Json:
    """The figures of the example pages."""
    with example_pages() as manifest:
        return score(gold_records(GOLD), read_records(manifest))


def heights(figures: Json) -> dict[str, float]:
    """One number for each measure and part: the share that is right, or the F1."""
    flatter = {f"{k}.{p}" if isinstance(v, dict) and "f1" not in v else k: w
               for k, v in figures.items() for p, w in (v.items() if isinstance(v, dict) and "f1" not in v else [(k, v)])}  # fmt: skip
    return {key: value["f1"] if isinstance(value, dict) else value or 0.0 for key, value in flatter.items()}


def main() -> None:
    """Score and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, default=GOLD, help="a folder of gold records; usually those of the example pages")
    source = ask.add_mutually_exclusive_group()
    source.add_argument("--manifest", type=Path, help="the pages, to be read now")
    source.add_argument("--records", type=Path, help="records, one JSON object a line")
    source.add_argument("--update", action="store_true", help="read the example pages and write the floors of the gate anew")
    ask.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    args = ask.parse_args()
    if args.records:
        records = by_name(json.loads(line) for line in args.records.read_text("utf-8").splitlines() if line.strip())
        figures = score(gold_records(args.data), records)
    else:
        figures = score(gold_records(args.data), read_records(args.manifest)) if args.manifest else example_figures()
    if args.update:
        reached = heights(figures)
        floors = {key: round(max(0.0, reached[key] - SLACK), 3) for key in GATED}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    print(json.dumps(figures) if args.json else "\n".join(f"{key:12} {value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
