"""The weights in the package are all that training needs to go on from."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training only")
pytest.importorskip("onnx", reason="onnx is needed for training only")

from training.network import Encoder, Heads, Marks  # noqa: E402
from training.restore import restore_weights  # noqa: E402

import dragoman  # noqa: E402
from dragoman.model import MODALITIES  # noqa: E402
from dragoman.parse.marks import CUES, ROLES, TRIGGERS  # noqa: E402
from dragoman.parse.pieces import SHAPES  # noqa: E402


def test_every_weight_of_the_model_is_read_back_in_its_shape() -> None:
    found = restore_weights(Path(dragoman.__file__).parent / "data" / "model")
    sizes = {key: len(found[f"heads.{key}.bias"]) for key in ("xpos", "morphs", "lemmas", "names")}
    heads = Heads({**sizes, "relations": len(found["heads.labels"])})
    marks = Marks(len(CUES), len(TRIGGERS), len(MODALITIES), len(ROLES))
    model = torch.nn.ModuleDict({"encoder": Encoder(SHAPES), "heads": heads, "marks": marks})
    lacking = set(model.load_state_dict(found, strict=False).missing_keys)
    assert not lacking
