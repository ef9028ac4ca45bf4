"""Events against other people's codings: ``python benchmarks/events.py --task pairs|extract --data FILE.jsonl [--json]``.

pairs: a sentence and two actors in it are given, the type of the act between them is asked. An abstention is wrong. ``root``, ``quad`` and
``binary`` each hold the macro F1 over the classes of the gold; where the gold knows YIELD, CONCEDE and RETREAT count as that.
``without_model`` repeats the figures for rules and lists alone.

extract: sentences as they come. ``root_set`` compares, per sentence, the set of types of the events with both sides to the majority's
(statements left out), ``root_set_any_actor`` that of all events; ``irrelevant_fired`` is the share of sentences that people call irrelevant
in which an event is found; ``source_overlap`` and ``target_overlap`` compare spans of the sides (one to one, half of their union shared);
``dyad_root`` compares type and states of both sides, where the gold has them.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman.actors import Knowledge
from dragoman.actors.codes import is_igo
from dragoman.events import find_events
from dragoman.events.frames import Page as Acts
from dragoman.events.frames import types_between
from dragoman.events.sides import Sides
from dragoman.events.triggers import find_triggers
from dragoman.grammar import Tree
from dragoman.intake import Given, read_bytes
from dragoman.model import Actor, Article, Block, Event, Mention, Page, Parse, Record
from dragoman.parse import Parser, load_parser
from dragoman.reader import Reader

Row = dict[str, Any]
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "RETREAT": 2, "ACCUSE": 3, "REQUEST": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "MOBILIZE": 4, "SANCTION": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
RULED, BARE, STRAIGHT = 0.05, 0.02, 4
"""What a rule's event adds to the model's chance of its type where its sides are those given (``fit`` is STRAIGHT), and where not."""
SPOKEN = ("STATEMENT", "APPEAL")


def figures(right: int, found: int, wanted: int) -> dict[str, float]:
    """Precision, recall and F1 of counts."""
    p, r = (right / found if found else 0.0), (right / wanted if wanted else 0.0)
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0, "n": wanted}


def macro(gold: list[Any], told: list[Any]) -> dict[str, float]:
    """The mean F1 over the classes of the gold."""
    classes = sorted(set(gold), key=str)
    parts = [
        figures(sum(g == c == t for g, t in zip(gold, told, strict=True)), told.count(c), gold.count(c))["f1"] for c in classes
    ]
    right = sum(g == t for g, t in zip(gold, told, strict=True))
    return {"macro_f1": round(sum(parts) / max(1, len(parts)), 4), "accuracy": round(right / max(1, len(gold)), 4), "n": len(gold)}


# pairs


def article_of(text: str) -> Article:
    """A sentence as an article of one paragraph."""
    return Article(Page("row", "row", b"", text, "text"), text, (Block("paragraph", 0, len(text)),))


def span_of(row: Row, side: str) -> tuple[int, int] | None:
    """Where a given side stands."""
    spans = row.get(f"{side}_spans")
    if spans:
        return spans[0][0], spans[0][1]
    at = row["text"].find(row[side])
    return (at, at + len(row[side])) if at >= 0 else None


def given_actor(parse: Parse, span: tuple[int, int], ident: str) -> Actor:
    """An actor made of a given span, its head the word whose own head lies outside."""
    inside = [w for w in parse.words if w.start < span[1] and span[0] < w.end]
    within = {w.index for w in inside}
    head = next((w.index for w in inside if w.head not in within and w.upos != "PUNCT"), inside[0].index if inside else 0)
    return Actor(ident, ident, "group", mentions=(Mention(span[0], span[1], head, "description"),))


def label_pair(parser: Parser, row: Row) -> tuple[str | None, str | None]:
    """The type of the act between the two given actors, with the language model's marks and by lexicon and tree alone."""
    article = article_of(row["text"])
    parse = parser.parse(article)
    spans = [span_of(row, side) for side in ("source", "target")]
    if None in spans or not parse.words:
        return None, None
    pair = tuple(given_actor(parse, span, ident) for span, ident in zip(spans, ("source", "target"), strict=True) if span)
    bare = Tree(replace(parse, acts=()))
    events = find_events(article, bare, pair, (), ())
    best = min(events, key=lambda e: (-fit(e), e.trigger), default=None)
    ruled = best.type if best is not None else bare_type(bare, [actor.mentions[0].head for actor in pair])
    types = types_between(Acts(Sides(Tree(parse), pair, ()), {mark.word: mark for mark in parse.acts}), "source", "target")
    if ruled is not None:
        types[ruled] = types.get(ruled, 0.0) + (RULED if best is not None and fit(best) == STRAIGHT else BARE)
    return max(types, key=lambda kind: (types[kind], kind), default=None), ruled


