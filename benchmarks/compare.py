"""How well many pages are compared: copies and their direction, events that are one happening, what differs between versions.

python corpus/expand.py --split test --out DIR                     pages and gold of the corpus' test part
python benchmarks/compare.py --corpus DIR                          copies and happenings, from gold text and gold events
python benchmarks/compare.py --corpus DIR --read                   the same from the pages as dragoman reads them (minutes)
python benchmarks/compare.py --corpus DIR --records RECORDS.jsonl  the same from records that were read before
python benchmarks/compare.py --pages PAGES.jsonl                   the same among pages whose list says `copies` and `same_happening`
python benchmarks/compare.py --scale 100000                        copies among so many made pages: seconds and memory

*Copies*: pairs of pages of one work (`copy_of`, or the same `copies`). *Direction*: of the pairs found, the share whose copy is the page
with `copy_of`; `shorter` is what one gets who calls the shorter page the copy. *Pages*: B-cubed over the pages of groups that have two
pages or more, copies left out (all pages are in the pool): pages of one group tell one happening. *Events*: B-cubed over the events of the
groups that happenings-PART.yml marks. `all` counts each event, most of which are told once, so that joining nothing already scores high;
`linked` counts recall over the events that another one shares and precision over those that were joined, so that joining nothing scores 0.
From records, an event that was not read stands alone. *Versions*: differing facts against versions-PART.yml.
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from dragoman.compare import Story, count_once, find_copies, find_happenings, find_reprints, page_groups
from dragoman.compare.differing import Difference
from dragoman.compare.occurrences import (
    Occurrence,
    Side,
    Telling,
    kin_of,
    make_telling,
    name_words,
    occurrence_of,
    sentence_around,
    sentence_span,
    stems_of,
)
from dragoman.compare.stories import COMPARED, SAYS_WHENCE
from dragoman.compare.versions import find_differences
from dragoman.intake import read_manifest
from dragoman.model import Actor, Event, Page
from dragoman.reader import Reader
from dragoman.show import record_form

Json = dict[str, Any]
Pairs = set[frozenset[str]]
Clusters = Mapping[Any, Hashable]
HERE = Path(__file__).resolve().parent
GAP = 2
"""Characters between two blocks of the corpus' plain text."""


