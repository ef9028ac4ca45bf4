"""Learns the heads for trees and tags again, the encoder held: ``python -m training.trees --data DIR --material FILE --init weights.pt
--out DIR --minutes 7``.

Long training of the marks moves the encoder, and trees of news grow worse though those of treebanks do not. Half of the batches here are
treebanks, half the text of our corpus with the trees that the model of before gave it, those of the words in FILE (``material.py``).
"""

import argparse
import json
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.lexicon import data_bytes
from dragoman.parse.pieces import load_tokenizer
from training.batches import Batch, batches, mixed, stream
from training.examples import Example, epoch_examples, joined
from training.material import read_material, trees_of
from training.network import word_states
from training.train import HALF, WEIGHTS, Mean, build_model, cross_entropy, endless, within_sentences


def loss_of(model: nn.ModuleDict, batch: Batch) -> Tensor:
    """The loss of the heads on a batch."""
    encoder, heads = model["encoder"], model["heads"]
    with torch.autocast(batch["ids"].device.type, dtype=torch.bfloat16, enabled=HALF):
        with torch.no_grad():
            trees, tags, _ = encoder(encoder.embed(batch["ids"], batch["shapes"]), (batch["ids"] != 0)[:, None, None, :])
            states = word_states(trees, batch["first"], batch["last"]), word_states(tags, batch["first"], batch["last"])
        if "heads" not in batch:
            scores, target = {"names": heads.names(heads.dropout(states[1]))}, dict(batch)
        else:
            arcs, head, child, *tagged = heads(*states)
            scores = dict(zip(("xpos", "morphs", "lemmas", "names"), tagged, strict=True))
            scores["relations"] = heads.label_scores(head, child, batch["heads"].clamp(min=0))
            scores["arcs"] = within_sentences(arcs.float(), batch["sentence"])
            target = {**batch, "arcs": batch["heads"]}
    told = [WEIGHTS[key] * cross_entropy(score, target[key]) for key, score in scores.items() if key in target]
    return sum(told, torch.zeros(()))


def main() -> None:
    """Train, log a line every 100 steps, and write the weights with the running mean of the heads."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True, help="folder with the treebanks")
    ask.add_argument("--material", type=Path, required=True, help="what was read of treebanks and corpus; made anew where it is not there")
    ask.add_argument("--init", type=Path, required=True, help="weights.pt, with labels.json beside it")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--minutes", type=float, default=7)
    ask.add_argument("--rate", type=float, default=8e-4)
    ask.add_argument("--batch", type=int, default=1500)
    ask.add_argument("--seed", type=int, default=91)
    args = ask.parse_args()
    torch.manual_seed(args.seed)
    tokenizer = load_tokenizer(data_bytes("model/tokenizer.json"))
    material = read_material(args.data, args.material)
    ours = list(trees_of(material.pages))
    labels = json.loads((args.init.parent / "labels.json").read_text(encoding="utf-8"))
    index = {key: {label: i for i, label in enumerate(values)} for key, values in labels.items()}

    def make(dice: random.Random) -> Iterator[list[Example]]:
        corpus = joined(endless(lambda: epoch_examples(ours, [], tokenizer, index, dice)), dice)
        treebanks = joined(endless(lambda: epoch_examples(material.paragraphs, material.only_names, tokenizer, index, dice)), dice)
        return mixed(batches(corpus, args.batch, dice), batches(treebanks, args.batch, dice), 0.5)

    model = build_model(labels, args.init)
    for part in ("encoder", "marks"):
        for weight in model[part].parameters():
            weight.requires_grad = False
    model.eval()
    model["heads"].train()
    optimizer = torch.optim.AdamW(model["heads"].parameters(), lr=args.rate, betas=(0.9, 0.98), weight_decay=0.01)
    mean, began = Mean(model), time.time()
    for step, batch in enumerate(stream(make, args.seed, 0), 1):
        progress = (time.time() - began) / (args.minutes * 60)
        if progress >= 1:
            break
        optimizer.param_groups[0]["lr"] = args.rate * min(1.0, step / 100) * (1 - progress)
        loss = loss_of(model, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model["heads"].parameters(), 2.0)
        optimizer.step()
        mean.update(0.998)
        if step % 100 == 0:
            print(f"step {step} {time.time() - began:.0f} s loss {float(loss.detach()):.3f}", flush=True)
    args.out.mkdir(parents=True, exist_ok=True)
    torch.save(mean.values, args.out / "weights.pt")
    shutil.copy(args.init.parent / "labels.json", args.out / "labels.json")


if __name__ == "__main__":
    main()
