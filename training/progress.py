"""How good the marks are on blocks that were not trained on: a line of figures while training goes on.

These are figures for choosing between models, on given words; what a user gets is measured by benchmarks/.
"""

import torch
from torch import Tensor, nn

from dragoman.parse.marks import ROLES
from training.examples import IGNORE, Example
from training.network import word_states


def f1(hits: int, found: int, wanted: int) -> float:
    """F1 of counts."""
    return 2 * hits / (found + wanted) if found + wanted else 0.0


def measure_marks(model: nn.ModuleDict, examples: list[Example]) -> dict[str, float]:
    """F1 of cue words, trigger words and their types, share of right modalities, and of right choices in each role."""
    modes = {key: part.training for key, part in model.items()}
    model.eval()
    counts: dict[str, list[int]] = {}
    with torch.no_grad():
        for example in examples:
            count_example(model, example, counts)
    for key, training in modes.items():
        model[key].train(training)
    pairs = {k: v for k, v in counts.items() if len(v) == 3}
    return {**{k: f1(*v) for k, v in pairs.items()}, **{k: v[0] / v[1] for k, v in counts.items() if len(v) == 2}}


def measure_trees(model: nn.ModuleDict, examples: list[Example]) -> dict[str, float]:
    """The shares of words of treebanks, cut as there, whose head is right, and whose head and relation are (marks of punctuation too)."""
    modes = {key: part.training for key, part in model.items()}
    model.eval()
    device, told = next(model.parameters()).device, torch.zeros(3)
    with torch.no_grad():
        for e in examples:
            ids, shapes, first, last = (torch.tensor([row], device=device) for row in (e.ids, e.shapes, e.first, e.last))
            heads, relations = (torch.tensor(e.columns[key], device=device) for key in ("heads", "relations"))
            trees, tags, _ = model["encoder"](model["encoder"].embed(ids, shapes), None)
            arcs, head, child, *_ = model["heads"](word_states(trees, first, last), word_states(tags, first, last))
            sentence = torch.tensor([-1, *e.sentence], device=device)
            allowed = (sentence[1:, None] == sentence[None]) | (sentence[None] < 0)
            found = arcs[0].masked_fill(~allowed, -1e4).argmax(-1)
            kinds = model["heads"].label_scores(head, child, found[None])[0].argmax(-1)
            right = found == heads
            told += torch.tensor([len(found), int(right.sum()), int((right & (kinds == relations)).sum())])
    for key, training in modes.items():
        model[key].train(training)
    return {"uas": float(told[1] / told[0]), "las": float(told[2] / told[0])}


def count_example(model: nn.ModuleDict, example: Example, counts: dict[str, list[int]]) -> None:
    """Add the hits of one block."""
    device = next(model.parameters()).device
    ids, shapes, first, last = (torch.tensor([row], device=device) for row in (example.ids, example.shapes, example.first, example.last))
    trees, tags, _ = model["encoder"](model["encoder"].embed(ids, shapes), None)
    found = model["marks"](word_states(trees, first, last), word_states(tags, first, last))
    if example.pairs:
        pairs = torch.tensor(example.pairs, device=device)
        scores = model["marks"].pair_scores(found[-2][0, pairs[:, 0]], found[-1][0, pairs[:, 1]])
        count_tags("pairs", scores.argmax(-1).cpu(), pairs[:, 2].tolist(), counts, kinds=True)
        for guess, kind in zip((scores[:, 1:].argmax(-1) + 1).tolist(), pairs[:, 2].tolist(), strict=True):
            if kind:
                count_choice("types of pairs", guess == kind, counts)
    cues, triggers, modalities, claims, roles = (scores.cpu() for scores in found[:5])
    count_tags("cue words", (cues[0].argmax(-1) > 0).int(), example.columns["cues"], counts, kinds=False)
    found = triggers[0].argmax(-1)
    count_tags("triggers", found, example.columns["triggers"], counts, kinds=False)
    count_tags("types", found, example.columns["triggers"], counts, kinds=True)
    count_tags("claims", claims[0].argmax(-1), example.columns["claims"], counts, kinds=False)
    for i, wanted in enumerate(example.columns["modalities"]):
        if wanted != IGNORE:
            count_choice("modalities", bool(modalities[0, i].argmax() == wanted), counts)
    for role, word, groups in example.roles:
        count_choice(ROLES[role], any(int(roles[0, role, word].argmax()) in group for group in groups), counts)


def count_tags(name: str, found: Tensor, wanted: list[int], counts: dict[str, list[int]], *, kinds: bool) -> None:
    """Add hits, found and wanted of tags; with ``kinds`` a hit has the right kind."""
    tally = counts.setdefault(name, [0, 0, 0])
    for mine, gold in zip(found.tolist(), wanted, strict=True):
        if gold != IGNORE:
            tally[0] += mine == gold > 0 if kinds else mine > 0 and gold > 0
            tally[1] += mine > 0
            tally[2] += gold > 0


def count_choice(name: str, right: bool, counts: dict[str, list[int]]) -> None:  # noqa: FBT001 - the thing counted
    """Add one choice."""
    tally = counts.setdefault(name, [0, 0])
    tally[0] += right
    tally[1] += 1
