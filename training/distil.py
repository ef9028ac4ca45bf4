"""Trains larger teachers, and the package's small model under them: ``python -m training.distil teach ...`` and ``... learn ...``.

There are some three teachers (``teacher.py``); each is trained without one part of our pages and sentences, and teaches the student on just
that part: what it says there it has not learned by heart, so it says how sure one can be, and sees through slips of those who marked. On
the sentences of treebanks, which have no marks, the mean of all of them teaches. What the student learns is a mean of what is marked and of
what its teacher says (Hinton et al. 2015), for every head, with trees of our pages among it if ``--trees`` is given.

Shapes: B examples, N words, R rows of roles.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.lexicon import data_bytes
from dragoman.model import MODALITIES
from dragoman.parse.marks import CUES, ROLES, TRIGGERS
from dragoman.parse.pieces import SHAPES, load_tokenizer
from training.batches import ROLE_WEIGHTS, Batch, batches, mixed, stream
from training.examples import Example, count_labels, epoch_examples, joined, make_example
from training.marks import Marked, marked_examples, whole_examples
from training.material import Material, read_all, read_material
from training.network import Heads, Marks
from training.progress import measure_marks, measure_trees
from training.teacher import WIDTH, TeacherEncoder
from training.train import WEIGHTS, Mean, build_model, doubled, endless, optimizer_of, read_batch, take_step, told_losses

NEIGHBOURS = 25
"""Pages that lie side by side, often of one happening, fall into one part."""
LEAST_ACT, LEAST_CUE = 0.15, 0.15
"""Least chance of an act or a cue, by the teacher, for the sides of it to be taught."""
TAUGHT = {"cues": 1.0, "triggers": 5.0, "modalities": 0.5, "claims": 0.5, "names": 0.6, "roles": 1.0, "pairs": 1.0}
"""What the lessons of each head count; those of trees as in ``train.WEIGHTS``."""
OF_TREES = ("xpos", "morphs", "lemmas", "starts")

Scores = dict[str, Tensor]


def parts_of(pages: list[Marked], parts: int) -> list[list[Marked]]:
    """Pages and sentences dealt into parts, neighbours together, copies of one page only once."""
    once = list({page.text: page for page in pages}.values())
    return [[p for i, p in enumerate(once) if (i // NEIGHBOURS) % parts == part] for part in range(parts)]


def new_teacher(labels: dict[str, list[str]]) -> nn.ModuleDict:
    """A teacher with random weights."""
    marks = Marks(len(CUES), len(TRIGGERS), len(MODALITIES), len(ROLES), width=WIDTH)
    return nn.ModuleDict({"encoder": TeacherEncoder(SHAPES), "heads": Heads({k: len(v) for k, v in labels.items()}, WIDTH), "marks": marks})


def placed(example: Example, part: int) -> Example:
    """An example that tells of which part it is."""
    example.columns["part"] = [part] * len(example.first)
    return example


class Lessons:
    """Batches of treebanks and of our pages, those of one part at a time."""

    def __init__(
        self, material: Material, labels: dict[str, list[str]], parts: list[list[Marked]], size: int, share: float, hide: float
    ) -> None:
        """``share`` of the pieces teach marks."""
        self.material, self.parts, self.size, self.share, self.hide = material, parts, size, share, hide
        self.index = {key: {label: i for i, label in enumerate(values)} for key, values in labels.items()}
        self.tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))

    def make(self, dice: random.Random) -> Iterator[list[Example]]:
        """Batches without end."""
        known = self.material
        trees = joined(endless(lambda: epoch_examples(known.paragraphs, known.only_names, self.tokenizer, self.index, dice)), dice)
        taught = [batches(self.of_part(part, dice), self.size, dice) for part in range(len(self.parts)) if self.parts[part]]
        return mixed(batches(trees, self.size, dice), self.any_of(taught, dice), self.share)

    def of_part(self, part: int, dice: random.Random) -> Iterator[Example]:
        """Examples of one part without end."""
        return (placed(e, part) for e in endless(lambda: marked_examples(self.parts[part], self.tokenizer, dice, self.hide)))

    @staticmethod
    def any_of(streams: list[Iterator[list[Example]]], dice: random.Random) -> Iterator[list[Example]]:
        """The batches of several streams by turns of chance."""
        while True:
            yield next(dice.choice(streams))


def ask_teachers(teachers: list[nn.ModuleDict], batch: Batch) -> tuple[Scores, nn.ModuleDict | None]:
    """Log probabilities of what is to be learned on a batch, and the teacher that told them: the one that has not seen it.

    Without such a one (None) the probabilities are the mean of all.
    """
    with torch.no_grad():
        if "part" in batch:
            teacher = teachers[int(batch["part"][0, 0])]
            return likely_of(read_batch(teacher, batch, whole=True), batch), teacher
        told = [likely_of(read_batch(teacher, batch, whole=True), batch) for teacher in teachers]
        shared = [key for key in told[0] if not key.startswith("label_")]
        return {key: torch.stack([t[key].exp() for t in told]).mean(0).clamp(min=1e-9).log() for key in shared}, None


def likely_of(scores: Scores, batch: Batch) -> Scores:
    """Scores as log probabilities; choices beyond the words of an example are none."""
    out = {key: torch.log_softmax(v.float(), -1) for key, v in scores.items() if not key.startswith("label_") and key != "roles"}
    return out | {"roles": role_chances(scores["roles"], batch)} | {key: v for key, v in scores.items() if key.startswith("label_")}


def role_chances(scores: Tensor, batch: Batch) -> Tensor:
    """Log probabilities of the choices of all roles (B, R, N, N + 2)."""
    real = (batch["sentence"] >= 0)[:, None, None, :]
    real = torch.cat([torch.ones_like(real[..., :2]), real], -1)
    return torch.log_softmax(scores.float().masked_fill(~real, -1e4), -1)


def asked_rows(taught: Scores, batch: Batch) -> tuple[Tensor, Tensor]:
    """The rows of roles that are taught (rows, 3: example, role, word) and what each counts."""
    words = batch["sentence"] >= 0
    acts, cues = (-torch.expm1(taught[key][..., 0]) * words for key in ("triggers", "cues"))
    chosen = {"content": words.float(), **dict.fromkeys(("actor", "recipient"), acts * (acts >= LEAST_ACT)),
              **dict.fromkeys(("source", "addressee", "via"), cues * (cues >= LEAST_CUE))}  # fmt: skip
    both = torch.maximum(acts, cues)
    chosen["when"] = both * (both >= LEAST_ACT)
    rows, weights = [], []
    for role, chance in chosen.items():
        example, word = chance.nonzero(as_tuple=True)
        counted = chance[example, word]
        rows.append(torch.stack([example, torch.full_like(example, ROLES.index(role)), word], 1))
        weights.append(counted * ROLE_WEIGHTS[role] / counted.sum().clamp(min=1.0))
    if "at" in batch:
        for role in ("antecedent", "state"):
            at = batch["at"][batch["at"][:, 1] == ROLES.index(role)]
            rows.append(at)
            weights.append(torch.full((len(at),), ROLE_WEIGHTS[role] / max(1, len(at)), device=at.device))
    return torch.cat(rows), torch.cat(weights)


def divergence(taught: Tensor, learned: Tensor) -> Tensor:
    """How far what is learned lies from what is taught, both log probabilities (..., classes): Kullback and Leibler's, for each row."""
    return (taught.exp() * (taught - learned)).sum(-1)


