"""Checks every page and sentence of the corpus and counts what it holds (NOTATION.md, PLAN.md).

python corpus/check.py [--json] [--shared ../shared]       everything: errors, then counts
python corpus/check.py FILE.page FILE.sent ...             while writing: the errors of these files, and hints at what may be unmarked
"""
# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agreement import agreement, pairs
from expand import HERE, file_of, gold_of, split_of
from hints import hints
from notation import MODALITIES, TYPES, NotationError, Page, read_page
from sentences import problems, read_sentences

SHARED_TEXT = ("pages", "data/attribution", "data/corpus_start", "data/events", "data/extraction", "data/parser", "data/times")
SUFFIXES = {".txt", ".html", ".jsonl", ".json", ".conllu"}
RUN = 8  # words that must agree before a whole sentence is compared
PRONOUNS = {"he", "she", "it", "they", "i", "we", "you", "who", "both"}
REGIONS = [
    "Africa",
    "North Africa",
    "Middle East",
    "Central Asia",
    "South Asia",
    "Southeast Asia",
    "East Asia",
    "Oceania",
    "Europe",
    "North America",
    "Central America",
    "Caribbean",
    "South America",
    "Arctic",
    "Antarctica",
    "World",
]
MANNERS = [
    "wire",
    "broadsheet",
    "tabloid",
    "state-agency",
    "live-blog",
    "interview",
    "transcript",
    "briefing",
    "readout",
    "editorial",
    "headline-only",
    "caption-only",
    "feature",
    "radio",
]
COUNTED = ("actors", "times", "statements", "events", "relation_claims")
SHAPES = ["text", "flat", "html"]
LIGHT = {"a", "an", "the", "to", "has", "have", "had", "is", "are", "was", "were"}
LIGHT |= {"been", "be", "being", "will", "would", "not", "it", "said"}
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


def known_codes() -> set[str]:
    """The country codes that a page may use."""
    lines = (HERE / "codes.txt").read_text(encoding="utf-8").splitlines()
    return {code for line in lines if not line.startswith("#") for code in line.split()}


def read_pages(errors: list[str]) -> list[tuple[Page, dict[str, Any]]]:
    """All pages with their gold; what cannot be read goes to `errors`."""
    out = []
    for path in sorted((HERE / "pages").glob("*.page")):
        try:
            out.append(read_whole(path))
        except NotationError as error:
            errors.append(str(error))
    return out


def read_whole(path: Path) -> tuple[Page, dict[str, Any]]:
    """A page with its gold, of which the page file can be made too. Raises NotationError."""
    page = read_page(path)
    gold = gold_of(page)
    file_of(page)
    return page, gold


def check_page(page: Page, gold: dict[str, Any], codes: set[str]) -> Iterator[str]:
    """What is wrong with one page that reads."""
    facts = page.facts
    for key, allowed in (("region", REGIONS), ("manner", MANNERS), ("shape", SHAPES), ("facts", ["real", "invented"])):
        if facts[key] not in allowed:
            yield f"{page.path}:1: {key} {facts[key]!r} is not one of {', '.join(allowed)}"
    if facts["decade"] != f"{page.day.year // 10}0s":
        yield f"{page.path}:1: decade {facts['decade']!r} but the day is {page.day}"
    used = {a["country"] for a in gold["actors"]} | {c for r in gold["relation_claims"] for c in r["between"]}
    for code in sorted(used - codes - {None}):
        yield f"{page.path}:1: unknown country code {code}"
    flat = {b.text for b in page.blocks}
    if len(flat) < len(page.blocks) and facts["shape"] != "flat":
        yield f"{page.path}:1: the same line stands twice"
    for place in _check_spans(page, gold):
        yield f"{page.path}:1: {place}"


def _check_spans(page: Page, gold: dict[str, Any]) -> Iterator[str]:
    text = page.text
    for time in gold["times"]:
        at = text.find(time["in"])
        if at < 0 or at + time["in"].find(time["text"]) != time["at"][0]:
            yield f"time {time['text']!r} cannot be found again by {time['in']!r}"
    for event in gold["events"]:
        if event["evidence"] not in text or event["trigger"] not in event["evidence"]:
            yield f"evidence lost: {event['evidence']!r}"
    for statement in gold["statements"]:
        pieces = statement["content"] if isinstance(statement["content"], list) else [statement["content"]]
        for piece in [*pieces, statement["cue"] or "", statement["speaker_text"] or ""]:
            if piece not in text:
                yield f"statement lost: {piece!r}"


