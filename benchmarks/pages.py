"""How well pages are read before a word of them is parsed: bodies, kinds of lines, days, and how fast.

python benchmarks/pages.py --data DIR [--json]                            article bodies and speed
python benchmarks/pages.py --gold GOLD --manifest PAGES.jsonl [--json]    kinds of blocks
python benchmarks/pages.py --days PAGES.jsonl [--json]                    days of publication, those of the manifest hidden
python benchmarks/pages.py --others corpus/others [--json]                bodies of pages that are no news stories (dev part)

DIR holds ``ground-truth.json`` (``{id: {"articleBody": text}}``) and ``html/ID.html.gz`` (or ``.html``). The body of a page is what its
headings, paragraphs and quotations hold. ``html`` reads the page as it is; ``flat`` reads what is left of it when every element that
begins a line of its own is turned into a line, everything on the page included. For each page the runs of four words of both bodies are
counted as multisets; precision and recall are averaged over the pages, and F1 is their harmonic mean. ``pages_per_s`` counts intake and
cleaning of the HTML pages, ``flat_pages_per_s`` of the flattened ones, by the processor's time of one core; the word lists, weights and
names of domains that are loaded once (half a second) are not counted.

Kinds: each gold block has the kind of the block found that shares most of its text. Where a page of the gold names none of its
lines beside the story, those lines are left out. Gold without kinds of all blocks (``corpus.blocks``) tells title, heading (decks too),
caption and paragraph from what is no story. ``macro_f1`` is the mean of the F1 of the kinds that the gold has.

Days: ``right``, ``wrong`` and ``none`` of the pages whose manifest gives a day (or, where it gives none, the records in ``gold`` beside it,
of pages that show theirs), and the same for pages without an address (``no_address``).
"""

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html

from dragoman.clean import clean_page
from dragoman.errors import InputError
from dragoman.intake import Given, read_bytes, read_manifest
from dragoman.model import STORY_KINDS, Article, Page

MIXED = 4
"""How often each page that is no news story is read with another head and foot, and as the markup of another site."""
BODY_KINDS = frozenset(("heading", "paragraph", "quote"))
LINE_ELEMENTS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "label",
        "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "time", "title", "tr", "ul",
    )
)  # fmt: skip
WARM = (
    b"<html><head><link rel='canonical' href='https://ferries.example.org/monday'></head><body><h1>Ferries sail again</h1>"
    b"<p>The ferry sailed again on Monday, the harbour office said.</p></body></html>"
)
UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "iframe", "head"))


