"""Who said what, against annotated articles: source, cue and content of every attribution.

python benchmarks/attribution.py --data FILE.jsonl [--json]

Each line of FILE is an article with ``id``, ``text`` and ``attributions`` (spans of source, cue, content). Articles are read as plain
text, a paragraph a line. Statements inside other statements are left out, since the data marks the outermost only; a "that" before a
content counts as part of it there. Contents are aligned one to one by the largest sum of Dice of their words. content_exact: the same
words; content_match: Dice of at least one half; triple_relaxed: content_match, and source and cue share a word (or both lack). Groups:
all, type:direct, type:indirect, type:mixed (by the marks around the content), cue:speech, cue:other, cue:nocue (whether the cue holds one
of the words in attribution_speech.txt).
"""

import argparse
import json
import re
import sys
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dragoman.actors import find_actors, load_knowledge
from dragoman.grammar import Tree
from dragoman.model import Article, Block, Page
from dragoman.parse import load_parser
from dragoman.statements import find_statements
from dragoman.times import find_times

Spans = list[list[int]]
TOKEN = re.compile(r"\w+|[^\w\s]")
THAT = re.compile(r"\bthat\s+$", re.IGNORECASE)
HEAD = Path(__file__).with_name("attribution_speech.txt")
METRICS = ("content_exact", "content_match", "triple_relaxed")


class Text:
    """An article's words, and which of them stand in double quotation marks."""

    def __init__(self, text: str) -> None:
        """Cut the text into words."""
        self.text = text
        self.tokens = [(m.start(), m.end(), any(c.isalnum() for c in m.group())) for m in TOKEN.finditer(text)]
        self.starts = [t[0] for t in self.tokens]
        self.quoted = quoted_spans(text)

    def words(self, spans: Spans) -> frozenset[int]:
        """The words that spans touch; punctuation only where there are no words."""
        words: set[int] = set()
        marks: set[int] = set()
        for start, end in spans:
            i = max(0, bisect_left(self.starts, start + 1) - 1)
            while i < len(self.tokens) and self.tokens[i][0] < end:
                if self.tokens[i][1] > start:
                    (words if self.tokens[i][2] else marks).add(i)
                i += 1
        return frozenset(words or marks)

    def kind(self, words: frozenset[int]) -> str:
        """direct, indirect or mixed."""
        inside = sum(any(a <= self.tokens[i][0] < b for a, b in self.quoted) for i in words if self.tokens[i][2])
        total = sum(self.tokens[i][2] for i in words)
        return "indirect" if not inside else "direct" if inside == total else "mixed"


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Stretches in double marks within a paragraph; a mark that is never closed quotes to the end of its line."""
    found = []
    for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+", text):
        at: int | None = None
        for mark in re.finditer(r"[“”„«»\"]|``|''", paragraph.group()):
            place, sign = paragraph.start() + mark.start(), mark.group()
            if at is not None and (sign in ("”", "»", "''", '"') or (sign == "“" and text[at] == "„")):
                found.append((at, paragraph.start() + mark.end()))
                at = None
            elif sign in ("“", "„") or (at is None and (sign in ("«", '"', "``") or (sign == "''" and opens(text, place)))):
                if at is not None and sign == "“":
                    found.append((at, line_end(text, at, place)))
                at = place
        if at is not None:
            found.append((at, paragraph.end() if not text[paragraph.start() : at].strip() else line_end(text, at, paragraph.end())))
    return found


def opens(text: str, place: int) -> bool:
    """Whether a doubled apostrophe opens a quotation: no word before it, one right behind it."""
    before = text[place - 1 : place]
    return not (before.isalnum() or (before and before in ".,!?")) and bool(text[place + 2 : place + 3].strip())


def line_end(text: str, at: int, limit: int) -> int:
    """The end of a place's line, or the limit if that comes first."""
    end = text.find("\n", at, limit)
    return end if end >= 0 else limit