def fit(event: Event) -> int:
    """How well an event answers who did what to whom."""
    straight = 2 * (event.actors == ("source",)) + 2 * (event.recipients == ("target",))
    return straight + ("target" in event.actors and "source" in event.recipients)


def bare_type(tree: Tree, heads: list[int]) -> str | None:
    """The type of a trigger above the actors in the tree, nearest to the first, or of any in the sentence."""
    above = [[word.index for word in tree.ancestors(head)] for head in heads]
    order = [i for i in above[0] if i in above[1]] + above[0] + above[1] + [w.index for w in tree.words]
    for index in order:
        for trigger, _ in find_triggers(tree, tree.words[index]):
            return trigger.type
    return None


def score_pairs(rows: list[Row]) -> dict[str, Any]:
    """The figures of the task ``pairs``."""
    parser = load_parser()
    told = [label_pair(parser, row) for row in rows]
    yields = any(row.get("root") == "YIELD" for row in rows)
    both, ruled = ([merged(pair[k], yields) for pair in told] for k in (0, 1))
    return {**levels(rows, both), "without_model": levels(rows, ruled)}


def merged(kind: str | None, yields: bool) -> str | None:  # noqa: FBT001 - whether the gold has one type for two of ours
    """A type under the gold's name."""
    return "YIELD" if yields and kind in ("CONCEDE", "RETREAT") else kind


def levels(rows: list[Row], told: list[str | None]) -> dict[str, Any]:
    """Macro F1 at each level that the gold has."""
    made: dict[str, Any] = {}
    for level, of in (("root", lambda t: t), ("quad", lambda t: QUADS.get(t)), ("binary", lambda t: int(QUADS[t] > 2) if t else None)):
        kept = [(wanted(row, level), of(t)) for row, t in zip(rows, told, strict=True) if wanted(row, level) is not None]
        if kept:
            made[level] = macro([g for g, _ in kept], [t for _, t in kept])
    return made


def wanted(row: Row, level: str) -> str | int | None:
    """The gold label of a row at a level."""
    root = row.get("root") or row.get("type")
    if level == "root" or row.get(level) is not None:
        return root if level == "root" else row[level]
    return None if root is None else QUADS[root] if level == "quad" else int(QUADS[root] > 2)


# extract


def read_row(reader: Reader, row: Row) -> Record:
    """The record of a sentence."""
    return reader.read_page(read_bytes(row["text"].encode(), Given(published=iso(row.get("date")))))


def iso(day: str | None) -> str | None:
    """A day like 20080804 with its hyphens."""
    return f"{day[:4]}-{day[4:6]}-{day[6:8]}" if day and len(day) == 8 and day.isdigit() else None


def plain(kind: str, names: set[str]) -> str:
    """A type under the gold's name."""
    return "YIELD" if kind in ("CONCEDE", "RETREAT") and "YIELD" in names else kind


