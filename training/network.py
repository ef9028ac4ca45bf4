"""The language model in torch: the MiniLM encoder with shapes added, and light heads for everything that parse/ gives.

Shapes: B paragraphs, T pieces, N words. ``Encoder`` gives one state a piece; ``Heads`` reads one state a word (the mean of its first and
last piece) and gives arcs (biaffine, after Dozat and Manning 2017), labels, tags, morphology, lemma rules and names.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

HIDDEN, LAYERS, ATTENTION_HEADS, VOCABULARY, LONGEST = 384, 6, 12, 30522, 512
ARC, LABEL, ROLE, PAIR = 256, 128, 160, 96
PARTS = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm2": "output.LayerNorm",
}
"""Our names of a layer's parts, and the published ones."""


class Layer(nn.Module):
    """One transformer layer as in BERT."""

    def __init__(self, dropout: float, width: int = HIDDEN) -> None:
        """An empty layer; weights are loaded by ``Encoder.load``."""
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, 4 * width)
        self.outer = nn.Linear(4 * width, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """States (B, T, width) to states; ``mask`` (B, 1, 1, T) is true at real pieces, None where all are; as numbers it is added."""
        b, t, width = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, ATTENTION_HEADS, width // ATTENTION_HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) * (HIDDEN // ATTENTION_HEADS) ** -0.5, -1)
            mixed = weights @ v
        else:
            mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(b, t, width))))
        return self.norm2(x + self.dropout(self.outer(functional.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 with a table of shapes added to the embeddings, and two mixtures of its layers: one for trees, one for tags."""

    def __init__(self, shapes: int, dropout: float = 0.1) -> None:
        """An encoder with random weights; ``load`` fills it."""
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.shapes = nn.Embedding(shapes, HIDDEN)
        self.places = nn.Embedding(LONGEST, HIDDEN)
        self.kind = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.mix_tags = nn.Parameter(torch.zeros(LAYERS))
        self.starts = nn.Linear(HIDDEN, 3)
        nn.init.zeros_(self.shapes.weight)

    def load(self, path: Path) -> None:
        """Take the weights of the published MiniLM-L6."""
        weights = load_file(path)
        self.words.weight.data = weights["embeddings.word_embeddings.weight"]
        self.places.weight.data = weights["embeddings.position_embeddings.weight"]
        self.kind.data = weights["embeddings.token_type_embeddings.weight"][0]
        self.norm.weight.data, self.norm.bias.data = weights["embeddings.LayerNorm.weight"], weights["embeddings.LayerNorm.bias"]
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(layer.qkv, part).data = torch.cat([weights[f"{at}attention.self.{n}.{part}"] for n in ("query", "key", "value")])
                for ours, theirs in PARTS.items():
                    getattr(getattr(layer, ours), part).data = weights[f"{at}{theirs}.{part}"]

    def embed(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """The sum of the tables, before the norm: (B, T) and (B, T) to (B, T, HIDDEN)."""
        return self.words(ids) + self.shapes(shapes) + self.places.weight[: ids.shape[1]] + self.kind

    def forward(self, embedded: Tensor, mask: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """States for trees, states for tags (both B, T, HIDDEN) and scores of starts (B, T, 3: inside, word, sentence)."""
        x = self.dropout(self.norm(embedded))
        weights = torch.softmax(self.mix_tags, 0)
        tags = torch.zeros_like(x)
        for i, layer in enumerate(self.layers):
            x = layer(x, mask)
            tags = tags + weights[i] * x
        return x, tags, self.starts(x)


class Heads(nn.Module):
    """What is read off the states of words."""

    def __init__(self, sizes: dict[str, int], width: int = HIDDEN) -> None:
        """Heads for ``sizes``: relations, xpos, morphs, lemmas, names."""
        super().__init__()
        self.dropout = nn.Dropout(0.25)
        self.root = nn.Parameter(torch.randn(width) * 0.02)
        self.arc_head, self.arc_child = nn.Linear(width, ARC), nn.Linear(width, ARC)
        self.label_head, self.label_child = nn.Linear(width, LABEL), nn.Linear(width, LABEL)
        self.arcs = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.01)
        self.labels = nn.Parameter(torch.randn(sizes["relations"], LABEL + 1, LABEL + 1) * 0.01)
        self.xpos, self.morphs = nn.Linear(width, sizes["xpos"]), nn.Linear(width, sizes["morphs"])
        self.lemmas, self.names = nn.Linear(width, sizes["lemmas"]), nn.Linear(width, sizes["names"])

    def forward(self, trees: Tensor, tags: Tensor) -> tuple[Tensor, ...]:
        """States (B, N, HIDDEN) to arc scores (B, N, N + 1; column 0 is the root), label parts, and scores of the tags."""
        b = trees.shape[0]
        child = self.dropout(trees)
        head = self.dropout(torch.cat([self.root.expand(b, 1, -1).to(trees.dtype), trees], 1))
        tags = self.dropout(tags)
        arc_child, arc_head = functional.gelu(self.arc_child(child)), functional.gelu(self.arc_head(head))
        one = torch.ones_like(arc_child[..., :1])
        arcs = torch.cat([arc_child, one], -1) @ self.arcs @ arc_head.transpose(1, 2)
        label_head, label_child = functional.gelu(self.label_head(head)), functional.gelu(self.label_child(child))
        return arcs, label_head, label_child, self.xpos(tags), self.morphs(tags), self.lemmas(tags), self.names(tags)

    def label_scores(self, label_head: Tensor, label_child: Tensor, heads: Tensor) -> Tensor:
        """Scores of the relations (B, N, R) of each word to the head chosen for it (B, N; 0 is the root)."""
        chosen = label_head.gather(1, heads[:, :, None].expand(-1, -1, label_head.shape[2]))
        one = torch.ones_like(label_child[..., :1])
        child, head = torch.cat([label_child, one], -1), torch.cat([chosen, one], -1)
        return torch.einsum("bnle,bne->bnl", torch.einsum("bnd,lde->bnle", child, self.labels), head)


class Marks(nn.Module):
    """The heads for statements and events (dragoman.parse.marks): cues, triggers, modalities, and who plays which role to whom.

    A layer of their own lies between the encoder and them, over the states of words: the encoder's are shaped by trees and tags.
    """

    def __init__(self, cues: int, triggers: int, modalities: int, roles: int, width: int = HIDDEN, layers: int = 1) -> None:
        """Heads for so many classes, over states of ``width``; each layer but the first begins by changing nothing."""
        super().__init__()
        self.dropout = nn.Dropout(0.25)
        self.join = nn.Linear(2 * width, width)
        self.layer = Layer(0.1, width)
        self.further = nn.ModuleList(Layer(0.1, width) for _ in range(layers - 1))
        for part in (part for layer in (self.layer, *self.further) for part in (layer.out, layer.outer)):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)
        self.cues, self.triggers, self.modalities = nn.Linear(width, cues), nn.Linear(width, triggers), nn.Linear(width, modalities)
        self.claims = nn.Linear(width, 2)
        self.nobody = nn.Parameter(torch.randn(2, width) * 0.02)
        self.role_of, self.role_by = nn.Linear(width, ROLE), nn.Linear(width, ROLE)
        self.roles = nn.Parameter(torch.randn(ROLE + 1, roles * ROLE) * 0.01)
        self.pair_of, self.pair_by = nn.Linear(width, PAIR), nn.Linear(width, PAIR)
        self.pairs = nn.Parameter(torch.randn(PAIR + 1, triggers * (PAIR + 1)) * 0.01)

    def forward(self, trees: Tensor, tags: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """States (B, N, HIDDEN) to scores of cues, triggers, modalities and claims (B, N, classes) and roles (B, R, N, N + 2), and what
        those of pairs are made of.
        """
        *tagged, of, by, doing, suffering = self.read(trees, tags, mask)
        turned = (of @ self.roles).unflatten(-1, (-1, ROLE)).transpose(1, 2)
        return *tagged, turned @ by[:, None].transpose(2, 3), doing, suffering

    def read(self, trees: Tensor, tags: Tensor, mask: Tensor | None = None) -> tuple[Tensor, ...]:
        """States to scores of tags, and what the scores of roles are made of: words as those who ask (B, N, ROLE + 1) and as choices
        (B, N + 2, ROLE), and those of pairs: words as doers and as those on whom it falls (B, N, PAIR + 1 both). ``mask`` (B, 1, 1, N) is
        true at real words, None where all are.
        """
        x = self.dropout(functional.gelu(self.join(torch.cat([trees, tags], -1))))
        x = self.layer(x, mask)
        for layer in self.further:
            x = layer(x, mask)
        x = self.dropout(x)
        of = functional.gelu(self.role_of(x))
        by = functional.gelu(self.role_by(torch.cat([self.nobody.expand(x.shape[0], 2, -1).to(x.dtype), x], 1)))
        doing, suffering = functional.gelu(self.pair_of(x)), functional.gelu(self.pair_by(x))
        of, doing, suffering = (torch.cat([part, torch.ones_like(part[..., :1])], -1) for part in (of, doing, suffering))
        return self.cues(x), self.triggers(x), self.modalities(x), self.claims(x), of, by, doing, suffering

    def pair_scores(self, doing: Tensor, suffering: Tensor) -> Tensor:
        """Scores of no act and of each type (Q, classes) of the first of each pair on the second, from their parts (Q, PAIR + 1)."""
        return ((doing @ self.pairs).unflatten(-1, (-1, PAIR + 1)) @ suffering[:, :, None])[:, :, 0]


def word_states(states: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """The mean of the first and last piece of each word: (B, T, HIDDEN) and (B, N) twice to (B, N, HIDDEN)."""

    def take(at: Tensor) -> Tensor:
        return states.gather(1, at[:, :, None].expand(-1, -1, states.shape[2]))

    return (take(first) + take(last)) * 0.5
