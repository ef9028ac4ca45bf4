"""Scores of the learned heads become marks: cues with what hangs on them, and acts with their sides."""

import numpy as np
import pytest

from dragoman.model import EVENT_TYPES, MODALITIES, NO_WORD, OTHER_WORD
from dragoman.parse.marks import (
    ABSENT,
    NOBODY,
    ROLES,
    MarkScores,
    PairReader,
    cue_spans,
    find_acts,
    find_claims,
    find_links,
    find_reports,
    head_of,
    shares,
    steady_path,
)

WORDS = "He told Radio Oslo the army had left".split()  # noqa: SIM905 - easier to read


def blank(n):
    """Scores whose roles are given outright: the words that ask are those of the one-hot rows, the table holds the scores themselves."""
    size, one = n + 2, np.eye(n, dtype=np.float32)
    table = np.zeros((n, len(ROLES) * size), np.float32)
    scores = MarkScores(
        np.zeros((n, 3), np.float32), np.zeros((n, 1 + len(EVENT_TYPES)), np.float32), np.zeros((n, len(MODALITIES)), np.float32),
        np.zeros((n, 2), np.float32), one, np.eye(size, dtype=np.float32), table, one, one,
    )  # fmt: skip
    scores.cues[:, 0] = scores.triggers[:, 0] = 9
    for role in ROLES:
        for word in range(n):
            pick(scores, role, word, NOBODY, 5)
    return scores


def pick(scores, role, word, choice, score=9):
    scores.table[word, ROLES.index(role) * len(scores.choices) + choice] = score


def test_a_cue_carries_its_content_and_sides():
    scores = blank(len(WORDS))
    scores.cues[1] = (0, 9, 0)
    for word in range(4, 8):
        pick(scores, "content", word, 1 + 2)
    pick(scores, "source", 1, 0 + 2)
    pick(scores, "addressee", 1, 3 + 2)
    pick(scores, "via", 1, ABSENT)
    (report,) = find_reports(scores, [1, -1, 3, 1, 5, 7, 7, 1], base=100)
    assert (report.head, report.first, report.last) == (101, 101, 102)
    assert report.content == (104, 105, 106, 107)
    assert (report.source, report.addressee, report.via) == (100, 103, -1)
    assert report.score > 0.99


def test_content_goes_to_cues_alone():
    scores = blank(4)
    scores.cues[0] = (0, 9, 0)
    pick(scores, "content", 2, 3 + 2)  # the last word is no cue, however well it scores
    pick(scores, "content", 2, 0 + 2, 8.5)
    (report,) = find_reports(scores, [-1, 0, 0, 0], base=0)
    assert report.content == (2,)


@pytest.mark.parametrize(
    ("chances", "spans"),
    [
        ([0, 0, 0], []),
        ([0, 0.9, 0], [(1, 2)]),
        ([0.8, 0.9, 0.1], [(0, 2)]),
        ([0.06, 0.9, 0], [(1, 2)]),
        ([0.9, 0, 0.2], [(0, 1), (2, 3)]),
    ],
)
def test_cues_are_the_likeliest_words_and_their_equals(chances, spans):
    likely = np.array([[1 - c, c / 3, 2 * c / 3] for c in chances], np.float32)
    assert list(cue_spans(likely)) == spans


def test_a_second_beginning_starts_a_second_cue():
    likely = np.array([[0.1, 0.8, 0.1], [0.1, 0.8, 0.1]], np.float32)
    assert list(cue_spans(likely)) == [(0, 1), (1, 2)]


def test_an_act_has_its_type_modality_and_several_sides():
    scores = blank(6)
    scores.triggers[2] = 0
    scores.triggers[2, 1 + EVENT_TYPES.index("AID")] = 9
    scores.modalities[2, MODALITIES.index("planned")] = 9
    for word in (3, 5):
        pick(scores, "recipient", 2, word + 2)
    pick(scores, "actor", 2, ABSENT)
    (act,) = find_acts(scores, base=10)
    assert (act.word, act.type, act.modality) == (12, "AID", "planned")
    assert [word for word, _ in act.actors] == [OTHER_WORD] and [word for word, _ in act.when] == [NO_WORD]
    assert [word for word, _ in act.recipients] == [13, 15] and sum(chance for _, chance in act.recipients) > 0.9
    assert len(act.types) == len(EVENT_TYPES) and act.score > 0.99


def test_words_that_may_name_somebody_point_back_and_to_a_state():
    scores = blank(4)
    pick(scores, "antecedent", 3, 0 + 2)
    pick(scores, "state", 3, 1 + 2)
    links = {link.word: link for link in find_links(scores, ["PROPN", "PROPN", "VERB", "PRON"], base=50)}
    assert set(links) == {50, 51, 53}
    assert links[53].earlier[0][0] == 50 and links[53].state[0][0] == 51
    assert links[50].earlier[0][0] == NO_WORD


def test_claims_are_stretches_of_likely_words():
    scores = blank(5)
    scores.claims[:, 0] = 9
    scores.claims[1:3] = (0, 9)
    (claim,) = find_claims(scores, base=7)
    assert (claim.first, claim.last) == (8, 10) and claim.score > 0.99


def test_the_head_of_a_stretch_hangs_on_a_word_outside():
    assert head_of(range(1, 3), [3, 2, 3, -1]) == 2
    assert head_of(range(1, 3), [0, 2, 1]) == 1


def test_shares_add_up():
    assert np.allclose(shares(np.array([[1.0, 2, 3], [100, 0, -100]], np.float32)).sum(-1), 1)


def test_a_single_word_does_not_leave_the_stretch_around_it():
    likely = np.log(np.array([[0.1, 0.9], [0.1, 0.9], [0.6, 0.4], [0.1, 0.9], [0.99, 0.01], [0.99, 0.01]], np.float32))
    assert steady_path(likely).tolist() == [1, 1, 1, 1, 0, 0]


def test_scores_of_roles_are_made_for_the_words_asked_for():
    scores = blank(3)
    pick(scores, "actor", 1, 2 + 2)
    assert scores.of("actor", [1, 2]).argmax(1).tolist() == [4, NOBODY]
    assert scores.of("recipient", slice(None)).shape == (3, 5)


def test_pairs_are_told_within_a_window_alone():
    table = np.zeros((3, 1 + len(EVENT_TYPES), 3), np.float32)
    table[0, 1 + EVENT_TYPES.index("AID"), 2] = 9
    reader = PairReader(table.reshape(3, -1))
    reader.add(0, blank(3))
    reader.add(3, blank(3))
    chances = reader.chances(3, 5)
    assert sum(chances) == pytest.approx(1, abs=1e-5)
    assert np.argmax(chances) == 1 + EVENT_TYPES.index("AID")
    assert np.argmax(reader.chances(5, 3)) != 1 + EVENT_TYPES.index("AID")
    assert reader.chances(2, 3) is None
    assert reader.chances(0, 6) is None


def test_no_pair_is_told_where_nothing_was_read():
    assert PairReader(np.zeros((3, 9), np.float32)).chances(0, 1) is None
