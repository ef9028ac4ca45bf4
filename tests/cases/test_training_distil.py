"""A student learns what its teachers say of pages that they have not seen."""

import random

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training only")
pytest.importorskip("onnx", reason="onnx is needed for training only")
pytest.importorskip("safetensors")

from training.batches import tensors  # noqa: E402
from training.distil import (  # noqa: E402
    NEIGHBOURS,
    Lessons,
    ask_teachers,
    divergence,
    lessons,
    likely_of,
    new_teacher,
    parts_of,
    placed,
    twice_over,
)
from training.examples import NAMES, Example  # noqa: E402
from training.marks import Marked  # noqa: E402
from training.teacher import BUCKETS, buckets  # noqa: E402
from training.train import doubled, read_batch  # noqa: E402

LABELS = {"relations": ["root", "obj"], "xpos": ["NN", "VB"], "morphs": ["NOUN|_", "VERB|_"], "lemmas": ["a", "b"], "names": NAMES}
FEW = {"cues": 0, "triggers": 1, "modalities": 0, "claims": 0, "names": 0}


def page(text: str) -> Marked:
    return Marked(text, [(0, len(text))], [0], [(0, 1)])


def example(words: int) -> Example:
    pieces = list(range(1000, 1000 + words))
    places = list(range(1, words + 1))
    columns = {key: [value] * words for key, value in FEW.items()}
    roles = [(0, i, [[0]]) for i in range(words)] + [(6, 0, [[0]])]
    ids, shapes = [101, *pieces, 102], [3] * (words + 2)
    return Example(ids, shapes, [0] * (words + 2), places, places, [0] * words, columns, roles, [(0, 1, 2)])


@pytest.fixture(scope="module")
def small():
    """Two teachers of one layer; the full ones are built in the same way."""
    torch.manual_seed(5)
    made = [new_teacher(LABELS).eval() for _ in range(2)]
    for teacher in made:
        teacher["encoder"].layers = teacher["encoder"].layers[:1]
        teacher["encoder"].mix_tags = torch.nn.Parameter(torch.zeros(1))
    return made


def test_neighbours_and_copies_fall_into_one_part() -> None:
    pages = [page(f"page {i}") for i in range(4 * NEIGHBOURS)]
    parts = parts_of([*pages, *pages[:10]], 3)
    assert sum(map(len, parts)) == len(pages)
    assert [p.text for p in parts[1]] == [p.text for p in pages[NEIGHBOURS : 2 * NEIGHBOURS]]
    assert len(parts[0]) == 2 * NEIGHBOURS


def test_the_table_of_distances_tells_directions_and_far_from_near() -> None:
    table = buckets(300, torch.device("cpu"))
    assert table[10, 10] == 0
    assert [int(table[10, 10 - k]) for k in (1, 2, 7)] == [1, 2, 7]
    assert [int(table[10, 10 + k]) for k in (1, 2, 7)] == [BUCKETS // 2 + k for k in (1, 2, 7)]
    assert int(table[299, 0]) == BUCKETS // 2 - 1
    assert int(table[0, 299]) == BUCKETS - 1
    assert int(table[0, 20]) < int(table[0, 60])


def test_nothing_is_left_to_learn_from_oneself(small) -> None:
    batch = tensors([placed(example(6), 1), placed(example(9), 1)])
    taught, teacher = ask_teachers(small, batch)
    assert teacher is small[1]
    with torch.no_grad():
        learned = lessons(teacher, read_batch(teacher, batch, whole=True), taught, teacher, batch, trees=True)
    assert {"triggers", "roles", "pairs", "arcs", "relations", "names"} <= set(learned)
    assert all(abs(float(value)) < 1e-3 for value in learned.values())


def test_another_one_has_something_to_learn_also_where_a_batch_is_read_twice(small) -> None:
    batch = tensors([placed(example(6), 0), placed(example(9), 0)])
    taught, teacher = ask_teachers(small, batch)
    twice = doubled(batch)
    with torch.no_grad():
        once = lessons(small[1], read_batch(small[1], batch, whole=True), taught, teacher, batch, trees=False)
        both = lessons(small[1], read_batch(small[1], twice, whole=True), twice_over(taught), teacher, twice, trees=False)
    assert float(once["triggers"]) > 0.001
    for key, value in once.items():
        assert float(both[key]) == pytest.approx(float(value), rel=0.05, abs=1e-3)


def test_text_that_none_was_held_back_from_is_taught_by_the_mean_of_all(small) -> None:
    batch = tensors([example(6)])
    taught, teacher = ask_teachers(small, batch)
    with torch.no_grad():
        each = [likely_of(read_batch(one, batch, whole=True), batch)["triggers"].exp() for one in small]
    assert teacher is None
    assert torch.allclose(taught["triggers"].exp(), (each[0] + each[1]) / 2, atol=1e-4)
    assert torch.allclose(taught["roles"].exp().sum(-1), torch.ones(1), atol=1e-3)


def test_divergence_is_nothing_only_between_equals() -> None:
    one, other = torch.log(torch.tensor([[0.9, 0.1]])), torch.log(torch.tensor([[0.5, 0.5]]))
    assert float(divergence(one, one)) == 0
    assert float(divergence(one, other)) == pytest.approx(0.368, abs=0.001)


def test_streams_take_turns() -> None:
    turns = Lessons.any_of([iter([["a"]] * 50), iter([["b"]] * 50)], random.Random(1))
    assert {next(turns)[0] for _ in range(20)} == {"a", "b"}