def lessons(student: nn.ModuleDict, scores: Scores, taught: Scores, teacher: nn.ModuleDict | None, batch: Batch, *, trees: bool) -> Scores:
    """The losses of a student by what its teacher says of a batch; ``trees``: of trees and tags too, where one teacher alone speaks."""
    words = (batch["sentence"] >= 0).float()
    out: Scores = {}
    for key in ("cues", "triggers", "claims", "modalities", *(("names",) if teacher else ()), *(OF_TREES if trees and teacher else ())):
        weights = (batch["ids"] != 0).float() if key == "starts" else words
        if key == "modalities":
            acts = -torch.expm1(taught["triggers"][..., 0]) * words
            weights = acts * (acts >= LEAST_ACT)
        apart = divergence(taught[key], torch.log_softmax(scores[key].float(), -1))
        out[key] = (apart * weights).sum() / weights.sum().clamp(min=1.0)
    rows, weights = asked_rows(taught, batch)
    example, role, word = rows.unbind(1)
    real = torch.cat([torch.ones_like(words[:, :2]), words], 1)[example] > 0
    learned = torch.log_softmax(scores["roles"][example, role, word].float().masked_fill(~real, -1e4), -1)
    out["roles"] = (divergence(taught["roles"][example, role, word], learned) * weights).sum()
    if "pairs" in scores:
        out["pairs"] = divergence(taught["pairs"], torch.log_softmax(scores["pairs"].float(), -1)).mean()
    if trees and teacher is not None:
        out["arcs"] = (divergence(taught["arcs"], torch.log_softmax(scores["arcs"].float(), -1)) * words).sum() / words.sum()
        heads = taught["arcs"].argmax(-1)
        with torch.no_grad():
            known = teacher["heads"].label_scores(taught["label_head"].float(), taught["label_child"].float(), heads)
        mine = student["heads"].label_scores(scores["label_head"].float(), scores["label_child"].float(), heads)
        apart = divergence(torch.log_softmax(known, -1), torch.log_softmax(mine, -1))
        out["relations"] = (apart * words).sum() / words.sum()
    return out


