"""Batches of the training as tensors: what a reading taken twice costs, and that other processes make the same kind of batches."""

import random

import pytest

torch = pytest.importorskip("torch", reason="torch is needed for training only")

from training.batches import ROLE_WEIGHTS, batches, mixed, stream, tensors  # noqa: E402
from training.examples import IGNORE, Example  # noqa: E402
from training.train import apart, doubled, role_choices, role_loss  # noqa: E402

from dragoman.parse.marks import ROLES  # noqa: E402


def example(words: int, roles: tuple[tuple[int, int, list[list[int]]], ...] = (), cue: int = IGNORE) -> Example:
    """An example of so many words of one piece each."""
    ids = [5] * (words + 2)
    columns = {"heads": [IGNORE] * words, "cues": [cue] * words}
    return Example(
        ids,
        [0] * (words + 2),
        [IGNORE] * (words + 2),
        list(range(1, words + 1)),
        list(range(1, words + 1)),
        [0] * words,
        columns,
        list(roles),
    )


def test_columns_that_tell_nothing_are_left_out() -> None:
    made = tensors([example(3), example(2, cue=1)])
    assert "heads" not in made
    assert "at" not in made
    assert made["cues"].tolist() == [[IGNORE] * 3, [1, 1, IGNORE]]
    assert made["sentence"].tolist() == [[0, 0, 0], [0, 0, -1]]


def test_each_role_counts_its_weight_whatever_its_rows() -> None:
    actor, content = ROLES.index("actor"), ROLES.index("content")
    made = tensors([example(3, ((actor, 0, [[3], [4]]), (content, 0, [[2]]), (content, 1, [[2]])))])
    counts = dict.fromkeys(ROLES, 0.0)
    for owner, share in zip(made["owner"].tolist(), made["counts"].tolist(), strict=True):
        counts[ROLES[made["at"][owner, 1]]] += share
    assert counts["actor"] == pytest.approx(ROLE_WEIGHTS["actor"])
    assert counts["content"] == pytest.approx(ROLE_WEIGHTS["content"])


def test_any_word_that_names_a_party_is_right_and_what_lies_beyond_the_text_is_no_choice() -> None:
    actor = ROLES.index("actor")
    made = tensors([example(2, ((actor, 0, [[2, 3]]),)), example(4)])
    likely = role_choices(torch.zeros(2, len(ROLES), 4, 6), made)
    assert likely.exp()[0].tolist() == pytest.approx([0.25] * 4 + [0.0, 0.0])
    assert float(role_loss(likely, made)) == pytest.approx(0.6931 * ROLE_WEIGHTS["actor"], abs=1e-3)


def test_a_batch_read_twice_costs_what_it_costs_once() -> None:
    actor = ROLES.index("actor")
    made = tensors([example(3, ((actor, 1, [[2], [4]]),)), example(3, ((actor, 0, [[0]]),))])
    scores = torch.randn(2, len(ROLES), 3, 5)
    twice = doubled(made)
    once, both = role_loss(role_choices(scores, made), made), role_loss(role_choices(torch.cat([scores, scores]), twice), twice)
    assert float(both) == pytest.approx(float(once), rel=1e-5)


def test_two_readings_differ_by_nothing_where_they_are_one() -> None:
    one, other = torch.log_softmax(torch.tensor([[1.0, 2.0]]), -1), torch.log_softmax(torch.tensor([[2.0, 1.0]]), -1)
    assert float(apart(torch.cat([one, one]))) == 0
    assert float(apart(torch.cat([one, other]))) > 0


def test_processes_make_batches_of_both_kinds_without_end() -> None:
    def make(dice: random.Random):
        def trees():
            while True:
                yield [example(dice.randint(2, 5))]

        def marks():
            while True:
                yield from batches(iter([example(3, cue=1)] * 4), 12, dice)

        return mixed(trees(), marks(), 0.5)

    for workers in (0, 2):
        made = stream(make, 3, workers)
        first = [next(made) for _ in range(12)]
        assert {"cues" in batch for batch in first} == {True, False}