def runs_of(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, with how often each stands in it."""
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + length]) for i in range(max(1, len(words) - length + 1))) if words else Counter()


def score(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """Precision, recall and F1 of (gold body, body found)."""
    precisions, recalls = [], []
    for gold, found in pairs:
        wanted, got = runs_of(gold), runs_of(found)
        hits = sum((wanted & got).values())
        precisions.append(hits / sum(got.values()) if got else 0.0)
        recalls.append(hits / sum(wanted.values()) if wanted else 1.0)
    p, r = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


def body_of(article: Article) -> str:
    """The body of an article: its headings, paragraphs and quotations."""
    return "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind in BODY_KINDS)


def flatten(html: str) -> str:
    """Everything that a page shows, line by line."""
    try:
        tree = lxml.html.document_fromstring(html)
    except (lxml.etree.ParserError, ValueError):
        return ""
    words: list[str] = []
    for moment, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        seen = bool(tag) and tag not in UNSEEN and not any(parent.tag in UNSEEN for parent in element.iterancestors())
        if tag in LINE_ELEMENTS:
            words.append("\n")
        if moment == "start" and seen and element.text:
            words.append(re.sub(r"\s+", " ", element.text))
        parent = element.getparent()
        if moment == "end" and element.tail and parent is not None and parent.tag not in UNSEEN:
            words.append(re.sub(r"\s+", " ", element.tail))
    return re.sub(r"\s*\n\s*", "\n", "".join(words)).strip()


def raw_page(folder: Path, name: str) -> bytes:
    """The bytes of a page."""
    packed = folder / "html" / f"{name}.html.gz"
    return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "html" / f"{name}.html").read_bytes()


def read_all(pages: dict[str, bytes]) -> tuple[dict[str, str], float]:
    """The body of each page, and how many pages were read a second."""
    bodies = {}
    clean_page(read_bytes(WARM, Given()))
    began = time.process_time()
    for name, raw in pages.items():
        try:
            bodies[name] = body_of(clean_page(read_bytes(raw, Given(source=name))))
        except InputError as error:
            print(error, file=sys.stderr)
            bodies[name] = ""
    return bodies, round(len(pages) / (time.process_time() - began), 1)


def pages_of(manifest: Path) -> list[Page]:
    """The pages of a manifest that can be read."""
    return [page for page in read_manifest(manifest) if isinstance(page, Page)]


def flat_text(text: str) -> str:
    """A text with its white space and marks made alike, to find a line of the gold in it."""
    return re.sub(r"\W+", " ", text).strip().lower()


def gold_lines(gold: dict[str, Any], plain: Path) -> list[tuple[str, str]]:
    """The lines of a gold record with their kinds; ``none`` for what is no story where the gold says no more."""
    page = gold["page"]
    kinds = gold.get("corpus", {}).get("blocks")
    if kinds and plain.exists():
        lines = [line for line in plain.read_text("utf-8").split("\n\n") if line.strip()]
        beside = {kind for kind in kinds if kind not in STORY_KINDS}
        return [(line, kind) for line, kind in zip(lines, kinds, strict=True) if kind in STORY_KINDS or beside != {"boilerplate"}]
    named = [(page["title"], "title")] if page["title"] else []
    for key, kind in (("headings", "heading"), ("captions", "caption"), ("body", "paragraph"), ("not_story", "none")):
        named += [(line, kind) for line in page.get(key, [])]
    return named


def within(block: str, wanted: str) -> bool:
    """Whether a block is most of a line of the gold."""
    return block in wanted and 2 * len(block) > len(wanted)


def kinds_found(article: Article, lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """For each line of the gold its kind there and the kind found; ``lost`` where its text is not in the article."""
    blocks = [(block.kind, flat_text(article.text[block.start : block.end])) for block in article.blocks]
    out, at = [], 0
    for line, kind in lines:
        wanted = flat_text(line)
        order = [*range(at, len(blocks)), *range(at)]
        place = next((i for i in order if blocks[i][1] == wanted), None)
        if place is None:
            place = next((i for i in order if wanted and (wanted in blocks[i][1] or within(blocks[i][1], wanted))), None)
        found = blocks[place][0] if place is not None else "lost"
        at = place + 1 if place is not None and kind != "none" else at
        out.append((kind, "none" if kind == "none" and found not in STORY_KINDS else found))
    return out


def score_kinds(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """F1 of each kind, their mean, and the share of lines with their kind."""
    gold, found, hits = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(a for a, b in pairs if a == b)
    f1 = {kind: round(2 * hits[kind] / (gold[kind] + found[kind]), 3) for kind in sorted(gold)}
    told = {kind: {"f1": f1[kind], "n": gold[kind]} for kind in f1}
    return {"macro_f1": round(sum(f1.values()) / max(1, len(f1)), 4), "right": round(hits.total() / max(1, gold.total()), 4), "kinds": told}


def read_kinds(folder: Path, manifest: Path) -> dict[str, Any]:
    """Score the kinds of blocks of the pages of a manifest."""
    pages = {Path(page.source).stem: page for page in pages_of(manifest)}
    pairs: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.json")):
        if path.stem in pages:
            gold = json.loads(path.read_text("utf-8"))
            found = kinds_found(clean_page(pages[path.stem]), gold_lines(gold, folder.parent / "plain" / f"{path.stem}.txt"))
            listed = "corpus" not in gold  # such gold lists decks with the headings
            pairs += [(kind, "heading" if listed and (kind, got) == ("heading", "deck") else got) for kind, got in found]
    return score_kinds(pairs)


def day_of(page: Page, gold: Path) -> str | None:
    """The day of a page: the manifest's, or that of its gold record where the page shows it."""
    path = gold / f"{Path(page.source).stem}.json"
    if page.published or not path.exists():
        return page.published
    record = json.loads(path.read_text("utf-8"))
    return None if record.get("given") else record["page"]["published"]


def read_days(manifest: Path) -> dict[str, Any]:
    """Score the days of the pages of a manifest, which are hidden from the reader."""
    out: dict[str, Any] = {}
    dated = (replace(page, published=day_of(page, manifest.parent / "gold")) for page in pages_of(manifest))
    pages = [page for page in dated if page.published]
    for name, hidden in (("with_address", {}), ("no_address", {"url": None})):
        tally = Counter()
        for page in pages:
            day = clean_page(replace(page, published=None, **hidden)).published
            tally["none" if day is None else "right" if day == page.published else "wrong"] += 1
            if day not in (None, page.published):
                print(f"{page.source}: {day}, not {page.published}", file=sys.stderr)
        out[name] = {key: tally[key] for key in ("right", "wrong", "none")}
    return out


def read_other_bodies(folder: Path) -> dict[str, Any]:
    """Score the bodies of pages that are no news stories: line by line, with heads and feet of one another, and as HTML."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from training.others import as_html, exchange, read_others  # the training's tools are asked for this alone

    pages = read_others("dev", folder)
    labelled, choose = [page.labelled for page in pages], random.Random(1)
    mixed = [exchange(page, labelled, choose) for _ in range(MIXED) for page in labelled]
    forms = {
        "flat": [(page, "\n".join(text for text, _ in page.lines)) for page in labelled],
        "mixed": [(page, "\n".join(text for text, _ in page.lines)) for page in mixed],
        "html": [(page.labelled, as_html(page, seed)) for seed in range(MIXED) for page in pages],
    }
    return {
        form: score(
            ("\n".join(text for text, kind in page.lines if kind in BODY_KINDS), body_of(clean_page(read_bytes(text.encode(), Given()))))
            for page, text in rows
        )
        for form, rows in forms.items()
    }


def main() -> None:
    """Read, score and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = ask.add_mutually_exclusive_group(required=True)
    what.add_argument("--data", type=Path, help="folder with ground-truth.json and html/")
    what.add_argument("--gold", type=Path, help="folder of gold records; the pages are those of --manifest")
    what.add_argument("--days", type=Path, help="manifest of pages with their days")
    what.add_argument("--others", type=Path, help="folder of pages that are no news stories (corpus/others)")
    ask.add_argument("--manifest", type=Path, help="the pages of --gold, one JSON object a line")
    ask.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    ask.add_argument("--bodies", type=Path, help="write the bodies found to this folder, as html.jsonl and flat.jsonl")
    args = ask.parse_args()
    if args.gold or args.days:
        if args.gold and not args.manifest:
            ask.error("--gold needs --manifest")
        print(json.dumps(read_days(args.days) if args.days else read_kinds(args.gold, args.manifest)))
        return
    if args.others:
        print(json.dumps(read_other_bodies(args.others)))
        return
    gold = {name: page["articleBody"] for name, page in json.loads((args.data / "ground-truth.json").read_text("utf-8")).items()}
    html = {name: raw_page(args.data, name) for name in gold}
    print(f"{len(html)} pages", file=sys.stderr)
    flat = {name: flatten(read_bytes(raw, Given()).content).encode() for name, raw in html.items()}
    out: dict[str, object] = {}
    for form, pages in (("html", html), ("flat", flat)):
        bodies, speed = read_all(pages)
        out[form] = score((gold[name], bodies[name]) for name in gold)
        out["pages_per_s" if form == "html" else "flat_pages_per_s"] = speed
        print(f"{form}: {out[form]} at {speed} pages a second", file=sys.stderr)
        if args.bodies:
            args.bodies.mkdir(parents=True, exist_ok=True)
            rows = [json.dumps({"id": name, "body": body}, ensure_ascii=False) for name, body in bodies.items()]
            (args.bodies / f"{form}.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    if args.json:
        print(json.dumps(out))


if __name__ == "__main__":
    main()
