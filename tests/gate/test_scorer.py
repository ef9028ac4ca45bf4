"""The scorer of whole records: right ones score full, none scores nothing, and the figures are those of the shared scorer."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.gold import GOLD, bare, gold_records, heights, likeness, listed, score

SHARED = Path(__file__).resolve().parents[3] / "shared" / "benchmarks" / "score_gold.py"
GOLDS = gold_records(GOLD)
EXACT = ("actors", "times", "statements.found", "events.found", "events.modality", "events.date")


def text_of(gold):
    """A text in which everything that a gold record quotes stands."""
    page = gold["page"]
    lines = [page["title"] or "", *page["headings"], *page["captions"], *page["body"], *page["not_story"]]
    lines += [time["in"] for time in gold["times"]]
    lines += [piece for s in gold["statements"] for piece in listed(s["content"])]
    lines += [e["evidence"] for e in gold["events"]] + [c["claim"] for c in gold["relation_claims"]]
    return "\n".join(dict.fromkeys(lines))


def span(text, words, start=0):
    at = text.find(words, start)
    return [at, at + len(words)]


def perfect(gold):
    """A record that says what the gold says."""
    text, page = text_of(gold), gold["page"]
    ids = {a["name"]: f"local:{i}" for i, a in enumerate(gold["actors"])}
    blocks = [
        {"kind": kind, "start": span(text, line)[0], "end": span(text, line)[1]}
        for key, kind in (("not_story", "boilerplate"), ("headings", "heading"), ("captions", "caption"), ("body", "paragraph"))
        for line in page[key]
    ]
    times = []
    for time in gold["times"]:
        start, end = span(text, time["text"], text.find(time["in"]))
        times.append({"start": start, "end": end, "value": time["value"]})
    statements = [
        {
            "speaker": ids.get(s["speaker"]), "content": [span(text, piece) for piece in listed(s["content"])], "kind": s["kind"],
            "act": "say", "addressee": ids.get(s["addressee"]), "said": s["said"], "via": ids.get(s["via"]),
        }
        for s in gold["statements"]
    ]  # fmt: skip
    events = [
        {
            "type": e["type"], "actors": [ids[n] for n in e["actor"]], "recipients": [ids[n] for n in e["recipient"]], "date": e["date"],
            "modality": e["modality"], "according_to": [ids[n] for n in listed(e["according_to"])], "evidence": span(text, e["evidence"]),
        }
        for e in gold["events"]
    ]  # fmt: skip
    code = {a["country"]: ids[a["name"]] for a in gold["actors"]}
    actors = [{"id": ids[a["name"]], "name": a["name"], "kind": a["kind"], "country": a["country"], "mentions": []} for a in gold["actors"]]
    claims = [{"between": [code[c] for c in claim["between"]], "claim": span(text, claim["claim"])} for claim in gold["relation_claims"]]
    return {
        "page": {
            "source": f"pages/{gold['id']}.txt", "text": text, "title": page["title"], "published": page["published"],
            "outlet": {"name": page["outlet"]}, "topics": page["topics"], "blocks": blocks,
        },
        "actors": actors, "times": times, "statements": statements, "events": events, "relation_claims": claims,
    }  # fmt: skip


def spoilt(record, dice):
    """The record with some of it lost, doubled, shifted or exchanged."""
    record = copy.deepcopy(record)
    for key in ("actors", "times", "statements", "events", "relation_claims"):
        kept = [item for item in record[key] if dice.random() > 0.2]
        record[key] = kept + [copy.deepcopy(item) for item in kept if dice.random() < 0.1]
    for statement in record["statements"]:
        statement["kind"] = dice.choice([statement["kind"], "direct"])
        statement["act"] = dice.choice(["say", "say", "say", "want"])
        statement["content"][0][1] += dice.choice([0, 0, -20, 15, 60])
        statement["speaker"] = dice.choice([statement["speaker"], None])
        statement["addressee_span"] = dice.choice([None, [3, 20]])
    for event in record["events"]:
        event["modality"] = dice.choice([event["modality"], "done"])
        event["actors"], event["recipients"] = dice.choice([(event["actors"], event["recipients"]), (event["recipients"], event["actors"])])
        event["evidence"] = [max(0, place + dice.choice([0, 40, 300])) for place in event["evidence"]]
    for actor in record["actors"]:
        actor["anonymous"] = dice.random() < 0.1
        actor["country"] = dice.choice([actor["country"], actor["country"], "FRA"])
        actor["mentions"] = [[5, 15]]
    record["page"]["blocks"] = record["page"]["blocks"][::2]
    return record


@pytest.fixture(scope="module")
def full():
    return {gold["id"]: perfect(gold) for gold in GOLDS}


def test_a_right_record_is_found_in_full(full):
    got = heights(score(GOLDS, full))
    assert {key: got[key] for key in EXACT} == dict.fromkeys(EXACT, 1.0)


def test_no_record_scores_nothing():
    assert set(heights(score(GOLDS, {})).values()) == {0.0}


@pytest.mark.parametrize(
    ("text", "words"), [("The Élysée’s  spokesman", "elysee spokesman"), ("U.S.", "u s"), ("“a” deal – of sorts", "deal of sorts")]
)
def test_words_alone(text, words):
    assert bare(text) == words


def test_words_are_counted_as_often_as_they_stand():
    assert likeness("no no no", "no") == 0.5
    assert likeness("", "no") == 0.0


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared scorer is not beside the checkout")
@pytest.mark.parametrize("seed", range(6))
def test_the_figures_are_those_of_the_shared_scorer(full, tmp_path, seed):
    dice = random.Random(seed)
    records = {name: spoilt(record, dice) if seed else record for name, record in full.items() if seed == 0 or dice.random() > 0.05}
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records.values()), "utf-8")
    done = subprocess.run([sys.executable, str(SHARED), str(GOLD), str(path), "--json"], capture_output=True, text=True, check=True)
    assert score(GOLDS, records) == json.loads(done.stdout)