def twice_over(taught: Scores) -> Scores:
    """What is taught of a batch that is read twice."""
    return {key: torch.cat([value, value]) for key, value in taught.items()}


def total(parts: Scores, weights: dict[str, float]) -> Tensor:
    """The weighted sum of losses."""
    return torch.stack([weights[key] * value for key, value in parts.items()]).sum()


def train(model: nn.ModuleDict, lesson: Lessons, args: argparse.Namespace, teachers: list[nn.ModuleDict]) -> Mean:
    """Train until the minutes are over; gives the running mean of the weights. Without ``teachers`` by what is marked alone."""
    optimizer = optimizer_of(model, args.encoder_rate, args.heads_rate)
    mean, began, words = Mean(model), time.time(), 0
    running: Scores = {}
    model.train()
    for step, made in enumerate(stream(lesson.make, args.seed, args.workers), 1):
        progress = (time.time() - began) / (args.minutes * 60)
        if progress >= 1:
            break
        batch = {key: value.to(args.device, non_blocking=True) for key, value in made.items()}
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * min(1.0, step / args.warm) * (1 - progress)
        if teachers:
            taught, teacher = ask_teachers(teachers, batch)
            if args.twice:
                batch, taught = doubled(batch), twice_over(taught)
            scores = read_batch(model, batch, whole=True)
            gold = told_losses(scores, batch, twice=args.twice)
            learned = lessons(model, scores, taught, teacher, batch, trees=args.trees)
            parts = {key: value * (1 - args.trust) if key in learned else value for key, value in gold.items()}
            loss = total(parts, WEIGHTS) + args.trust * total(learned, WEIGHTS | TAUGHT)
            gold |= {f"kd-{key}": value for key, value in learned.items()}
        else:
            if args.twice:
                batch = doubled(batch)
            gold = told_losses(read_batch(model, batch), batch, twice=args.twice)
            loss = total(gold, WEIGHTS)
        take_step(model, optimizer, loss, mean)
        words += int((made["sentence"] >= 0).sum())
        running.update({k: 0.98 * running.get(k, v.detach()) + 0.02 * v.detach() for k, v in gold.items()})
        if step % args.every == 0:
            spent = time.time() - began
            told = " ".join(f"{k} {float(v):.3f}" for k, v in running.items())
            print(f"step {step} {spent:.0f} s {words / spent:.0f} words/s {told}", flush=True)
    print(f"done after {words} words, {time.time() - began:.0f} s", flush=True)
    return mean