# nothing written twice, nothing of others


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without marks."""
    return re.findall(r"\w+", text.lower())


def sentences_of(text: str) -> list[str]:
    """A rough cut into sentences, good enough to compare."""
    return [s for line in text.split("\n") for s in SENTENCE_END.split(line) if len(words_of(s)) >= RUN]


def check_twice(pages: list[tuple[Page, dict[str, Any]]]) -> Iterator[str]:
    """Pages that share sentences although neither says that it copies the other."""
    seen: dict[str, Page] = {}
    for page, _ in sorted(pages, key=lambda x: ("copy_of" in x[0].facts, x[0].id)):
        shared: Counter[str] = Counter()
        for sentence in sentences_of(page.text):
            key = " ".join(words_of(sentence))
            if key in seen and seen[key] is not page:
                shared[seen[key].id] += 1
            seen.setdefault(key, page)
        source = page.facts.get("copy_of")
        for other, count in shared.items():
            if other != source:
                yield f"{page.path}:1: {count} sentences also stand in {other}; say copy_of, or write afresh"
        if source and source not in {p.id for p, _ in pages}:
            yield f"{page.path}:1: copy_of names no page: {source}"
        if source and not shared[source]:
            yield f"{page.path}:1: copy_of {source}, but shares no sentence with it"


def check_shared(ours: dict[str, str], shared: Path) -> Iterator[str]:
    """Sentences of ours (text to where it stands) that also stand in the data beside the checkout."""
    starts: dict[tuple[str, ...], list[tuple[list[str], str]]] = {}
    for sentence, where in ours.items():
        words = words_of(sentence)
        starts.setdefault(tuple(words[:RUN]), []).append((words, where))
    for folder in SHARED_TEXT:
        for path in sorted((shared / folder).rglob("*")) if (shared / folder).is_dir() else []:
            if path.suffix in SUFFIXES:
                own = folder.endswith("corpus_start")
                yield from _clashes(starts, path, own)


def _clashes(starts: dict[tuple[str, ...], list[tuple[list[str], str]]], path: Path, own: bool) -> Iterator[str]:  # noqa: FBT001
    words = words_of(path.read_text(encoding="utf-8", errors="replace"))
    for at in range(len(words) - RUN + 1):
        for sentence, where in starts.get(tuple(words[at : at + RUN]), ()):
            if words[at : at + len(sentence)] == sentence and not (own and "sentences" in where):
                yield f"{where}: stands also in {path.name}: {' '.join(sentence)[:80]}"


# sentences


def all_sentences(errors: list[str]) -> list[dict[str, Any]]:
    """All rows of corpus/sentences/*.sent, each with its file and line as `where`; what is wrong goes to `errors`."""
    rows = []
    for path in sorted((HERE / "sentences").glob("*.sent")):
        try:
            mine = read_sentences(path)
        except NotationError as error:
            errors.append(str(error))
            continue
        errors.extend(why for row in mine for why in problems(row))
        rows.extend(mine)
    texts: dict[str, str] = {}
    for row in rows:
        key = " ".join(words_of(row["text"]))
        if key in texts:
            errors.append(f"{row['where']}: the same sentence stands at {texts[key]}")
        texts.setdefault(key, row["where"])
    return rows


# counting


def lemma(trigger: str) -> str:
    """A crude lemma of a trigger: the first word that carries meaning, without its ending; only for counting variety."""
    light = LIGHT
    words = [w for w in words_of(trigger) if w not in light] or words_of(trigger)
    return re.sub(r"(?:(?<=[a-z]{3})(?:ing|ed|es|s|ion|ions|ment|al|er|e))$", "", words[0])


def phenomena(page: Page, gold: dict[str, Any]) -> Counter[str]:
    """How often a page shows each phenomenon that can be read off its marks."""
    out: Counter[str] = Counter()
    speakers: Counter[tuple[str, str]] = Counter()
    for s in gold["statements"]:
        out.update(_statement_phenomena(s, speakers))
    kinds = {a["name"]: a["kind"] for a in gold["actors"]}
    out["metonym or state speaks"] += sum(kinds.get(s["speaker"]) in ("state", "government") for s in gold["statements"])
    out["event within speech"] += sum(e["according_to"] is not None for e in gold["events"])
    out["according-to chain of two"] += sum(isinstance(e["according_to"], list) for e in gold["events"])
    out["event without recipient"] += sum(not e["recipient"] for e in gold["events"])
    for t in gold["times"]:
        out[_time_kind(t["value"])] += 1
    out.update(f"feature: {f.strip()}" for f in page.facts.get("features", "").split(",") if f.strip())
    return Counter({k: v for k, v in out.items() if v})


def _statement_phenomena(s: dict[str, Any], speakers: Counter[tuple[str, str]]) -> Iterator[str]:
    at, cue = s["at"], s["cue"]
    first = at["content"][0]
    key = (str(s["content"]), str(cue))
    speakers[key] += 1
    tests = {
        "content in pieces": len(at["content"]) > 1,
        "speech verb after content": bool(at["cue"]) and at["cue"][0] >= first[1],
        "inverted (verb before speaker, after content)": bool(at["cue"] and at["speaker"]) and first[1] <= at["cue"][0] < at["speaker"][0],
        "no cue": cue is None,
        "colon or dash attribution": cue in (":", "—", "–", "-"),
        "according to": bool(cue) and cue.lower() in ("according to", "as per", "in the words of"),
        "anonymous speaker": s["speaker"] is None,
        "pronoun speaker": (s["speaker_text"] or "").lower() in PRONOUNS,
        "addressee": s["addressee"] is not None,
        "via another source": s["via"] is not None,
        "joint speakers": speakers[key] == 2,
    }
    return (name for name, holds in tests.items() if holds)


def _time_kind(value: str) -> str:
    if value == "PRESENT_REF":
        return "time: now"
    if "/" in value:
        return "time: open interval" if ".." in value else "time: interval"
    if "W" in value:
        return "time: week"
    return {4: "time: year", 7: "time: month", 10: "time: day"}.get(len(value), "time: other")


def count(pages: list[tuple[Page, dict[str, Any]]], rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All figures of the corpus, ready for JSON."""
    events = [e for _, g in pages for e in g["events"]]
    marked = [e for r in rows for e in r["events"]]
    groups = Counter(p.facts["group"] for p, _ in pages)
    lengths = [len(p.text.split()) for p, _ in pages]
    out: dict[str, Any] = {
        "pages": len(pages),
        "words_median": statistics.median(lengths) if lengths else 0,
        "groups_of_two_or_more": sum(n > 1 for n in groups.values()),
        "copies": sum("copy_of" in p.facts for p, _ in pages),
        "little_to_find": sum(len(g["events"]) <= 1 for _, g in pages),
        "sentences": len(rows),
        "hard_negatives": sum(r["negative"] for r in rows),
    }
    for key in COUNTED:
        out[key] = sum(len(g[key]) for _, g in pages)
    for key in ("region", "decade", "topic", "manner", "shape", "facts", "hand"):
        out["by_" + key] = _sorted(Counter(p.facts[key] for p, _ in pages))
    out["by_split"] = _sorted(Counter(split_of(p.facts["group"], p.facts.get("part")) for p, _ in pages))
    both = events + marked
    out["by_type"] = {t: sum(e["type"] == t for e in both) for t in TYPES}
    out["by_modality"] = {m: sum(e["modality"] == m for e in both) for m in MODALITIES}
    out["trigger_lemmas"] = {t: len({lemma(e["trigger"]) for e in both if e["type"] == t}) for t in TYPES}
    out["by_quote_kind"] = _sorted(Counter(s["kind"] for _, g in pages for s in g["statements"]))
    seen: Counter[str] = Counter()
    for page, gold in pages:
        seen.update(phenomena(page, gold))
    out["phenomena"] = _sorted(seen)
    return out


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda x: (-x[1], x[0])))


def check(shared: Path) -> tuple[dict[str, Any], list[str]]:
    """Check everything; give the counts and the list of errors."""
    errors: list[str] = []
    pages = read_pages(errors)
    codes = known_codes()
    for page, gold in pages:
        errors.extend(check_page(page, gold, codes))
    errors.extend(check_twice(pages))
    rows = all_sentences(errors)
    ours = {s: f"{p.path}:1" for p, _ in pages for s in sentences_of(p.text)}
    ours.update({r["text"]: r["where"] for r in rows})
    if shared.is_dir():
        errors.extend(check_shared(ours, shared))
    return {**count(pages, rows), "agreement": _agreement(errors), "errors": len(errors)}, errors


def _agreement(errors: list[str]) -> dict[str, Any]:
    try:
        return agreement(pairs())
    except (NotationError, OSError) as error:
        errors.append(str(error))
        return {}


def check_files(paths: list[Path]) -> int:
    """Print errors and hints of the files named, and what they hold; give the number of errors."""
    errors: list[str] = []
    codes, held = known_codes(), Counter[str]()
    for path in paths:
        try:
            if path.suffix == ".sent":
                rows = read_sentences(path)
                errors.extend(why for row in rows for why in problems(row))
                held.update(sentences=len(rows), negatives=sum(r["negative"] for r in rows), marked=sum(len(r["events"]) for r in rows))
                held.update(f"{e['modality']} (sentences)" for r in rows for e in r["events"])
                continue
            page, gold = read_whole(path)
        except NotationError as error:
            errors.append(str(error))
            continue
        errors.extend(check_page(page, gold, codes))
        for hint in hints(page, gold):
            print(hint)
        print(f"{page.id}: {len(page.text.split())} words, " + ", ".join(f"{len(gold[k])} {k}" for k in COUNTED))
        held.update({"pages": 1, **{k: len(gold[k]) for k in COUNTED}})
        held.update(e["modality"] for e in gold["events"])
    for error in errors:
        print("error:", error)
    print(", ".join(f"{k} {v}" for k, v in held.items()), f"; {len(errors)} errors")
    return len(errors)


def main(argv: list[str] | None = None) -> int:
    """Print the errors and the counts; exit status 1 if there is an error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="pages and sentence files to check alone, while writing")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--shared", type=Path, default=HERE.parent.parent / "shared")
    args = parser.parse_args(argv)
    if args.files:
        return 1 if check_files(args.files) else 0
    counts, errors = check(args.shared)
    for error in errors:
        print(error, file=sys.stderr)
    if args.json:
        print(json.dumps(counts, ensure_ascii=False))
    else:
        for key, value in counts.items():
            print(f"{key}: " + (", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