class Corpus:
    """The pages of an expanded part of the corpus, with their gold and, where given, the records read from them."""

    def __init__(self, folder: Path, records: Iterable[Json] = ()) -> None:
        """Load a folder that corpus/expand.py wrote."""
        lines = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
        self.rows = {Path(row["path"]).stem: row for row in map(json.loads, lines)}
        self.gold = {page: json.loads((folder / "gold" / f"{page}.json").read_text(encoding="utf-8")) for page in self.rows}
        self.text = {page: (folder / "plain" / f"{page}.txt").read_text(encoding="utf-8") for page in self.rows}
        self.records = {Path(record["page"]["source"]).stem: record for record in records}
        self.copy_of = {page: row["copy_of"] for page, row in self.rows.items() if row.get("copy_of")}

    def story(self, page: str) -> Story:
        """A page as it is compared with others."""
        if page in self.records:
            return form_story(self.records[page], page)
        spans, start = [], 0
        for block in self.text[page].split("\n\n"):
            spans.append((start, start + len(block)))
            start += len(block) + GAP
        kinds, facts = self.gold[page]["corpus"]["blocks"], self.gold[page]["page"]
        return Story(
            page=page,
            text=self.text[page],
            paragraphs=tuple(span for span, kind in zip(spans, kinds, strict=True) if kind in COMPARED),
            published=facts["published"],
            outlet=facts["outlet"],
            title=facts["title"],
            asides=tuple(self.text[page][s:e] for (s, e), kind in zip(spans, kinds, strict=True) if kind in (*SAYS_WHENCE, "other")),
        )

    def telling(self, page: str) -> Telling:
        """What happens on a page: as its gold says, or as it was read."""
        if page in self.records:
            return form_telling(self.records[page], page)
        story = self.story(page)
        words = "\n".join(story.text[s:e] for s, e in story.paragraphs)
        return make_telling(page, story.published, words, map(self.gold_occurrence, [page] * 999, enumerate(self.gold[page]["events"])))

    def gold_occurrence(self, page: str, numbered: tuple[int, Json]) -> Occurrence:
        """An event of the gold."""
        number, event = numbered
        return Occurrence(
            page=page,
            event=str(number),
            type=event["type"],
            mode=event["mode"],
            actors=self.gold_side(page, event["actor"]),
            recipients=self.gold_side(page, event["recipient"]),
            modality=event["modality"],
            day=event["date"],
            place=event["place"] and event["place"].casefold(),
            stems=stems_of(event["evidence"]),
            trigger=stems_of(event["trigger"]),
            around=stems_of(sentence_around(self.text[page], tuple(event["at"]["evidence"]))),
            evidence=tuple(event["at"]["evidence"]),
            kin=kin_of(event["evidence"]),
            trigger_kin=kin_of(event["trigger"]),
        )

    def gold_side(self, page: str, names: Iterable[str]) -> Side:
        """The actors of an event of the gold."""
        known = {actor["name"]: actor for actor in self.gold[page]["actors"]}
        members = [known[name] for name in names]
        words = frozenset(name_words(a["name"] for a in members if a["kind"] != "state"))
        states = frozenset(a["country"] for a in members if a["country"])
        return Side(states, words, states)

    def found_as(self, page: str, number: int) -> str | None:
        """The id of the event that was read where the gold has one: their triggers touch, or their evidence does and their types agree."""
        if page not in self.records:
            return str(number)
        event, record = self.gold[page]["events"][number], self.records[page]
        start = record["page"]["text"].find(event["evidence"])
        if start < 0:
            return None
        shift = start - event["at"]["evidence"][0]
        low, high = (place + shift for place in event["at"]["trigger"])
        near = [e for e in record["events"] if e["trigger"][0] < high and low < e["trigger"][1]]
        alike = [e for e in record["events"] if e["type"] == event["type"] and e not in near]
        near += [e for e in alike if e["evidence"][0] <= high and low < e["evidence"][1]]
        near.sort(key=lambda e: e["type"] != event["type"])
        return near[0]["id"] if near else None

    def is_read_right(self, page: str, number: int) -> bool:
        """Whether an event of the gold was read with its type."""
        event = self.found_as(page, number)
        read = self.records.get(page, {"events": []})["events"]
        return any(e["id"] == event and e["type"] == self.gold[page]["events"][number]["type"] for e in read)


def form_story(form: Json, page: str) -> Story:
    """The story of a record in its JSON form."""
    facts = form["page"]
    return Story(
        page=page,
        text=facts["text"],
        paragraphs=tuple((b["start"], b["end"]) for b in facts["blocks"] if b["kind"] in COMPARED),
        published=facts["published"],
        outlet=facts["outlet"] and facts["outlet"]["name"],
        domain=facts["outlet"] and facts["outlet"]["domain"],
        title=facts["title"],
        asides=tuple(facts["text"][b["start"] : b["end"]] for b in facts["blocks"] if b["kind"] in SAYS_WHENCE),
    )


def form_telling(form: Json, page: str) -> Telling:
    """The events of a record in its JSON form."""
    story = form_story(form, page)
    actors = {a["id"]: Actor(a["id"], a["name"], a["kind"], a["country"], a["role"], tuple(a["aliases"])) for a in form["actors"]}
    events = [
        Event(
            id=e["id"], type=e["type"], actors=tuple(e["actors"]), recipients=tuple(e["recipients"]), evidence=tuple(e["evidence"]),
            trigger=tuple(e["trigger"]), mode=e["mode"], date=e["date"], place=e["place"], modality=e["modality"],
        )
        for e in form["events"]
    ]  # fmt: skip
    words = "\n".join(story.text[s:e] for s, e in story.paragraphs)
    return make_telling(page, story.published, words, (occurrence_of(page, event, actors, story.text) for event in events))


