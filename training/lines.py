"""Trains the labeller of lines (dragoman.clean.labeller) on the training part of our corpus.

PYTHONPATH=src:. python -m training.lines --out src/dragoman/data/lines.zst

Each page is read as flattened text: as it is, and several times with the surroundings of a page on the web put around and into it (menus,
teasers of other stories, consent, readers' comments), made of what other training pages hold and of wordings of our own. Lines that are no
story and were written down before the corpus named their parts are named by a first model, among the parts that are no story.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pycrfsuite
import zstandard

from dragoman.clean.day import is_bare_day
from dragoman.clean.features import features_of
from dragoman.clean.labeller import Features, Labeller, labeller_of, name_lines
from dragoman.clean.lines import cut_lines, rule_kinds
from training.others import exchange, read_others
from training.surroundings import Labelled, Surroundings

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[0] / "corpus"
sys.path.insert(0, str(CORPUS))

from expand import split_of  # noqa: E402 - the corpus' tools are scripts beside it
from notation import NotationError, read_page  # noqa: E402

ASIDE = ("topics", "byline", "dateline", "credit", "related", "boilerplate")
UNSURE = "?"
SCALE = 1000


def read_corpus(part: str) -> list[Labelled]:
    """The pages of a part of the corpus; an unnamed line of a page without any named one has the kind UNSURE."""
    pages = []
    for path in sorted((CORPUS / "pages").glob("*.page")):
        try:
            page = read_page(path)
        except NotationError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        if split_of(page.facts["group"], page.facts.get("part")) != part:
            continue
        named = any(b.kind == "other" and b.role != "boilerplate" for b in page.blocks)
        kinds = [b.kind if b.kind != "other" else kind_aside(b.role, b.text) if named else UNSURE for b in page.blocks]
        pages.append(Labelled(path.stem, tuple((b.text, kind) for b, kind in zip(page.blocks, kinds, strict=True))))
    return pages


def kind_aside(role: str, text: str) -> str:
    """The kind of a line that is no story; a day alone is a date line, as the notation has it, also where it was left unnamed."""
    return "dateline" if role == "boilerplate" and is_bare_day(text) else role


def look_at(page: Labelled) -> tuple[list[list[Features]], list[str]]:
    """The features and the kind of each line as the reader cuts them."""
    text, spans = "", []
    for line, kind in page.lines:
        start = len(text) + (1 if text else 0)
        text += ("\n" if text else "") + line
        spans.append((start, len(text), kind))
    lines = cut_lines(text)
    kinds = []
    for line in lines:
        shared = Counter({kind: 0 for *_, kind in spans})
        for start, end, kind in spans:
            shared[kind] += max(0, min(end, line.end) - max(start, line.start))
        kinds.append(shared.most_common(1)[0][0])
    return features_of(lines, rule_kinds(lines)), kinds


def train(examples: Iterable[tuple[list[list[Features]], list[str]]], rounds: int, l1: float, l2: float) -> Labeller:
    """Train on lines with their kinds; those with UNSURE lines are left out."""
    trainer = pycrfsuite.Trainer(verbose=False)
    for features, kinds in examples:
        if UNSURE not in kinds and kinds:
            trainer.append([list(dict.fromkeys(f for group in line for f in group)) for line in features], kinds)
    trainer.set_params({"c1": l1, "c2": l2, "max_iterations": rounds, "feature.minfreq": 3, "feature.possible_transitions": True})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "lines.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
    kinds = tuple(sorted(info.labels))
    rows: dict[str, dict[str, float]] = {}
    for (feature, kind), weight in info.state_features.items():
        rows.setdefault(feature, {})[kind] = weight
    rows = {f: w for f, w in sorted(rows.items()) if max(map(abs, w.values())) > 0.02}
    weights = np.array([[w.get(kind, 0.0) for kind in kinds] for w in rows.values()], np.float32)
    steps = np.array([[info.transitions.get((a, b), 0.0) for b in kinds] for a in kinds], np.float32)
    return Labeller(kinds, {feature: i for i, feature in enumerate(rows)}, weights, steps)


def mean_of(models: list[Labeller]) -> Labeller:
    """The mean of the weights of models of the same kinds."""
    kinds = models[0].kinds
    rows = {feature: row for row, feature in enumerate(sorted({f for model in models for f in model.rows}))}
    weights = np.zeros((len(rows), len(kinds)), np.float32)
    for model in models:
        order = [model.kinds.index(kind) for kind in kinds]
        for feature, row in model.rows.items():
            weights[rows[feature]] += model.weights[row, order] / len(models)
    steps = sum(m.steps[np.ix_(o, o)] for m in models for o in [[m.kinds.index(kind) for kind in kinds]]) / len(models)
    return Labeller(kinds, rows, weights, np.asarray(steps, np.float32))


def save(labeller: Labeller, path: Path) -> None:
    """Write the weights for the package."""
    kept = {
        "kinds": labeller.kinds,
        "features": list(labeller.rows),
        "scale": SCALE,
        "weights": np.rint(labeller.weights * SCALE).astype(int).tolist(),
        "steps": np.rint(labeller.steps * SCALE).astype(int).tolist(),
    }
    path.write_bytes(zstandard.ZstdCompressor(level=19).compress(json.dumps(kept, ensure_ascii=False).encode()))


def read_labeller(path: Path) -> Labeller:
    """The labeller whose weights ``save`` wrote."""
    return labeller_of(path.read_bytes())


def name_unsure(labeller: Labeller, page: Labelled) -> Labelled:
    """The page with its unsure lines named by a model, among the kinds that are no story."""
    if all(kind != UNSURE for _, kind in page.lines):
        return page
    features, kinds = look_at(page)
    found = name_lines(features, [ASIDE if kind == UNSURE else (kind,) for kind in kinds], labeller)
    if len(found) != len(page.lines):
        return replace(page, lines=tuple((t, "boilerplate" if k == UNSURE else k) for t, k in page.lines))
    return replace(page, lines=tuple((text, kind) for (text, _), kind in zip(page.lines, found, strict=True)))


def other_pages(around: Surroundings, copies: int, part: str = "train") -> list[Labelled]:
    """The pages that are no news stories, as they are, and as often as asked with heads and feet of one another or of news pages."""
    pages = [page.labelled for page in read_others(part)]
    out = list(pages) if copies else []
    for turn in range(copies):
        for page in pages:
            changed = exchange(page, pages, around.random) if turn % 3 != 1 else page
            out.append(around.surround(changed) if turn % 3 else changed)
    return out


def report(labeller: Labeller, pages: Iterable[Labelled]) -> None:
    """Print precision, recall and F1 of each kind on pages of which every kind is sure."""
    hits: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for page in pages:
        features, kinds = look_at(page)
        if UNSURE in kinds:
            continue
        for want, got in zip(kinds, name_lines(features, [None] * len(kinds), labeller), strict=True):
            gold[want] += 1
            found[got] += 1
            hits[want] += want == got
    scores = []
    for kind in sorted(gold):
        p, r = hits[kind] / max(1, found[kind]), hits[kind] / gold[kind]
        scores.append(2 * p * r / (p + r) if p + r else 0.0)
        print(f"{kind:12} {gold[kind]:5} P {p:.3f} R {r:.3f} F1 {scores[-1]:.3f}")
    print(f"mean F1 {sum(scores) / len(scores):.4f}, right {hits.total() / gold.total():.4f}")


def main() -> None:
    """Train, report on the development part, save."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--out", type=Path, required=True, help="where the weights go, usually src/dragoman/data/lines.zst")
    ask.add_argument("--rounds", type=int, default=150)
    ask.add_argument("--copies", type=int, default=4, help="how often each page is put into surroundings of the web")
    ask.add_argument("--dressed", type=int, default=2, help="how often each page is given other lines beside its story")
    ask.add_argument("--plain", type=int, default=1, help="how often each page is taken as it is")
    ask.add_argument("--others", type=int, default=0, help="how often pages that are no news (corpus/others) are taken")
    ask.add_argument("--every", type=int, default=1, help="take every second, third, ... page of the corpus only")
    ask.add_argument("--with", dest="older", type=Path, help="weights of before, which count as much as the models trained now together")
    ask.add_argument("--models", type=int, default=4, help="how many models with surroundings of their own are trained; their mean is kept")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--l1", type=float, default=0.15)
    ask.add_argument("--l2", type=float, default=0.05)
    args = ask.parse_args()
    pages, check = read_corpus("train")[:: args.every], read_corpus("dev")
    first = train((look_at(page) for page in pages), args.rounds, args.l1, args.l2)
    report(first, check)
    pages = [name_unsure(first, page) for page in pages]
    models = []
    for seed in range(args.seed, args.seed + args.models):
        around = Surroundings(pages, seed)
        copies = [around.surround(around.dress(page) if around.chance(0.4) else page) for _ in range(args.copies) for page in pages]
        copies += [around.dress(page) for _ in range(args.dressed) for page in pages]
        copies += other_pages(around, args.others)
        models.append(train((look_at(page) for page in [*pages * args.plain, *copies]), args.rounds, args.l1, args.l2))
    model = mean_of(models)
    if args.older:
        model = mean_of([model, read_labeller(args.older)])
    report(model, check)
    checked = Surroundings(check, args.seed - 1)
    report(model, [checked.surround(page) for page in check])
    save(model, args.out)
    print(f"{len(model.rows)} features, {args.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
