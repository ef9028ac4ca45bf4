"""How well two readers of a page agree: the second annotates its bare text without having seen the first's marks.

python corpus/agreement.py blind NAME ... [--out DIR]     the bare text of pages, to be annotated by a second reader
python corpus/agreement.py [--json] [--details]           the second reader's pages (second/) against the first's (pages/)

The figures are those of benchmarks/gold.py, with the first reader's page as the gold record and the second's as the record.
"""
# ruff: noqa: T201

from __future__ import annotations

import argparse
import difflib
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.gold import heights, listed, score, touches

from expand import HERE, gold_of
from notation import NotationError, Page, read_page

Json = dict[str, Any]
SECOND = HERE / "second"
TOLD = ("facts", "group", "region", "decade", "topic", "manner", "shape", "features")
BLOCK_KINDS = {"other": "boilerplate"}


def blind(page: Page) -> str:
    """What a second reader gets: the header without actors, outlet and topics, and the bare lines, without signs and marks."""
    given = page.facts["day"] if page.facts["day"].endswith("given") else "????-??-?? shown"
    head = [f"{k}: {page.facts[k]}" for k in TOLD if k in page.facts]
    lines = [b.text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace("{", "\\{") for b in page.blocks]
    return "\n".join([*head, "hand: ?", "outlet: ?", f"day: {given}", "---", *lines]) + "\n"


def record_of(page: Page) -> Json:
    """The annotation of a page in the form of a record (docs/record.md), as far as the scorer looks at it."""
    gold = gold_of(page)
    ids = {a["name"]: f"local:{n}" for n, a in enumerate(gold["actors"])}
    countries = {a["country"]: ids[a["name"]] for a in reversed(gold["actors"]) if a["country"]}
    actors = [{"anonymous": False, **a, "id": ids[a["name"]], "aliases": [], "mentions": a["at"]} for a in gold["actors"]]
    return {
        "page": {**_page_form(page, gold["page"]), "source": page.id},
        "actors": actors + _countries(gold, countries),
        "times": [{"start": t["at"][0], "end": t["at"][1], "value": t["value"]} for t in gold["times"]],
        "statements": [_statement_form(page, s, ids) for s in gold["statements"]],
        "events": [_event_form(e, ids) for e in gold["events"]],
        "relation_claims": [{"between": [countries.get(c, c) for c in r["between"]], "claim": r["at"]} for r in gold["relation_claims"]],
    }


def _countries(gold: Json, countries: dict[str, str]) -> list[Json]:
    """States that only a claim names: they have no entry among the actors, and the scorer asks for one."""
    lone = dict.fromkeys(c for r in gold["relation_claims"] for c in r["between"] if c not in countries)
    return [{"id": c, "name": None, "country": c, "kind": "state", "mentions": [], "anonymous": True} for c in lone]


def _page_form(page: Page, facts: Json) -> Json:
    blocks = [{"kind": BLOCK_KINDS.get(b.kind, b.kind), "start": b.start, "end": b.start + len(b.text)} for b in page.blocks]
    return {**facts, "outlet": {"name": facts["outlet"]}, "text": page.text, "blocks": blocks}


def _statement_form(page: Page, s: Json, ids: dict[str, str]) -> Json:
    named = s["addressee"] is not None and s["addressee"] not in ids
    at = page.text.find(s["addressee"]) if named else -1
    return {
        "speaker": ids.get(s["speaker"]), "content": s["at"]["content"], "kind": s["kind"], "act": "say", "said": s["said"],
        "via": ids.get(s["via"]), "addressee": ids.get(s["addressee"]),
        "addressee_span": [at, at + len(s["addressee"])] if named else None,
    }  # fmt: skip


def _event_form(e: Json, ids: dict[str, str]) -> Json:
    return {
        "type": e["type"], "actors": [ids[n] for n in e["actor"]], "recipients": [ids[n] for n in e["recipient"]], "date": e["date"],
        "modality": e["modality"], "according_to": [ids[n] for n in listed(e["according_to"])], "evidence": e["at"]["evidence"],
    }  # fmt: skip


def pairs() -> list[tuple[Page, Page]]:
    """Each page that two readers have annotated, as (first, second). Raises NotationError where their texts differ."""
    out = []
    for path in sorted(SECOND.glob("*.page")):
        first, second = read_page(HERE / "pages" / path.name), read_page(path)
        if first.text != second.text:
            at = next((n for n, (a, b) in enumerate(zip(first.text, second.text, strict=False)) if a != b), 0)
            raise NotationError(f"{path}:1: its text is not that of the first reader, from {first.text[at : at + 40]!r}")
        out.append((first, second))
    return out


def agreement(readers: list[tuple[Page, Page]]) -> Json:
    """The agreement of two readers over all pages that both have read, a figure a field, and the number of pages."""
    golds = [gold_of(first) for first, _ in readers]
    figures = heights(score(golds, {second.id: json.loads(json.dumps(record_of(second))) for _, second in readers}))
    return {"pages": len(readers), **figures, "kinds of triggers": _same_types(readers)}


def _same_types(readers: list[tuple[Page, Page]]) -> float:
    """Share of events with touching triggers to which both readers gave the same type."""
    same = both = 0
    for first, second in readers:
        theirs = gold_of(second)["events"]
        for event in gold_of(first)["events"]:
            types = {e["type"] for e in theirs if touches(e["at"]["trigger"], event["at"]["trigger"])}
            both += bool(types)
            same += event["type"] in types
    return round(same / both, 3) if both else 0.0


def differences(first: Page, second: Page) -> list[str]:
    """The coding lines and times in which two readers of a page differ, as a diff without context."""
    diff = difflib.unified_diff(_decisions(first), _decisions(second), first.id, second.id, n=0, lineterm="")
    return [line for line in diff if not line.startswith("@@")]


def _decisions(page: Page) -> list[str]:
    times = [f"time {page.text[b.start + t.start : b.start + t.end]} {t.value}" for b in page.blocks for t in b.times]
    return [f"{c.letter} {' '.join(c.head)} :: {c.tail}" for c in page.codings] + times


def main(argv: list[str] | None = None) -> int:
    """Write bare pages, or print how far two readers agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="blind NAME ...; nothing: compare")
    parser.add_argument("--out", type=Path, default=SECOND)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--details", action="store_true", help="also the lines in which the readers differ")
    args = parser.parse_args(argv)
    if args.what[:1] == ["blind"]:
        args.out.mkdir(parents=True, exist_ok=True)
        for name in args.what[1:]:
            (args.out / f"{name}.page").write_text(blind(read_page(HERE / "pages" / f"{name}.page")), encoding="utf-8")
        return 0
    readers = pairs()
    for first, second in readers if args.details else []:
        print("\n".join(differences(first, second)))
    figures = agreement(readers)
    print(json.dumps(figures) if args.json else "\n".join(f"{k}: {v}" for k, v in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