def shares(right: float, found: float, wanted: float) -> Json:
    """Precision, recall and F1 from counts."""
    precision, recall = (right / found if found else 0.0), (right / wanted if wanted else 0.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def b_cubed(items: Iterable[Hashable], gold: Clusters, found: Clusters, *, linked: bool = False) -> Json:
    """B-cubed precision, recall and F1 of clusters, each given by the cluster of every item."""
    of_gold, of_found = defaultdict(set), defaultdict(set)
    kept = list(items)
    for item in kept:
        of_gold[gold[item]].add(item)
        of_found[found[item]].add(item)
    precisions, recalls = [], []
    for item in kept:
        mine, yours = of_found[found[item]], of_gold[gold[item]]
        both = len(mine & yours)
        if linked:  # the item itself does not count, nor does who stands alone
            precisions += [(both - 1) / (len(mine) - 1)] if len(mine) > 1 else []
            recalls += [(both - 1) / (len(yours) - 1)] if len(yours) > 1 else []
        else:
            precisions.append(both / len(mine))
            recalls.append(both / len(yours))
    precision, recall = (sum(values) / len(values) if values else 0.0 for values in (precisions, recalls))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"items": len(kept), "precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3)}


def pairs_of(groups: Mapping[str, Hashable]) -> Pairs:
    """The pairs of pages with one value."""
    members = defaultdict(list)
    for page, group in groups.items():
        members[group].append(page)
    return {frozenset(pair) for pages in members.values() for pair in combinations(pages, 2)}


def score_copies(stories: list[Story], gold: Pairs, copy_of: Mapping[str, str]) -> Json:
    """Pairs of copies, their direction, and how many pages are left when copies count once."""
    reprints = find_reprints(stories)
    found = {frozenset((r.copy, r.original)) for r in reprints}
    told = [r for r in reprints if frozenset((r.copy, r.original)) in gold and (r.copy in copy_of or r.original in copy_of)]
    size = {s.page: sum(e - b for b, e in s.paragraphs) for s in stories}
    counted = count_once([s.page for s in stories], reprints)
    return {
        "pages": len(stories),
        "pairs": len(gold),
        **shares(len(found & gold), len(found), len(gold)),
        "direction": round(sum(copy_of.get(r.copy) == r.original for r in told) / len(told), 3) if told else None,
        "direction_shorter": round(sum(size[c] < size[o] for c, o in copy_of.items()) / len(copy_of), 3) if copy_of else None,
        "counted_once": len(set(counted.values())),
        "wrong": sorted(sorted(pair) for pair in found ^ gold),
    }


def score_pages(tellings: list[Telling], group: Mapping[str, Hashable]) -> Json:
    """Whether pages of one group, and no others, are told to tell one happening."""
    found = page_groups(tellings, find_happenings(tellings))
    sizes = defaultdict(int)
    for value in group.values():
        sizes[value] += 1
    items = [t.page for t in tellings if sizes[group.get(t.page)] > 1 and t.page in group]
    alone: Mapping[Hashable, Hashable] = {t.page: t.page for t in tellings}
    return {"found": b_cubed(items, group, found), "joining_nothing": b_cubed(items, group, alone)}


@cache
def marks(name: str) -> Json:
    """The marks of all parts of the corpus: a file for each, so that who develops sees none of the test part."""
    found: Json = {}
    for path in sorted(HERE.glob(f"{name}-*.yml")):
        found |= yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
    return found


def gold_links(corpus: Corpus) -> dict[tuple[str, int], Hashable]:
    """The happening of each event of the groups that happenings-PART.yml marks."""
    marked = marks("happenings")
    happening: dict[tuple[str, int], Hashable] = {}
    for group, listed in marked.items():
        if not all(page in corpus.rows for page in listed["pages"]):
            continue
        for page in listed["pages"]:
            happening |= {(page, n): (page, n) for n in range(len(corpus.gold[page]["events"]))}
        for i, same in enumerate(listed["same"]):
            for mark in same:
                happening[mark[0], numbered(corpus, *mark)] = (group, i)
    return happening


def numbered(corpus: Corpus, page: str, kind: str, trigger: str, evidence: str) -> int:
    """The number of an event of the gold."""
    events = corpus.gold[page]["events"]
    fits = [
        n for n, e in enumerate(events) if (e["type"], e["trigger"]) == (kind, trigger) and e["evidence"].startswith(evidence)
    ]  # fmt: skip
    if len(fits) != 1:
        sys.exit(f"happenings-*.yml: {page} has {len(fits)} events {kind} {trigger!r}")
    return fits[0]


def score_events(corpus: Corpus, tellings: list[Telling]) -> Json:
    """B-cubed over the events of the marked groups."""
    gold = gold_links(corpus)
    place = {(m.page, m.event): h.id for h in find_happenings(tellings) for m in h.members}
    found: dict[tuple[str, int], Hashable] = {}
    missed = 0
    used: set[tuple[str, str]] = set()
    for page, n in sorted(gold, key=lambda item: not corpus.is_read_right(*item)):
        event = corpus.found_as(page, n)
        if event is not None and (page, event) in used:
            event = None  # an event that was read stands for one of the gold alone
        used.add((page, event or ""))
        missed += event is None
        found[page, n] = (page, n) if event is None else place[page, event]
    return {"not_read": missed, "all": b_cubed(gold, gold, found), "linked": b_cubed(gold, gold, found, linked=True),
            "all_joining_nothing": b_cubed(gold, gold, {item: item for item in gold})}  # fmt: skip


def score_versions(corpus: Corpus, tellings: list[Telling]) -> Json:
    """Differing facts between pages, against versions-PART.yml: the kind must agree, and the spans must meet or stand in one sentence."""
    gold = marks("versions")
    groups = {page: row["group"] for page, row in corpus.rows.items()}
    texts = {page: corpus.story(page).text for page in corpus.rows}
    rows = [row for group, listed in gold.items() if group in groups.values() for row in listed]
    facts = [(listed(kind), p, places_of(texts[p], a), q, places_of(texts[q], b)) for kind, p, a, q, b in rows]
    scored = {g for g in groups.values() if g in gold}
    happenings = find_happenings(tellings)
    told = [d for g in sorted(scored) for d in find_differences([t for t in tellings if groups[t.page] == g], happenings, texts)]
    right = [d for d in told if any(is_same_fact(d, fact, texts) for fact in facts)]
    hit = [fact for fact in facts if any(is_same_fact(d, fact, texts) for d in told)]
    precision, recall = len(right) / len(told) if told else 0.0, len(hit) / len(facts) if facts else 0.0
    kinds = sorted({d.kind for d in told})
    return {"facts": len(facts), "told": len(told), "precision": round(precision, 3), "recall": round(recall, 3),
            "right_of_told": {k: f"{sum(d.kind == k for d in right)}/{sum(d.kind == k for d in told)}" for k in kinds},
            "wrong": [[d.kind, *(f"{p}: {texts[p][slice(*s)]} [{v}]" for p, s, v in (d.one, d.other))] for d in told if d not in right],
            "missed": [list(row) for row, fact in zip(rows, facts, strict=True) if fact not in hit]}  # fmt: skip


Fact = tuple[list[str], str, list[tuple[int, int]], str, list[tuple[int, int]]]
"""A differing fact: the kinds as which it may be told, and of either page the places where it may be found."""


def listed(value: str | list[str]) -> list[str]:
    """A mark's kind or words, of which there may be several that are as good."""
    return [value] if isinstance(value, str) else value


def places_of(text: str, words: str | list[str]) -> list[tuple[int, int]]:
    """Where words stand in a page's text."""
    starts = [(text.find(one), one) for one in listed(words)]
    for start, one in starts:
        if start < 0:
            sys.exit(f"versions-*.yml: {one!r} does not stand on its page")
    return [(start, start + len(one)) for start, one in starts]


def is_same_fact(told: Difference, fact: Fact, texts: Mapping[str, str]) -> bool:
    """Whether a difference is one of the gold."""
    kinds, page, spans, other, other_spans = fact
    ends = {told.one[0]: told.one[1], told.other[0]: told.other[1]}
    if told.kind not in kinds or set(ends) != {page, other}:
        return False
    return all(any(meets(texts[p], ends[p], span) for span in places) for p, places in ((page, spans), (other, other_spans)))


def meets(text: str, told: tuple[int, int], span: tuple[int, int]) -> bool:
    """Whether what is told meets the sentence in which a span stands."""
    first, last = sentence_span(text, span)
    return told[0] < last and first < told[1]


def score_corpus(corpus: Corpus) -> Json:
    """All figures of a part of the corpus."""
    stories = [corpus.story(page) for page in corpus.rows]
    gold = {frozenset(pair) for pair in corpus.copy_of.items()}
    tellings = [corpus.telling(page) for page in corpus.rows if page not in corpus.copy_of]
    groups = {page: row["group"] for page, row in corpus.rows.items() if page not in corpus.copy_of}
    return {
        "copies": score_copies(stories, gold, corpus.copy_of),
        "pages": score_pages(tellings, groups),
        "events": score_events(corpus, tellings),
        "versions": score_versions(corpus, tellings),
    }


def score_listed(manifest: Path, records: list[Json]) -> Json:
    """Copies and happenings among pages whose list tells them."""
    rows = {Path(row["path"]).stem: row for row in map(json.loads, manifest.read_text(encoding="utf-8").splitlines())}
    names = {Path(record["page"]["source"]).stem: record for record in records}
    works = {page: row["copies"] for page, row in rows.items() if row.get("copies")}
    groups = {page: row["same_happening"] for page, row in rows.items() if row.get("same_happening")}
    return {
        "copies": score_copies([form_story(record, page) for page, record in names.items()], pairs_of(works), {}),
        "pages": score_pages([form_telling(record, page) for page, record in names.items()], groups),
    }


def read_all(manifest: Path) -> list[Json]:
    """The records of all pages of a list."""
    reader = Reader()
    return [record_form(reader.read_page(page)) for page in read_manifest(manifest) if isinstance(page, Page)]


def load_records(path: Path) -> list[Json]:
    """Records that were read before, one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def measure_scale(number: int) -> Json:
    """Seconds and memory for the copies among made pages: one in five is a shortened or edited copy of another."""
    chance = random.Random(5)
    words = [f"w{i}" for i in range(30_000)]
    pages: list[tuple[str, list[str]]] = []
    gold: Pairs = set()
    for i in range(number):
        if i % 5 == 4:
            source = chance.randrange(max(0, i - 1000), i) if i % 50 != 49 else 0
            whole = pages[source][1]
            pages.append((f"p{i:07}", [p for p in whole if chance.random() < 0.8] or whole[:1]))
        else:
            pages.append((f"p{i:07}", [" ".join(chance.choices(words, k=55)) for _ in range(10)]))
        if i % 5 == 4 and source % 5 != 4:
            gold.add(frozenset((pages[i][0], pages[source][0])))
    start = time.process_time()
    found = {frozenset((copy.page, copy.within)) for copy in find_copies(pages)}
    return {
        "pages": number,
        "recall_of_made_copies": round(len(found & gold) / len(gold), 3),
        "seconds": round(time.process_time() - start, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    """Print the figures asked for as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="an expanded part of the corpus")
    parser.add_argument("--pages", type=Path, metavar="PAGES.jsonl", help="a list of pages")
    parser.add_argument("--records", type=Path, metavar="RECORDS.jsonl", help="records of those pages, read before")
    parser.add_argument("--read", action="store_true", help="read the pages")
    parser.add_argument("--show", action="store_true", help="show what is wrong and missed in words; never with the test part")
    parser.add_argument("--scale", type=int, metavar="N", help="make so many pages")
    args = parser.parse_args()
    out: Json = {}
    if args.scale:
        out = measure_scale(args.scale)
    elif args.corpus:
        records = load_records(args.records) if args.records else read_all(args.corpus / "manifest.jsonl") if args.read else []
        out = score_corpus(Corpus(args.corpus, records))
    elif args.pages:
        out = score_listed(args.pages, load_records(args.records) if args.records else read_all(args.pages))
    else:
        parser.error("give --corpus, --pages or --scale")
    if not args.show:
        for shown in ("wrong", "missed"):
            out.get("versions", {}).pop(shown, None)
    print(json.dumps(out, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