def score_extract(rows: list[Row]) -> dict[str, Any]:
    """The figures of the task ``extract``."""
    reader = Reader()
    records = [read_row(reader, row) for row in rows]
    names = {t for row in rows for t in roots_of(row)}
    made: dict[str, Any] = {}
    for key, both in (("root_set", 1), ("root_set_any_actor", 0)):
        told = [{plain(e.type, names) for e in record.events if e.recipients or not both} for record in records]
        gold = [roots_of(row) for row in rows]
        right = sum(len(g & t) for g, t in zip(gold, told, strict=True))
        made[key] = figures(right, sum(map(len, told)), sum(map(len, gold)))
    fired = [bool(r.events) for row, r in zip(rows, records, strict=True) if row.get("relevant") is False or row.get("expect_no_events")]
    made["irrelevant_fired"] = round(sum(fired) / max(1, len(fired)), 4)
    for side in ("source", "target"):
        made[f"{side}_overlap"] = overlap(rows, records, side)
    if any("source" in event for row in rows for event in row.get("events") or ()):
        made["dyad_root"] = dyads(rows, records, names, reader.knowledge)
    return made


def roots_of(row: Row) -> set[str]:
    """The types that the gold has for a sentence."""
    found = row.get("roots_majority")
    if found is None:
        found = [event["root"] for event in row.get("events") or ()]
    return {root for root in found if root not in SPOKEN}


def side_spans(record: Record, side: str) -> set[tuple[int, int]]:
    """The spans of a side of a record's events: the mention nearest to the trigger."""
    actors = {actor.id: actor for actor in record.actors}
    found = set()
    for event in record.events:
        for ident in event.actors if side == "source" else event.recipients:
            actor = actors.get(ident)
            mentions = [*actor.mentions, *actor.place_mentions] if actor else []
            if mentions:
                best = min(mentions, key=lambda m: (abs(m.start - event.trigger[0]), m.start))
                found.add((best.start, best.end))
    return found


def overlap(rows: list[Row], records: list[Record], side: str) -> dict[str, float]:
    """F1 of the spans of a side, one to one, where half of the union is shared."""
    right = told = gold = 0
    for row, record in zip(rows, records, strict=True):
        a = [(s["start"], s["end"]) for s in row.get("spans") or () if s["role"] == side]
        b = side_spans(record, side)
        told, gold = told + len(b), gold + len(a)
        right += match(a, sorted(b))
    return figures(right, told, gold)


def match(a: list[tuple[int, int]], b: Iterable[tuple[int, int]]) -> int:
    """How many spans find a partner, each used once."""
    left, right = list(a), 0
    for span in b:
        best = max(left, key=lambda s: min(s[1], span[1]) - max(s[0], span[0]), default=None)
        if best is None:
            break
        if (min(best[1], span[1]) - max(best[0], span[0])) >= 0.5 * (max(best[1], span[1]) - min(best[0], span[0])):
            right += 1
            left.remove(best)
    return right


def state_of(actor: Actor, knowledge: Knowledge) -> str:
    """The state of an actor as CAMEO writes it: IGO for bodies of several states, --- for none."""
    return "IGO" if actor.country and is_igo(actor.country, knowledge) else (actor.country or "---")[:3]


def dyads(rows: list[Row], records: list[Record], names: set[str], knowledge: Knowledge) -> dict[str, float]:
    """F1 of type with the states of both sides."""
    right = told = gold = 0
    for row, record in zip(rows, records, strict=True):
        coded = [e for e in row.get("events") or () if e["root"] not in SPOKEN]
        a = {((e["source"] or "---")[:3], (e["target"] or "---")[:3], e["root"]) for e in coded}
        states = {actor.id: state_of(actor, knowledge) for actor in record.actors}
        b = {
            (states.get(s, "---"), states.get(t, "---"), plain(event.type, names))
            for event in record.events
            for s in event.actors
            for t in event.recipients or ("",)
        }
        right, told, gold = right + len(a & b), told + len(b), gold + len(a)
    return figures(right, told, gold)


def main(argv: list[str] | None = None) -> int:
    """Score and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--task", choices=("pairs", "extract"), required=True)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--json", action="store_true", help="one JSON object as the last line of standard output")
    chosen = options.parse_args(argv)
    rows = [json.loads(line) for line in chosen.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if (row.get("text") or "").strip() and not row.get("expect_error")]
    print(f"{len(rows)} sentences", file=sys.stderr)
    made = score_pairs(rows) if chosen.task == "pairs" else score_extract(rows)
    if not chosen.json:
        for key, value in made.items():
            print(f"{key:20} {value}")
    else:
        print(json.dumps(made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
