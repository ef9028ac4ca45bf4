"""Trains who of a page's parties does an act, and on whom it falls (data/parties.zst):
``python -m training.parties --pages TRAIN --held DEV --without training/unseen.txt --out FILE``.

TRAIN and DEV are what ``corpus/expand.py --split train`` and ``--split dev`` make; the pages that the language model has not seen are left
out, since training/events.py learns from them how far this table can be trusted. Every act of the gold whose word is found is a choice
among the parties of its page (dragoman.events.parties), those right that stand for a state or body of the gold's side; recipients are
chosen beside the gold's agents. Two conditional logits over hashed strings, by gradient descent (Adam), features dropped at random while
training; those that stand three times or less are left out. Reports on DEV, which is not trained on. Needs torch.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from benchmarks.gold import Side, gold_records
from numpy.typing import NDArray
from torch import Tensor, nn

from dragoman.actors import find_actors
from dragoman.clean import clean_page
from dragoman.events.find import scene_of, title_sentences
from dragoman.events.parties import AGENT, BUCKETS, RECIPIENT, Stage, choices_of, facing_rows, features_of
from dragoman.grammar import Tree
from dragoman.intake import read_manifest
from dragoman.model import EVENT_TYPES, Page, Record, Word
from dragoman.reader import Reader
from dragoman.show import record_form
from dragoman.statements import find_statements
from dragoman.times import find_times
from training.linear import write

Rows = list[NDArray[np.int64]]
Choice = tuple[Rows, list[int]]
"""The features of each party of an act, nobody last, and which of them are right."""
Json = dict[str, Any]
EPOCHS, BATCH, RATE, DROPPED, LEAST, SEED = 3, 128, 0.01, 0.3, 4, 1


def choices_in(folder: Path, without: frozenset[str] = frozenset()) -> tuple[list[Choice], list[Choice]]:
    """The choices of agents and of recipients on all pages of a folder, without some of them."""
    reader, agents, recipients = Reader(), list[Choice](), list[Choice]()
    golds = {record["id"]: record for record in gold_records(folder / "gold") if record["id"] not in without}
    for source in read_manifest(folder / "manifest.jsonl"):
        if isinstance(source, Page) and Path(source.source).stem in golds:
            for one, other in acts_of(reader, source, golds[Path(source.source).stem]):
                agents.append(one)
                recipients += [other] if other is not None else []
    return agents, recipients


def acts_of(reader: Reader, source: Page, gold: Json) -> Iterator[tuple[Choice, Choice | None]]:
    """For each act of a page the choice of its agent, and of its recipient where the agents are known."""
    article = clean_page(source)
    tree = Tree(reader.parser.parse(article))
    actors, times = find_actors(article, tree, reader.knowledge), find_times(article, tree)
    statements = find_statements(article, tree, actors, times)
    side = Side(json.loads(json.dumps(record_form(Record(article, actors, times, statements)))), gold)
    stage = Stage(scene_of(article, tree, actors, times, statements).sides, title_sentences(article, tree))
    for event in gold["events"] if stage.heads else ():
        word = word_of(side, tree, event)
        if word is None:
            continue
        named = [a.id for a in actors if any(side.is_actor(a.id, name) for name in event["actor"])]
        doers, others = ({*fitting(side, event, key)} for key in ("actor", "recipient"))
        first = tuple(named or [a.id for a in actors if a.id in doers])[:2]
        parties, seen = choices_of(stage, word)
        kind, features = EVENT_TYPES.index(event["type"]), features_of(word, seen)
        rows = [features.rows(i, kind) for i in range(len(parties))]
        agent = rows, [i for i, p in enumerate(parties) if p in doers] or [len(parties) - 1]
        right = [i for i, p in enumerate(parties) if p in others and p not in first] or [i for i, p in enumerate(parties) if p in others]
        if not first or (event["recipient"] and not right):
            yield agent, None
            continue
        facing = (facing_rows(stage, first, party)[:, [0, kind + 1]].ravel() for party in parties)
        yield agent, ([np.concatenate(pair) for pair in zip(rows, facing, strict=True)], right or [len(parties) - 1])


def fitting(side: Side, event: Json, key: str) -> Iterator[str]:
    """The actors of a page that stand for one side of an act of the gold, by name or by country."""
    for ident, actor in side.actors.items():
        if any(side.is_actor(ident, name) for name in event[key]) or actor.get("country") in {*event[f"{key}_country"]} - {None}:
            yield ident


def word_of(side: Side, tree: Tree, event: Json) -> Word | None:
    """The word that heads an act's trigger."""
    place = side.find(event["evidence"])
    start = side.text.find(event["trigger"], *place) if place else -1
    end = start + len(event["trigger"])
    inside = [w for w in tree.words if start >= 0 and side.places[w.start] < end and start < side.places[w.end]]
    within = {w.index for w in inside}
    tops = [w for w in inside if w.head not in within]
    return next((w for w in tops if w.upos not in ("PUNCT", "AUX", "PART")), tops[0] if tops else None)