class Attribution:
    """One attribution as sets of words, with its groups."""

    def __init__(self, text: Text, parts: dict[str, Spans], speech: frozenset[str]) -> None:
        """Read its three roles."""
        self.content, self.source, self.cue = (text.words(parts.get(role) or []) for role in ("content", "source", "cue"))
        cue = " ".join(text.text[a:b] for a, b in parts.get("cue") or []).lower()
        spoken = set(re.findall(r"[^\W_]+", cue)) & speech or re.fullmatch(r"[\s:—–-]+", cue)
        group = "nocue" if not cue.strip() else "speech" if spoken else "other"
        self.groups = ("all", f"type:{text.kind(self.content)}", f"cue:{group}")


def dice(a: frozenset[int], b: frozenset[int]) -> float:
    """Twice the shared over the sum; 1 where both are empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def align(gold: list[Attribution], found: list[Attribution]) -> list[tuple[int, int]]:
    """Pairs with the largest sum of Dice: by augmenting paths over each connected part of a sparse graph."""
    weights: dict[int, dict[int, float]] = defaultdict(dict)
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            if g.content & f.content:
                weights[i][j] = dice(g.content, f.content) + (dice(g.source, f.source) + dice(g.cue, f.cue)) / 1000
    mate: dict[int, int] = {}
    for i in weights:
        best_path(i, weights, mate)
    return [(i, j) for j, i in mate.items()]


def best_path(first: int, weights: dict[int, dict[int, float]], mate: dict[int, int]) -> None:
    """Add one gold attribution by the path of swaps that gains most (Bellman-Ford over gains)."""
    gain: dict[int, tuple[float, list[tuple[int, int]]]] = {}
    queue: list[tuple[int, float, list[tuple[int, int]]]] = [(first, 0.0, [])]
    best: tuple[float, list[tuple[int, int]]] = (0.0, [])
    while queue:
        i, value, path = queue.pop(0)
        if path and value > best[0] + 1e-12:
            best = (value, path)
        for j, weight in weights[i].items():
            total = value + weight - (weights[mate[j]][j] if j in mate else 0.0)
            if any(j == step[1] for step in path) or total <= gain.get(j, (-9.0, []))[0] + 1e-12:
                continue
            gain[j] = total, [*path, (i, j)]
            if j in mate:
                queue.append((mate[j], total, [*path, (i, j)]))
            if j not in mate and total > best[0] + 1e-12:
                best = total, [*path, (i, j)]
    for i, j in best[1]:
        mate[j] = i


def hits(gold: Attribution, found: Attribution) -> dict[str, bool]:
    """Which measures a pair satisfies."""
    match = dice(gold.content, found.content) >= 0.5
    sides = all(bool(a & b) or not (a or b) for a, b in ((gold.source, found.source), (gold.cue, found.cue)))
    return {"content_exact": gold.content == found.content, "content_match": match, "triple_relaxed": match and sides}


def score(articles: Iterable[tuple[dict[str, Any], list[dict[str, Spans]]]], speech: frozenset[str]) -> dict[str, Any]:
    """The F1 of each measure in each group, over pairs of annotated article and what was found."""
    tally: dict[str, dict[str, list[int]]] = defaultdict(lambda: {m: [0, 0, 0, 0] for m in METRICS})
    for article, parts in articles:
        text = Text(article["text"])
        gold = [a for a in (Attribution(text, p, speech) for p in article["attributions"] if p.get("content")) if a.content]
        found = [a for a in (Attribution(text, p, speech) for p in parts if p.get("content")) if a.content]
        for side, attributions in ((1, found), (3, gold)):
            for attribution in attributions:
                for group in attribution.groups:
                    for metric in METRICS:
                        tally[group][metric][side] += 1
        for i, j in align(gold, found):
            for metric, hit in hits(gold[i], found[j]).items():
                for side, groups in ((0, found[j].groups), (2, gold[i].groups)):
                    for group in groups:
                        tally[group][metric][side] += hit
    return {group: {metric: figures(*counts) for metric, counts in metrics.items()} for group, metrics in sorted(tally.items())}


def figures(hit_found: int, found: int, hit_gold: int, gold: int) -> dict[str, float]:
    """Precision, recall and F1."""
    p, r = hit_found / found if found else 0.0, hit_gold / gold if gold else 0.0
    return {"p": p, "r": r, "f1": 2 * p * r / (p + r) if p + r else 0.0, "pred": found, "gold": gold}


class Finder:
    """Reads articles and keeps the seconds that parsing and statements take."""

    def __init__(self) -> None:
        """Load model and knowledge."""
        self.parser, self.knowledge = load_parser(), load_knowledge()
        self.seconds = {"parse": 0.0, "statements": 0.0}
        self.words = 0

    def find(self, article: dict[str, Any]) -> list[dict[str, Spans]]:
        """The outermost statements of an article as spans; one without a cue has that of the statement whose speaker goes on in it."""
        text = article["text"]
        blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
        blocks[:1] = [Block("title", b.start, b.end) for b in blocks[:1]]
        page = Article(Page(article["id"], article["id"], b"", text, "text"), text, tuple(blocks), published=article.get("date"))
        start = time.perf_counter()
        tree = Tree(self.parser.parse(page))
        self.seconds["parse"] += time.perf_counter() - start
        actors, times = find_actors(page, tree, self.knowledge), find_times(page, tree)
        start = time.perf_counter()
        statements = find_statements(page, tree, actors, times)
        self.seconds["statements"] += time.perf_counter() - start
        self.words += len(tree.words)
        outermost = [s for s in statements if s.within is None]
        cues = {s.speaker_span: [list(s.cue)] for s in outermost if s.cue and s.speaker_span}
        return joined([
            {
                "content": [list(with_that(text, span)) for span in s.content],
                "source": [list(s.speaker_span)] if s.speaker_span else [],
                "cue": [list(s.cue)] if s.cue else cues.get(s.speaker_span or (0, 0), []),
            }
            for s in outermost
        ])  # fmt: skip


def joined(parts: list[dict[str, Spans]]) -> list[dict[str, Spans]]:
    """The statements of joint speakers ("A and B said", one each in our record) as one attribution with several sources, as the data has
    it."""
    found: dict[str, dict[str, Spans]] = {}
    for part in parts:
        same = found.setdefault(json.dumps([part["content"], part["cue"]]), part)
        if same is not part:
            same["source"] = same["source"] + [span for span in part["source"] if span not in same["source"]]
    return list(found.values())


def with_that(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A content with the "that" before it, as the data has it."""
    match = THAT.search(text, max(0, span[0] - 12), span[0])
    return (match.start() if match else span[0]), span[1]


def main() -> None:
    """Run from the command line."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--json", action="store_true", help="one JSON object as the last line")
    ask.add_argument("--keep", type=Path, help="write what was found here, a line an article")
    given = ask.parse_args()
    articles = [json.loads(line) for line in given.data.read_text(encoding="utf-8").splitlines() if line.strip()]
    finder, found = Finder(), []
    for number, article in enumerate(articles, 1):
        found.append(finder.find(article))
        print(f"\r{number}/{len(articles)}", end="", file=sys.stderr)
    print(file=sys.stderr)
    if given.keep:
        lines = (json.dumps({"id": a["id"], "attributions": f}) for a, f in zip(articles, found, strict=True))
        given.keep.write_text("\n".join(lines) + "\n", encoding="utf-8")
    scores = score(zip(articles, found, strict=True), frozenset(HEAD.read_text(encoding="utf-8").split()))
    rest = {"seconds": finder.seconds, "words": finder.words}
    if given.json:
        print(json.dumps({**scores, **rest}))
        return
    for group, metrics in scores.items():
        print(f"{group:14s}" + "  ".join(f"{name} {100 * m['f1']:5.1f}" for name, m in metrics.items()))


if __name__ == "__main__":
    main()
