"""Trains what tells how sure a frame is: ``python -m training.events --gold DIR --manifest PAGES.jsonl --out DATA``.

DIR and PAGES.jsonl are what ``corpus/expand.py --split dev`` makes: the language model was trained on the training part, where its chances
say too much; ``--more DIR`` adds pages of the training part that it has not seen (``corpus/expand.py $(cat training/unseen.txt) --out
DIR``), to learn from but not for the figures. Written are ``frames.zst`` and ``days.zst`` in the folder DATA, the networks that
weigh frames and days (training/weighing.py), and two logistic regressions with a ridge, fitted by Newton's method:
``events_sources.yml``, whether the page itself tells an act that stands in somebody's words, and ``events_repeats.yml``, whether a mention
like another one tells an act of its own (fitted on pages from which the networks that weighed their frames had not learned). A frame is
right where the scorer of whole records (benchmarks/gold.py) would find an event of its type and sides, by the word that names it. The
figures printed are of pages not learned from (five folds of pages). Needs torch.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import zstandard
from benchmarks.gold import NEARBY, Side, flat, gold_records, match, same_sides, touches
from numpy.typing import NDArray

from dragoman.actors import find_actors
from dragoman.clean import clean_page
from dragoman.events import frames as frames_room
from dragoman.events.find import events_of, evidence_of, page_of, scene_of, title_spans, trigger_words
from dragoman.events.frames import Frame, best_frames
from dragoman.events.merge import OWN, Repeats, chance_of
from dragoman.events.weighing import Evidence, Network, Weigher, pack
from dragoman.grammar import Tree
from dragoman.intake import Given, read_bytes, read_manifest
from dragoman.model import Page as Source
from dragoman.model import Record
from dragoman.reader import Reader
from dragoman.show import record_form
from dragoman.statements import find_statements
from dragoman.times import find_times
from training.weighing import Taught, train_networks

RIDGE, FOLDS, STEPS = 2.0, 5, 30
HEAD = "# The weight of each piece of evidence for {} (dragoman.events.{}), made by training/events.py; do not edit.\n"
UNSURE = 0.15
"""Chance from which mentions are learned from: below that from which they are told, so that there are more."""
SEEDS = (1, 2, 3, 4)
Matrix = NDArray[np.float64]
Rows = NDArray[np.float32]
Json = dict[str, Any]
Told = tuple[dict[str, float], bool]
"""Evidence for something, and whether it is so."""


class Case:
    """A page with its frames, and which of them are right."""

    def __init__(self, reader: Reader, source: Source, gold: Json) -> None:
        """Read the page up to its events."""
        article = clean_page(source)
        tree = Tree(reader.parser.parse(article))
        actors, times = find_actors(article, tree, reader.knowledge), find_times(article, tree)
        statements = find_statements(article, tree, actors, times)
        scene = scene_of(article, tree, actors, times, statements)
        self.side = Side(json.loads(json.dumps(record_form(Record(article, actors, times, statements)))), gold)
        self.page, self.words = page_of(scene), trigger_words(scene)
        self.gold = gold["events"]
        self.spans = {word.index: evidence_of(scene, word) for word in self.words}
        self.frames = [frame for word in self.words for frame in self.page.frames(word)]
        self.scene = scene
        self.right = np.array([any(self.names(frame, event) for event in self.gold) for frame in self.frames], dtype=float)

    def fits(self, frame: Frame, event: Json, slack: int = 0) -> bool:
        """Whether a frame tells an event of the gold."""
        mine = {"actors": list(frame.agents), "recipients": list(frame.recipients)}
        here, there = self.side.span(list(self.spans[frame.word.index])), self.side.find(event["evidence"])
        return frame.trigger.type == event["type"] and touches(here, there, slack) and same_sides(self.side, mine, event)

    def names(self, frame: Frame, event: Json) -> bool:
        """Whether a frame tells an event of the gold by the word that names it, not by another word of the same clause."""
        at, word = event.get("at"), self.side.span([frame.word.start, frame.word.end])
        place = self.side.find(event["evidence"])
        if not at or place is None:
            return self.fits(frame, event)
        start = place[0] + len(flat(event["evidence"][: at["trigger"][0] - at["evidence"][0]] + "|")) - 1
        return touches(word, (start, start + len(flat(event["trigger"])))) and self.fits(frame, event)

    def dated(self) -> list[tuple[list[Evidence], int]]:
        """For the acts of the gold that are found, whatever their sides: the evidence for each day that may be meant, and the right one."""
        out = []
        for frame in self.chosen():
            event = self.told_by(frame)
            options = self.scene.days.options(frame, event["modality"]) if event is not None else {}
            if event is not None and event["date"] in options:
                out.append((list(options.values()), list(options).index(event["date"])))
        return out

    def sourced(self) -> list[Told]:
        """For the acts of the gold that stand in somebody's words, whatever their sides: the evidence that the page itself tells them, and
        whether it does."""
        out = []
        for frame in self.chosen():
            event = self.told_by(frame)
            if event is not None and self.scene.sources.voices(frame):
                out.append((self.scene.sources.evidence(frame, event["modality"]), not event["according_to"]))
        return out

    def repeated(self) -> list[Told]:
        """For the mentions that are like another one: the evidence that each tells an act of its own, and whether it does."""
        told = [(event, frame) for frame in self.chosen() if frame.chance >= UNSURE for event in events_of(self.scene, frame)]
        frame_of = {event.id: frame for event, frame in told}
        room = Repeats(self.scene.tree, self.scene.sides.actors, title_spans(self.scene.article))
        mentions = room.mentions([(event, frame.word) for event, frame in told])
        frames = [frame_of[mention.event.id] for mention in mentions]
        fitting = ((-k, k, j) for k, frame in enumerate(frames) for j, e in enumerate(self.gold) if self.fits(frame, e, NEARBY))
        right = {k for k, _ in match(fitting)}
        rivals = [room.rivals(mention, mentions[:k]) for k, mention in enumerate(mentions)]
        return [(room.evidence(mentions[k], others), k in right) for k, others in enumerate(rivals) if others]

    def told_by(self, frame: Frame) -> Json | None:
        """The act of the gold that a frame tells, whatever its sides."""
        spans = self.side.span(list(self.spans[frame.word.index]))
        same = [e for e in self.gold if e["type"] == frame.trigger.type and touches(spans, self.side.find(e["evidence"]))]
        return min(same, key=lambda e: (not self.fits(frame, e), e["date"] or ""), default=None)

    def chosen(self) -> list[Frame]:
        """The best frame of each word by the present table."""
        return best_frames(self.page, self.words, 0.0)


def cases_of(reader: Reader, gold: Path, manifest: Path) -> Iterator[tuple[Case, list[Case]]]:
    """All pages of a folder of gold records, each with some of its paragraphs as pages of their own."""
    golds = {record["id"]: record for record in gold_records(gold)}
    for source in read_manifest(manifest):
        if isinstance(source, Source) and Path(source.source).stem in golds:
            record = golds[Path(source.source).stem]
            yield Case(reader, source, record), list(paragraphs_of(reader, source, record))


def paragraphs_of(reader: Reader, source: Source, gold: Json) -> Iterator[Case]:
    """Every third paragraph of a page as a page of its own, as people hand over single sentences and short notes."""
    article = clean_page(source)
    texts = [article.text[block.start : block.end] for block in article.blocks if block.kind == "paragraph"]
    for text in filter(str.strip, texts[::3]):
        events = [event for event in gold["events"] if event["evidence"] in text]
        yield Case(reader, read_bytes(text.encode(), Given(published=gold["page"]["published"])), {**gold, "events": events})


def fit(rows: Matrix, right: Matrix) -> Matrix:
    """The weights of a logistic regression with a ridge on all but the first."""
    weights, ridge = np.zeros(rows.shape[1]), np.full(rows.shape[1], RIDGE)
    ridge[0] = 1e-3
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (right - chance) - ridge * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(ridge)
        weights = weights + np.linalg.solve(bend, slope)
    return weights


def rows_of(evidence: Iterable[Evidence], names: list[str]) -> Rows:
    """Evidence as rows."""
    columns = Weigher({name: i for i, name in enumerate(names)}, ())
    return np.stack([columns.row(one) for one in evidence])


def taught_days(acts: list[tuple[list[Evidence], int]], names: list[str]) -> Taught:
    """The days that may be meant, act by act."""
    right = np.concatenate([np.eye(len(options), dtype=np.float32)[told] for options, told in acts])
    numbers = np.array([i for i, (options, _) in enumerate(acts) for _ in options])
    return Taught(rows_of((one for options, _ in acts for one in options), names), right, numbers)


def taught_by(cases: list[Case], names: list[str]) -> Taught:
    """The frames of some pages, word by word."""
    words = [(number, frame.word.index) for number, case in enumerate(cases) for frame in case.frames]
    numbers = {word: i for i, word in enumerate(dict.fromkeys(words))}
    right = np.concatenate([case.right for case in cases])
    rows = rows_of((frame.evidence for case in cases for frame in case.frames), names)
    return Taught(rows, right, np.array([numbers[word] for word in words]))


def table_rows(rows: list[Told], names: list[str]) -> tuple[Matrix, Matrix]:
    """The evidence for something as rows, and where it is right."""
    evidence = np.array([[row.get(name, 0.0) for name in names] for row, _ in rows]).reshape(len(rows), len(names))
    return evidence, np.array([own for _, own in rows], dtype=float)


def names_of(pages: list[list[Told]]) -> list[str]:
    """The names of all evidence, the constant first."""
    return ["one", *sorted({name for rows in pages for evidence, _ in rows for name in evidence} - {"one"})]


def crossed(pages: list[list[Told]], names: list[str], order: list[int]) -> list[tuple[float, bool]]:
    """The chance that a table gives to the rows of pages from which it was not fitted, and whether each is right."""
    out = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        weights = fit(*table_rows([row for i, rows in enumerate(pages) if i not in held for row in rows], names))
        evidence, right = table_rows([row for i in held for row in pages[i]], names)
        out += [(chance_of(score), bool(own)) for score, own in zip((evidence @ weights).tolist(), right, strict=True)]
    return out


def write_table(path: Path, head: str, rows: list[Told], names: list[str]) -> None:
    """Fit a table on all rows and write it."""
    weights = fit(*table_rows(rows, names))
    lines = ["weights:", *(f"  {name}: {weight:.3f}" for name, weight in zip(names, weights, strict=True))]
    path.write_text(head + "\n".join(lines) + "\n", "utf-8")


def use(names: list[str], networks: tuple[Network, ...]) -> None:
    """Let the room use some networks."""
    weigher = Weigher({name: i for i, name in enumerate(names)}, networks)
    frames_room.load_weigher = lambda name: weigher  # type: ignore[assignment,misc]


def told(cases: list[Case]) -> list[tuple[float, bool, str]]:
    """Of the best frames of pages: chance, whether right (each event of the gold once), slot."""
    out = []
    for case in cases:
        frames = case.chosen()
        pairs = [(f.chance, i, j) for i, f in enumerate(frames) for j, event in enumerate(case.gold) if case.fits(f, event, NEARBY)]
        hits = {i for i, _ in match(pairs)}
        out += [(frame.chance, i in hits, frame.slot) for i, frame in enumerate(frames)]
    return out


def reach(case: Case, event: Json) -> str:
    """What the frames of a page have of an event: ``right``, the right ``type`` beside its words but not its sides, or ``nothing``."""
    if any(case.fits(frame, event, NEARBY) for frame in case.frames):
        return "right"
    place = case.side.find(event["evidence"])
    beside = (f for f in case.frames if f.trigger.type == event["type"])
    return "type" if any(touches(case.side.span(list(case.spans[f.word.index])), place, NEARBY) for f in beside) else "nothing"


def report(found: list[tuple[float, bool, str]], cases: list[Case]) -> None:
    """How far recall can go; precision, recall and F1 by threshold, and how well chances are told."""
    wanted = sum(len(case.gold) for case in cases)
    counts = Counter(reach(case, event) for case in cases for event in case.gold)
    print(f"{wanted} events: {counts['right']} with a right frame, {counts['type']} with the right type alone, {counts['nothing']} without")
    for least in (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
        kept = [right for chance, right, _ in found if chance >= least]
        p, r = sum(kept) / max(1, len(kept)), sum(kept) / max(1, wanted)
        print(f"from {least:.2f}: {len(kept):5d} events, precision {p:.3f} recall {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}")
    for low in np.arange(0, 1, 0.1):
        rows = [(chance, right) for chance, right, _ in found if low <= chance < low + 0.1]
        if rows:
            print(f"told {np.mean([c for c, _ in rows]):.2f}: right {np.mean([r for _, r in rows]):.2f} of {len(rows)}")


def main() -> None:
    """Fit, report, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--gold", type=Path, required=True)
    ask.add_argument("--manifest", type=Path, required=True)
    ask.add_argument("--more", type=Path, help="a folder of further pages, to learn from only")
    ask.add_argument("--out", type=Path, help="the folder to write to; without it the present networks are reported on")
    args = ask.parse_args()
    torch.set_num_threads(1)
    reader = Reader()
    pages = list(cases_of(reader, args.gold, args.manifest))
    cases, short = [whole for whole, _ in pages], [some for _, some in pages]
    if args.out is None:
        report(told(cases), cases)
        return
    more = list(cases_of(reader, args.more / "gold", args.more / "manifest.jsonl")) if args.more else []
    further = [case for whole, some in more for case in (whole, *some)]
    seen = {name for whole, some in (*pages, *more) for case in (whole, *some) for frame in case.frames for name in frame.evidence}
    names = ["one", *sorted(seen - {"one"})]
    right = int(sum(case.right.sum() for case in cases))
    print(f"{len(cases)} pages, {sum(len(case.frames) for case in cases)} frames, {right} right; {len(more)} pages more")
    dated, sourced = [case.dated() for case in cases], [case.sourced() for case in cases]
    dated_more = [act for whole, _ in more for act in whole.dated()]
    signs = sorted({name for acts in (*dated, dated_more) for options, _ in acts for evidence in options for name in evidence})
    repeated: list[list[Told]] = [[] for _ in cases]
    order = random.Random(3).sample(range(len(cases)), len(cases))
    found: dict[str, list[tuple[float, bool, str]]] = {"pages": [], "paragraphs": []}
    right_days: list[bool] = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        taught = [case for i, (whole, some) in enumerate(pages) if i not in held for case in (whole, *some)]
        use(names, train_networks(taught_by(taught + further, names), SEEDS, constant=0))
        known = [act for i, acts in enumerate(dated) if i not in held for act in acts] + dated_more
        days = Weigher(dict.fromkeys(signs, 0), train_networks(taught_days(known, signs), SEEDS, None))
        right_days += [int(days.scores(list(rows_of(options, signs))).argmax()) == told for i in held for options, told in dated[i]]
        for i in held:
            repeated[i] = cases[i].repeated()
        found["pages"] += told([cases[i] for i in held])
        found["paragraphs"] += told([case for i in held for case in short[i]])
    report(found["pages"], cases)
    print("paragraphs by themselves:")
    report(found["paragraphs"], [case for some in short for case in some])
    print(f"days: {np.mean(right_days):.3f} of {len(right_days)} right where the right one is among the choices")
    voices, signs_of_own = names_of(sourced), names_of(repeated)
    voiced = crossed(sourced, voices, order)
    right_voices = np.mean([(chance > 0.5) == own for chance, own in voiced])
    print(f"sources: {right_voices:.3f} of {len(voiced)} right whether the page itself tells an act in somebody's words")
    again = [(chance >= OWN, own) for chance, own in crossed(repeated, signs_of_own, order)]
    print(f"mentions like another one, from {UNSURE}: {len(again)}, {sum(own for _, own in again)} of them acts of their own; told are "
          f"{sum(kept for kept, _ in again)}, right {sum(kept and own for kept, own in again)}")  # fmt: skip
    networks = train_networks(taught_by([case for whole, some in pages for case in (whole, *some)] + further, names), SEEDS, constant=0)
    days = train_networks(taught_days([act for acts in dated for act in acts] + dated_more, signs), SEEDS, None)
    for name, columns, made in (("frames", names, networks), ("days", signs, days)):
        (args.out / f"{name}.zst").write_bytes(zstandard.ZstdCompressor(level=19).compress(pack(columns, made)))
    head = HEAD.format("the page's own voice", "sources")
    write_table(args.out / "events_sources.yml", head, [row for rows in sourced for row in rows], voices)
    head = HEAD.format("a mention to tell an act of its own", "merge")
    write_table(args.out / "events_repeats.yml", head, [row for rows in repeated for row in rows], signs_of_own)


if __name__ == "__main__":
    main()
