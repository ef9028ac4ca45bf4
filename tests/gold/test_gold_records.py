"""The gold records of the example pages stand on their pages: spans verbatim, names known, codes and calendar values well formed."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dragoman.lexicon import example_pages
from dragoman.model import EVENT_TYPES, MODALITIES

HERE = Path(__file__).parent
RECORDS = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("*.json"))}
CODES = {code for line in (HERE / "codes.txt").read_text("utf-8").splitlines() if not line.startswith("#") for code in line.split()}
KINDS = {"person", "state", "government", "organisation", "group", "outlet", "place"}
DAY = r"-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?|-W(0[1-9]|[1-4]\d|5[0-3]))?"
EDTF = re.compile(rf"PRESENT_REF|{DAY}|{DAY}/(\.\.|{DAY})|\.\./{DAY}")
NOT_SHOWN = {"script", "style", "title", "head"}


class Shown(HTMLParser):
    """Collects what a browser would show of a page."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden = [], []

    def handle_starttag(self, tag, attrs):
        if tag in NOT_SHOWN:
            self.hidden.append(tag)

    def handle_endtag(self, tag):
        if tag in self.hidden:
            self.hidden.remove(tag)

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


def manifest():
    with example_pages() as path:
        return [(json.loads(line), path.parent) for line in path.read_text("utf-8").splitlines()]


def shown(entry, folder):
    content = (folder / entry["path"]).read_text("utf-8")
    if not entry["path"].endswith(".html"):
        return flat(content)
    page = Shown()
    page.feed(content)
    return flat(" ".join(page.words)) + "\n" + flat("".join(page.words))


PAGES = {Path(entry["path"]).stem: shown(entry, folder) for entry, folder in manifest()}
by_page = pytest.mark.parametrize("name", sorted(RECORDS))


def listed(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def test_every_example_has_a_gold_record_and_the_other_way_round():
    assert set(PAGES) == set(RECORDS)
    assert all(record["id"] == name for name, record in RECORDS.items())


def test_the_manifest_names_only_pages_that_are_there_and_every_page():
    entries = manifest()
    folder = entries[0][1]
    assert {entry["path"] for entry, _ in entries} == {p.name for p in folder.iterdir() if p.suffix in {".html", ".txt"}}


def test_groups_have_more_than_one_page():
    for key in ("same_happening", "copies"):
        groups = [entry[key] for entry, _ in manifest() if key in entry]
        assert groups
        assert all(groups.count(group) > 1 for group in groups)


def test_what_is_handed_over_is_what_the_gold_record_says():
    for entry, _ in manifest():
        given = {key: entry[key] for key in ("published", "outlet") if key in entry}
        assert RECORDS[Path(entry["path"]).stem]["given"] == given


@by_page
def test_every_span_stands_on_the_page(name):
    gold, text = RECORDS[name], PAGES[name]
    page = gold["page"]
    spans = [page["title"], *(span for key in ("headings", "captions", "body") for span in page[key])]
    spans += [span for a in gold["actors"] for span in a["texts"]]
    spans += [span for t in gold["times"] for span in (t["text"], t["in"])]
    spans += [span for s in gold["statements"] for span in (s["speaker_text"], *listed(s["content"])) if span]
    spans += [e["evidence"] for e in gold["events"]] + [c["claim"] for c in gold["relation_claims"]]
    assert [span for span in spans if flat(span) not in text] == []


@by_page
def test_lines_that_are_no_story_stand_on_the_page(name):
    assert [line for line in RECORDS[name]["page"]["not_story"] if flat(line) not in PAGES[name]] == []


@by_page
def test_names_are_those_of_its_actors(name):
    gold = RECORDS[name]
    known = {a["name"] for a in gold["actors"]}
    used = {s[key] for s in gold["statements"] for key in ("speaker", "via") if s[key]}
    used |= {n for e in gold["events"] for key in ("actor", "recipient", "according_to") for n in listed(e[key])}
    used |= {c["by"] for c in gold["relation_claims"] if c["by"]}
    assert used <= known
    assert len(known) == len(gold["actors"])


@by_page
def test_cues_stand_on_the_page(name):
    cues = [s["cue"] for s in RECORDS[name]["statements"] if s["cue"]]
    assert [cue for cue in cues if cue not in PAGES[name]] == []


@by_page
def test_kinds_types_and_codes_are_known(name):
    gold = RECORDS[name]
    assert {a["kind"] for a in gold["actors"]} <= KINDS
    assert {a["country"] for a in gold["actors"]} - {None} <= CODES
    assert {s["kind"] for s in gold["statements"]} <= {"direct", "indirect", "mixed"}
    assert {e["type"] for e in gold["events"]} <= set(EVENT_TYPES)
    assert {e["modality"] for e in gold["events"]} <= set(MODALITIES)
    assert {c["direction"] for c in gold["relation_claims"]} <= {"worse", "better", "same", None}
    assert {code for c in gold["relation_claims"] for code in c["between"]} <= CODES


@by_page
def test_countries_of_an_event_are_those_of_its_actors(name):
    gold = RECORDS[name]
    country = {a["name"]: a["country"] for a in gold["actors"]}
    for event in gold["events"]:
        assert event["actor"]
        assert event["actor_country"] == [country[n] for n in event["actor"]]
        assert event["recipient_country"] == [country[n] for n in event["recipient"]]


@by_page
def test_calendar_values_are_edtf(name):
    gold = RECORDS[name]
    values = [gold["page"]["published"], *(t["value"] for t in gold["times"]), *(s["said"] for s in gold["statements"])]
    values += [e["date"] for e in gold["events"]] + [c["as_of"] for c in gold["relation_claims"]]
    assert [v for v in values if v is not None and not EDTF.fullmatch(v)] == []
    assert [t for t in gold["times"] if t["text"] not in t["in"]] == []
