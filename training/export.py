"""Exports trained weights for the package: ``python -m training.export --weights DIR --data TREEBANKS --out src/dragoman/data/model``.

Writes encoder.onnx, heads.onnx, labels.onnx and marks.onnx (weights in int8, activations quantised for each paragraph by itself, so
that nothing depends on what else is read), tables.npz (embeddings in int8 with a scale a row), labels.json and tokenizer.json. Weights
use seven of the eight bits: processors without VNNI add pairs of products in 16 bits, and must not run over, or pages would read
differently on them.
"""

import argparse
import hashlib
import json
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.material import read_all
from training.network import HIDDEN, LABEL, Encoder, Heads, Marks
from training.train import build_model, minilm_folder


class EncoderGraph(nn.Module):
    """The encoder for one paragraph without padding: (T, HIDDEN) embeddings to states and starts."""

    def __init__(self, encoder: Encoder) -> None:
        """Wrap a trained encoder."""
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """One paragraph, no batch."""
        trees, tags, starts = self.encoder(embedded[None], None)
        return trees[0], tags[0], starts[0]


class HeadsGraph(nn.Module):
    """The heads for the words of one paragraph."""

    def __init__(self, heads: Heads) -> None:
        """Wrap trained heads."""
        super().__init__()
        self.heads = heads

    def forward(self, trees: Tensor, tags: Tensor) -> tuple[Tensor, ...]:
        """Two states a word to arcs, label parts and tag scores."""
        return tuple(x[0] for x in self.heads(trees[None], tags[None]))


class MarksGraph(nn.Module):
    """The heads of statements and events for the words of one paragraph."""

    def __init__(self, marks: Marks) -> None:
        """Wrap trained heads."""
        super().__init__()
        self.marks = marks

    def forward(self, trees: Tensor, tags: Tensor) -> tuple[Tensor, ...]:
        """Two states a word to scores of cues, triggers, modalities and claims, and what those of roles are made of."""
        return tuple(x[0] for x in self.marks.read(trees[None], tags[None]))


class LabelsGraph(nn.Module):
    """The relations of words to the heads chosen for them."""

    def __init__(self, heads: Heads) -> None:
        """Wrap the table of labels of trained heads, laid out for one product."""
        super().__init__()
        self.relations, self.size, _ = heads.labels.shape
        self.table = nn.Parameter(heads.labels.detach().permute(1, 0, 2).reshape(self.size, -1).contiguous())

    def forward(self, child: Tensor, head: Tensor) -> Tensor:
        """Label parts (N, LABEL) of words and of their heads to scores (N, relations)."""
        one = torch.ones_like(child[:, :1])
        left = (torch.cat([child, one], 1) @ self.table).view(-1, self.relations, self.size)
        return (left @ torch.cat([head, one], 1)[:, :, None])[:, :, 0]


def write_graph(graph: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    """Export a graph and quantise its weights."""
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        axes = {name: {0: "n"} for name in (*inputs, *outputs)}
        torch.onnx.export(graph.eval(), tuple(inputs.values()), plain, input_names=list(inputs), output_names=outputs, dynamic_axes=axes,
                          opset_version=17, dynamo=False)  # fmt: skip
        quant_pre_process(plain, ready, skip_symbolic_shape=True)
        quantize_dynamic(ready, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    model = onnx.load(path)
    model.doc_string, model.producer_name = "", "dragoman"
    onnx.save(model, path)


def known_lemmas(folder: Path) -> str:
    """A line for each (lower-case form, xpos) of the training treebanks that is no name: form, tag and its most frequent lemma."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for paragraph in read_all(folder, ["ewt-train", "gum-open-train"]):
        for token in (t for s in paragraph.sentences for t in s):
            if token.upos != "PROPN" and token.lemma != "_" and token.text.lower().strip("'’.").isalpha():
                counts.setdefault((token.text.lower().replace("’", "'"), token.xpos), Counter())[token.lemma] += 1
    rows = (f"{form}\t{tag}\t{max(sorted(c), key=c.__getitem__)}" for (form, tag), c in sorted(counts.items()))
    return "\n".join(rows) + "\n"


def quantise_rows(table: Tensor) -> tuple[np.ndarray, np.ndarray]:
    """A table in int8 with one scale a row."""
    values = table.detach().numpy().astype(np.float32)
    scale = np.maximum(np.abs(values).max(1, keepdims=True), 1e-8) / 127
    return np.rint(values / scale).astype(np.int8), scale[:, 0].astype(np.float32)


def main() -> None:
    """Write the model files and print their sizes."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--weights", type=Path, required=True, help="folder with weights.pt and labels.json")
    ask.add_argument("--data", type=Path, required=True, help="folder with the treebanks, for the table of lemmas")
    ask.add_argument("--out", type=Path, required=True)
    args = ask.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    labels = json.loads((args.weights / "labels.json").read_text(encoding="utf-8"))
    model = build_model(labels, args.weights / "weights.pt")
    encoder, heads = model["encoder"], model["heads"]
    sample = torch.randn(7, HIDDEN)
    write_graph(EncoderGraph(encoder), {"embedded": sample}, ["trees", "tags", "starts"], args.out / "encoder.onnx")
    write_graph(HeadsGraph(heads), {"trees": sample, "tags": sample.clone()},
                ["arcs", "label_head", "label_child", "xpos", "morphs", "lemmas", "names"], args.out / "heads.onnx")  # fmt: skip
    told = ["cues", "triggers", "modalities", "claims", "asking", "choices", "doing", "suffering"]
    write_graph(MarksGraph(model["marks"]), {"trees": sample, "tags": sample.clone()}, told, args.out / "marks.onnx")
    part = torch.randn(7, LABEL)
    write_graph(LabelsGraph(heads), {"child": part, "head": part.clone()}, ["scores"], args.out / "labels.onnx")
    words, scale = quantise_rows(encoder.words.weight)
    places = (encoder.places.weight + encoder.kind).detach().numpy().astype(np.float16)
    shapes, roles = encoder.shapes.weight.detach().numpy(), model["marks"].roles.detach().numpy().astype(np.float16)
    pairs = model["marks"].pairs.detach().numpy().astype(np.float16)
    np.savez(args.out / "tables.npz", words=words, scale=scale, shapes=shapes, places=places, roles=roles, pairs=pairs)
    (args.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=0), encoding="utf-8")
    (args.out / "tokenizer.json").write_bytes((minilm_folder() / "tokenizer.json").read_bytes())
    (args.out / "lemmas.txt").write_text(known_lemmas(args.data), encoding="utf-8")
    digest = hashlib.sha256()
    for name in ("encoder.onnx", "heads.onnx", "labels.onnx", "marks.onnx", "tables.npz", "labels.json", "lemmas.txt", "tokenizer.json"):
        data = (args.out / name).read_bytes()
        digest.update(data)
        print(f"{name}: {len(data) / 1e6:.2f} MB")
    (args.out / "version").write_text(f"minilm6-ud-{digest.hexdigest()[:12]}\n", encoding="utf-8")
    print((args.out / "version").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