def flat(choices: Sequence[Choice], dice: np.random.Generator | None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Some choices as features one behind another, where each party begins, to which choice it belongs, and whether it is right."""
    rows = [row if dice is None else row[dice.random(len(row)) > DROPPED] for parties, _ in choices for row in parties]
    numbers = [k for k, (parties, _) in enumerate(choices) for _ in parties]
    right = [i in told for parties, told in choices for i in range(len(parties))]
    begins = np.cumsum([0, *map(len, rows)])[:-1]
    return torch.from_numpy(np.concatenate(rows)), torch.from_numpy(begins), torch.tensor(numbers), torch.tensor(right)


def log_sums(scores: Tensor, numbers: Tensor, count: int) -> Tensor:
    """The logarithm of the sum of the exponentials of the scores of each choice."""
    most = torch.full((count,), -1e9).scatter_reduce(0, numbers, scores.detach(), "amax")
    return most + torch.log(torch.zeros(count).index_add(0, numbers, torch.exp(scores - most[numbers])).clamp(min=1e-30))


def train(choices: list[Choice], held: list[Choice]) -> NDArray[np.float32]:
    """The weight of each feature."""
    torch.manual_seed(SEED)
    counts = np.zeros(BUCKETS, int)
    for parties, _ in choices:
        for row in parties:
            counts[row] += 1
    kept = [([row[counts[row] >= LEAST] for row in parties], told) for parties, told in choices]
    table = nn.EmbeddingBag(BUCKETS, 1, mode="sum", sparse=True)
    nn.init.zeros_(table.weight)
    optimizer, dice = torch.optim.SparseAdam(table.parameters(), lr=RATE), np.random.default_rng(SEED)
    step, steps = 0, EPOCHS * (len(kept) // BATCH + 1)
    for epoch in range(EPOCHS):
        total, order = 0.0, dice.permutation(len(kept))
        for at in range(0, len(order), BATCH):
            some = [kept[i] for i in order[at : at + BATCH]]
            features, begins, numbers, right = flat(some, dice)
            scores = table(features, begins).squeeze(1)
            wrong = log_sums(scores.masked_fill(~right, -1e4), numbers, len(some))
            loss = (log_sums(scores, numbers, len(some)) - wrong).mean()
            optimizer.param_groups[0]["lr"] = RATE * max(0.02, 1 - step / steps)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step, total = step + 1, total + float(loss.detach()) * len(some)
        weights = table.weight.detach().numpy()[:, 0] * (1 - DROPPED)
        print(f"epoch {epoch + 1}: loss {total / len(kept):.4f}; {report(weights, held)}", flush=True)
    return np.asarray(weights, np.float32)


def report(weights: NDArray[np.float32], held: list[Choice]) -> str:
    """How often the likeliest is right on pages not trained on, and where somebody is right to be chosen."""
    right = [int(np.argmax([weights[row].sum() for row in parties])) in told for parties, told in held]
    some = [ok for ok, (parties, told) in zip(right, held, strict=True) if told != [len(parties) - 1]]
    return f"right for {np.mean(right):.4f} of {len(right)}, somebody for {np.mean(some):.4f} of {len(some)}"


def main() -> None:
    """Train, report, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--pages", type=Path, required=True)
    ask.add_argument("--held", type=Path, required=True)
    ask.add_argument("--without", type=Path, help="a file that names pages to leave out, a line each")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    torch.set_num_threads(1)
    left = frozenset(Path(line).stem for line in args.without.read_text("utf-8").split()) if args.without else frozenset()
    taught, held = choices_in(args.pages, left), choices_in(args.held)
    weights = np.zeros((BUCKETS + 1, 2), np.float32)
    for side, name in ((AGENT, "agents"), (RECIPIENT, "recipients")):
        print(f"{name}: {len(taught[side])} choices", flush=True)
        weights[:BUCKETS, side] = train(taught[side], held[side])
    write(weights, args.out)


if __name__ == "__main__":
    main()
