"""The language model as it ships: four ONNX graphs and a few tables, run by onnxruntime on one window of a story at a time.

A window is never padded nor batched with another, so the same text always gives the same result.
"""

import io
import json
from dataclasses import dataclass

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from dragoman.errors import ModelError
from dragoman.lexicon import data_bytes
from dragoman.parse.marks import MarkScores
from dragoman.parse.pieces import CLS, NEWLINE, OTHER, SEP, Pieces

EDGE_SHAPE = OTHER * 3 + NEWLINE
SLOWER = ["SkipLayerNormFusion"]
"""What onnxruntime would put together and then computes slower (docs/parser.md)."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class States:
    """What the encoder gives for T pieces: states for trees and for tags (T, 384), scores of starts (T, 3: inside, word, sentence)."""

    trees: Matrix
    tags: Matrix
    starts: Matrix


@dataclass(frozen=True, slots=True)
class Scores:
    """What the heads give for N words: arcs (N, N + 1), label parts (N + 1, 128) and (N, 128), the best tag of each kind (N),
    the three best lemma rules (N, 3), likeliest first, and scores of names (N, 7)."""

    arcs: Matrix
    label_head: Matrix
    label_child: Matrix
    xpos: NDArray[np.int64]
    morphs: NDArray[np.int64]
    lemmas: NDArray[np.int64]
    names: Matrix


def open_session(name: str) -> onnxruntime.InferenceSession:
    """A graph of the package, on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    given = data_bytes(f"model/{name}.onnx")
    return onnxruntime.InferenceSession(given, options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOWER)


class Network:
    """The graphs and tables of one model; made once, used for every window."""

    def __init__(self) -> None:
        """Open the model in the package; raises ModelError where its parts do not belong together."""
        self.encoder, self.heads, self.labels = open_session("encoder"), open_session("heads"), open_session("labels")
        self.marks = open_session("marks")
        tables = np.load(io.BytesIO(data_bytes("model/tables.npz")))
        self.words, self.scale, self.shapes = tables["words"], tables["scale"], tables["shapes"].astype(np.float32)
        self.places, self.roles = tables["places"].astype(np.float32), tables["roles"].astype(np.float32)
        self.pairs = tables["pairs"].astype(np.float32)
        self.names: dict[str, list[str]] = json.loads(data_bytes("model/labels.json"))
        if self.labels.get_outputs()[0].shape[-1] != len(self.names["relations"]):
            raise ModelError("data/model: labels.json and labels.onnx are of different models; install dragoman again")
        self.root = self.names["relations"].index("root")
        self.version = data_bytes("model/version").decode().strip()

    def encode(self, pieces: Pieces, first: int, last: int) -> States:
        """States of the pieces ``first`` to ``last``, read by themselves."""
        ids = np.concatenate([[CLS], pieces.ids[first:last], [SEP]])
        shapes = np.concatenate([[EDGE_SHAPE], pieces.shapes[first:last], [EDGE_SHAPE]])
        embedded = self.words[ids].astype(np.float32) * self.scale[ids][:, None] + self.shapes[shapes] + self.places[: len(ids)]
        trees, tags, starts = self.encoder.run(None, {"embedded": embedded})
        return States(trees[1:-1], tags[1:-1], starts[1:-1])

    def read_words(self, trees: Matrix, tags: Matrix) -> Scores:
        """Scores of words from their states (N, 384) each."""
        arcs, label_head, label_child, xpos, morphs, lemmas, names = self.heads.run(None, {"trees": trees, "tags": tags})
        likely = np.argpartition(-lemmas, 3, axis=1)[:, :3]
        rules = np.take_along_axis(likely, np.argsort(-np.take_along_axis(lemmas, likely, 1), axis=1, kind="stable"), 1)
        return Scores(arcs, label_head, label_child, xpos.argmax(1), morphs.argmax(1), rules, names)

    def read_marks(self, trees: Matrix, tags: Matrix) -> MarkScores:
        """Scores of reports and acts of words from their states (N, 384) each."""
        cues, triggers, modalities, claims, asking, choices, *pairs = self.marks.run(None, {"trees": trees, "tags": tags})
        return MarkScores(cues, triggers, modalities, claims, asking, choices, self.roles, *pairs)

    def relations(self, scores: Scores, columns: NDArray[np.int64]) -> NDArray[np.int64]:
        """The best relation of each word to its head; ``columns`` are the rows of ``label_head`` of the heads, 0 for roots."""
        (found,) = self.labels.run(None, {"child": scores.label_child, "head": scores.label_head[columns]})
        found[:, self.root] = np.where(columns == 0, 1e9, -1e9)
        best: NDArray[np.int64] = found.argmax(1)
        return best
