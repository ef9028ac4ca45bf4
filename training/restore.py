"""The weights of the model in the package, read back out of its graphs, so that training can go on from them.

The graphs hold 8-bit weights with a scale a column; what comes back differs from what was trained by that rounding alone.
"""

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import LABEL, LAYERS

QUANTISED = ("_quantized", "_scale", "_zero_point")


def restore_weights(folder: Path) -> dict[str, Tensor]:
    """The state of ``ModuleDict(encoder=Encoder, heads=Heads, marks=Marks)``."""
    found: dict[str, np.ndarray] = {}
    for name in ("encoder", "heads", "marks"):
        found.update(read_graph(name, onnx.load(folder / f"{name}.onnx")))
    tables = np.load(folder / "tables.npz")
    found["encoder.words.weight"] = tables["words"].astype(np.float32) * tables["scale"][:, None]
    found["encoder.shapes.weight"] = tables["shapes"].astype(np.float32)
    found["encoder.places.weight"] = tables["places"].astype(np.float32)
    found["marks.roles"] = tables["roles"].astype(np.float32)
    if "pairs" in tables:
        found["marks.pairs"] = tables["pairs"].astype(np.float32)
    found["encoder.kind"] = np.zeros_like(found["encoder.norm.bias"])
    found["heads.labels"] = read_labels(onnx.load(folder / "labels.onnx"))
    return {key: torch.tensor(value) for key, value in found.items()}


def read_graph(part: str, model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The weights of the graph of a part by our names; those of matrix products stand under the name of their module.

    Where a graph was made of what a part does, not of the part itself, its modules lack the part's name.
    """
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    found = {
        k: v for k, v in values.items() if k.startswith(("encoder.", "heads.", "marks.")) and not k.endswith(QUANTISED)
    }
    for node in model.graph.node:
        if node.op_type != "MatMulInteger":
            continue
        table = node.input[1].removesuffix("_quantized")
        weight = values[f"{table}_quantized"].astype(np.float32) * values[f"{table}_scale"]
        module = re.sub(r"/MatMul.*", "", node.name).strip("/").replace("/", ".")
        module = module if module.split(".")[0] == part else f"{part}.{module}"
        named = table.startswith(("heads.", "marks."))
        found[table if named else f"{module}.weight"] = weight if named else weight.T.copy()
    mixture = [(int(k.split("_")[1]), float(v)) for k, v in values.items() if re.fullmatch(r"onnx::Mul_\d+", k) and v.ndim == 0]
    if len(mixture) == LAYERS:
        found["encoder.mix_tags"] = np.log(np.array([v for _, v in sorted(mixture)], dtype=np.float32))
    return found


def read_labels(model: onnx.ModelProto) -> np.ndarray:
    """The table of relations (relations, LABEL + 1, LABEL + 1)."""
    values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
    table = values["table_quantized"].astype(np.float32) * values["table_scale"]
    return table.reshape(LABEL + 1, -1, LABEL + 1).transpose(1, 0, 2).copy()
