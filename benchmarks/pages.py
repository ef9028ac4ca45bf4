"""How well article bodies are found, in HTML and in the same pages flattened to lines, and how fast.

python benchmarks/pages.py --data DIR [--json]

DIR holds ``ground-truth.json`` (``{id: {"articleBody": text}}``) and ``html/ID.html.gz`` (or ``.html``). The body of a page is what its
headings, paragraphs and quotations hold. ``html`` reads the page as it is; ``flat`` reads what is left of it when every element that
begins a line of its own is turned into a line, everything on the page included. For each page the runs of four words of both bodies are
counted as multisets; precision and recall are averaged over the pages, and F1 is their harmonic mean. ``pages_per_s`` counts intake and
cleaning of the HTML pages, ``flat_pages_per_s`` of the flattened ones.
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import lxml.html

from dragoman.clean import clean_page
from dragoman.errors import InputError
from dragoman.intake import Given, read_bytes
from dragoman.model import Article

BODY_KINDS = frozenset(("heading", "paragraph", "quote"))
LINE_ELEMENTS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "label",
        "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "time", "title", "tr", "ul",
    )
)  # fmt: skip
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
    began = time.perf_counter()
    for name, raw in pages.items():
        try:
            bodies[name] = body_of(clean_page(read_bytes(raw, Given(source=name))))
        except InputError as error:
            print(error, file=sys.stderr)
            bodies[name] = ""
    return bodies, round(len(pages) / (time.perf_counter() - began), 1)


def main() -> None:
    """Read, score and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True, help="folder with ground-truth.json and html/")
    ask.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    ask.add_argument("--bodies", type=Path, help="write the bodies found to this folder, as html.jsonl and flat.jsonl")
    args = ask.parse_args()
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