def main() -> None:
    """Train a teacher or a student, log as it goes, and write the mean weights."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("what", choices=("teach", "learn"))
    ask.add_argument("--data", type=Path, required=True, help="folder with the treebanks")
    ask.add_argument("--material", type=Path, required=True, help="what was read of treebanks and corpus; made anew where it is not there")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--init", type=Path, help="teach: MPNet's model.safetensors, or a state of TeacherEncoder; learn: as for train.py")
    ask.add_argument("--part", type=int, default=0, help="teach: the part to leave out")
    ask.add_argument("--parts", type=int, default=3)
    ask.add_argument("--teachers", type=Path, nargs="*", default=[], help="learn: their folders, in the order of the parts they left out")
    ask.add_argument("--trust", type=float, default=0.5, help="learn: the share of what the teacher says, beside what is marked")
    ask.add_argument("--trees", action="store_true", help="learn: trees and tags of our pages from the teachers too")
    ask.add_argument("--layers", type=int, default=1, help="learn: layers under the marks")
    ask.add_argument("--minutes", type=float, default=5)
    ask.add_argument("--batch", type=int, default=9600)
    ask.add_argument("--encoder-rate", type=float, default=1e-4)
    ask.add_argument("--heads-rate", type=float, default=1e-3)
    ask.add_argument("--marks-share", type=float, default=0.75)
    ask.add_argument("--hide", type=float, default=0.1)
    ask.add_argument("--warm", type=int, default=150, help="steps until the rates are whole")
    ask.add_argument("--every", type=int, default=100, help="steps between lines of the log")
    ask.add_argument("--twice", action="store_true", help="read each batch twice and learn to read it alike (R-Drop)")
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--workers", type=int, default=0)
    ask.add_argument("--device", default="cpu")
    args = ask.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    material = read_material(args.data, args.material)
    labels = count_labels(material.paragraphs)
    parts = parts_of(material.pages, args.parts)
    if args.what == "teach":
        parts[args.part] = []
        model = new_teacher(labels)
        if args.init and args.init.suffix == ".safetensors":
            model["encoder"].load(args.init)
        elif args.init:
            model["encoder"].load_state_dict(torch.load(args.init), strict=False)
    else:
        model = build_model(labels, args.init, args.layers)
    teachers = [restored(labels, folder / "weights.pt").to(args.device) for folder in args.teachers]
    model.to(args.device)
    lesson = Lessons(material, labels, parts, args.batch, args.marks_share, args.hide)
    print(f"{[len(part) for part in parts]} pages and sentences of each part", flush=True)
    mean = train(model, lesson, args, teachers)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
    torch.save({key: value.cpu() for key, value in mean.values.items()}, args.out / "weights.pt")
    model.load_state_dict(mean.values)
    report(model, material, lesson.index, args.data)


def restored(labels: dict[str, list[str]], weights: Path) -> nn.ModuleDict:
    """A trained teacher, to be asked alone."""
    model = new_teacher(labels)
    model.load_state_dict(torch.load(weights, map_location="cpu"), strict=False)
    return model.eval().requires_grad_(requires_grad=False)


def report(model: nn.ModuleDict, material: Material, index: dict[str, dict[str, int]], data: Path) -> None:
    """Log how good marks are on the corpus' dev part, and trees on GUM's, where its file is there."""
    tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))
    held = whole_examples(material.held, tokenizer)
    told = " ".join(f"{k} {v:.3f}" for k, v in measure_marks(model, held).items())
    print(f"on blocks not trained on: {told}", flush=True)
    if (data / "gum-open-dev.conllu").exists():
        sentences = [s for p in read_all(data, ["gum-open-dev"]) for s in p.sentences]
        made = [make_example([s], tokenizer, index, None, parsed=True) for s in sentences]
        trees = measure_trees(model, [example for example in made if example is not None])
        print(f"on GUM's dev part, words and sentences given: uas {trees['uas']:.4f} las {trees['las']:.4f}", flush=True)


if __name__ == "__main__":
    main()
